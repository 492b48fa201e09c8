import {
  type Article,
  type ArticleId,
  parseArticle,
  type Slug,
  type WorkId,
} from "../../../protocol/article.ts";
import type { ContentFolder } from "../../storage/content-folder.ts";
import type { ImportRecord, LibraryStorage, StoredArticle } from "../../storage/library-storage.ts";
import { hashOf } from "../hashing.ts";
import type { Media } from "../media.ts";
import { illustrate, type Illustrated } from "./article-pictures.ts";
import { type LoadedFile, readFile } from "./content-file.ts";
import { identify, type Register } from "./identity.ts";
import type { MarkdownReader } from "./markdown-reader.ts";
import type { Source } from "./source.ts";

/** What an import will do, as far as its files were looked at. */
export interface Plan extends Register {
  readonly given: Map<Slug, string>;
  /** To publish, with the file each comes from. */
  readonly articles: Map<ArticleId, { readonly path: string; readonly article: Article }>;
  readonly withdraw: ArticleId[];
  readonly records: ImportRecord[];
  /** Paths whose articles have moved to other files. */
  readonly moved: Set<string>;
  /** Sentences for the operator. */
  readonly messages: string[];
  /** How many articles stay as they are, and how many files were read. */
  kept: number;
  read: number;
}

/** What reading one file takes. */
export interface FileDeps {
  readonly storage: LibraryStorage;
  readonly media: Media;
  readonly folder: ContentFolder;
  readonly markdown: MarkdownReader;
  readonly now: () => number;
  readonly newId: () => string;
}

/** A plan before any file. */
export function startPlan(known: readonly ImportRecord[], paths: readonly string[]): Plan {
  return {
    known: new Map(known.map((record) => [record.path, record])),
    pathOf: new Map(
      known.flatMap(({ path, article }) =>
        article === undefined ? [] : [[article, path] as const],
      ),
    ),
    paths: new Set(paths),
    given: new Map(),
    articles: new Map(),
    withdraw: [],
    records: [],
    moved: new Set(),
    messages: [],
    kept: 0,
    read: 0,
  };
}

/** A file that is as it was: what was said about it is said again. */
export function keepFile(plan: Plan, record: ImportRecord): void {
  plan.messages.push(...record.messages);
  if (record.article !== undefined) plan.kept += 1;
}

/** Reads a file into the plan. */
export async function addFile(deps: FileDeps, plan: Plan, file: LoadedFile): Promise<void> {
  plan.read += 1;
  const read = await readFile(file, deps.markdown);
  if (!read.ok) return refuse(plan, file, read.why);
  const identity = await identify(deps.storage, plan, file.path, read.source);
  // Whether a slug is free depends on other files: this one is read again next time, changed or not.
  if (!identity.ok) return refuse(plan, { ...file, hash: "" }, identity.why);
  const { slug, movedFrom } = identity;
  const stored = identity.id && (await deps.storage.findArticle(identity.id));
  if (stored?.standing === "withdrawn" && !read.source.withdrawn) {
    return refuse(
      plan,
      file,
      "was withdrawn and stays so; to publish it again, give it another file name and slug",
    );
  }
  plan.given.set(slug, file.path);
  if (movedFrom !== undefined) plan.moved.add(movedFrom);
  if (read.source.withdrawn) return withdraw(plan, file, stored);
  const id = identity.id ?? (deps.newId() as ArticleId);
  const illustrated = await illustrate(read.source, file.path, deps.folder, deps.media);
  const date = read.source.date ?? dateOf(stored?.json) ?? dayOf(file, deps.now());
  accept(
    plan,
    file,
    articleOf(read.source, illustrated, { id, slug, date }),
    [...read.source.remarks, ...illustrated.remarks],
    illustrated.looked,
  );
}

function accept(
  plan: Plan,
  file: LoadedFile,
  article: Article,
  remarks: readonly string[],
  pictures: ImportRecord["pictures"],
): void {
  const parsed = parseArticle(article);
  if (!parsed.ok) return refuse(plan, file, `is too much for one article (${parsed.why})`);
  const messages = remarks.map((remark) => sentence(file, remark));
  plan.articles.set(article.id, { path: file.path, article });
  plan.records.push({ path: file.path, hash: file.hash, pictures, article: article.id, messages });
  plan.messages.push(...messages);
}

/** What was published of the file before stays as it is. */
function refuse(plan: Plan, file: LoadedFile, why: string): void {
  const messages = [sentence(file, why)];
  plan.records.push({
    path: file.path,
    hash: file.hash,
    pictures: [],
    messages,
    ...articleBefore(plan, file),
  });
  plan.messages.push(...messages);
}

function withdraw(plan: Plan, file: LoadedFile, stored: StoredArticle | undefined): void {
  if (stored !== undefined && stored.standing !== "withdrawn") plan.withdraw.push(stored.id);
  const article = stored === undefined ? {} : { article: stored.id };
  plan.records.push({ path: file.path, hash: file.hash, pictures: [], messages: [], ...article });
}

const sentence = ({ path }: LoadedFile, clause: string): string => `${path} ${clause}.`;

function articleBefore(plan: Plan, { path }: LoadedFile): Pick<ImportRecord, "article"> {
  const article = plan.known.get(path)?.article;
  return article === undefined ? {} : { article };
}

/** The day of a plain text that says none: the one it was published under, else the file's own. */
function dateOf(json: string | undefined): string | undefined {
  if (json === undefined || json === "") return undefined;
  return (JSON.parse(json) as Article).date;
}

function dayOf({ content }: LoadedFile, now: number): string {
  const time = content.ok ? Math.min(content.changedAt, now) : now;
  return new Date(time).toISOString().slice(0, 10);
}

function articleOf(
  source: Source,
  { lead, body }: Illustrated,
  { id, slug, date }: { readonly id: ArticleId; readonly slug: Slug; readonly date: string },
): Article {
  const { language = "uk", title, summary, provenance, tags, corrections } = source;
  const { updatedAt, verified, warning, byline } = source;
  return {
    format: 1,
    id,
    work: workOf(source.work === undefined ? `article ${id}` : `work ${source.work}`),
    slug,
    language,
    title,
    summary,
    date,
    ...(updatedAt === undefined ? {} : { updatedAt }),
    provenance,
    ...(verified === undefined ? {} : { verified }),
    ...(warning === undefined ? {} : { warning }),
    tags,
    ...(byline === undefined ? {} : { byline }),
    ...(lead === undefined ? {} : { lead }),
    corrections,
    body,
  };
}

/** The same name, the same work: 16 bytes of its hash. */
const workOf = (name: string): WorkId =>
  Buffer.from(hashOf(name), "base64url").subarray(0, 16).toString("base64url") as WorkId;
