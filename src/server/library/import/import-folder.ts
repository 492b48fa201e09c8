import { type ContentFolder, openContentFolder } from "../../storage/content-folder.ts";
import type { ImportRecord, LibraryStorage } from "../../storage/library-storage.ts";
import type { Media } from "../media.ts";
import type { Publication, Wish } from "../publishing.ts";
import { arePicturesUnchanged } from "./article-pictures.ts";
import { loadFile } from "./content-file.ts";
import { createMarkdownReader } from "./markdown-reader.ts";
import { findGone } from "./gone.ts";
import { addFile, keepFile, type Plan, startPlan } from "./plan.ts";

/** What the import is made of; `carryOut` is the library's door, held for the whole of it. */
export interface ImportDeps {
  readonly storage: LibraryStorage;
  readonly media: Media;
  readonly now: () => number;
  readonly newId: () => string;
  readonly carryOut: (wish: Wish) => Promise<Publication>;
}

/** How an import ended. */
export interface ImportReport {
  /** The newest edition's number. */
  readonly edition: number;
  /** How many files of the folder are articles of this edition, and how many of them were read anew. */
  readonly articles: number;
  readonly read: number;
  readonly unlisted: number;
  readonly withdrawn: number;
  /** One sentence each, naming the file: what was left out, and why. */
  readonly messages: readonly string[];
}

/**
 * Publishes the articles of a folder of Markdown files and plain texts in one edition. A file that is as it was is not
 * read again; a file that has gone is unlisted; a bad one leaves a sentence, and the rest is published. An empty or
 * unreadable folder, or one that would unlist more than half, leaves a sentence and changes nothing.
 */
export async function importFolder(deps: ImportDeps, path: string): Promise<ImportReport> {
  const opened = await openAndList(path);
  if (typeof opened === "string") return unchanged(deps, opened);
  const { folder, paths } = opened;
  if (paths.length === 0)
    return unchanged(deps, `The content folder ${path} is empty; nothing was changed.`);
  const known = await deps.storage.listImports();
  const plan = await readAll(deps, folder, paths, known);
  const gone = await findGone(deps.storage, plan);
  if (gone.tooMany) {
    const sentence = `${gone.unlist.length} of ${gone.listed} articles are not in the content folder ${path} any more; that is more than half, so nothing was changed.`;
    return unchanged(deps, sentence);
  }
  const publication = await deps.carryOut({
    publish: [...plan.articles.values()].map(({ article }) => article),
    unlist: gone.unlist,
    withdraw: plan.withdraw,
    imports: { put: [...plan.records, ...gone.records], remove: [...plan.moved, ...gone.forget] },
  });
  return {
    edition: publication.edition,
    articles: plan.kept + plan.articles.size,
    read: plan.read,
    unlisted: gone.unlist.length,
    withdrawn: plan.withdraw.length,
    messages: [...plan.messages, ...refusals(plan, publication)],
  };
}

/** A folder that cannot be read, or one inside it, is a sentence: what it holds is not known, so nothing has gone. */
async function openAndList(
  path: string,
): Promise<{ readonly folder: ContentFolder; readonly paths: readonly string[] } | string> {
  try {
    const folder = await openContentFolder(path);
    const listed = await folder.list([".md", ".txt"]);
    return { folder, paths: listed.filter((one) => !/(^|\/)readme\.(md|txt)$/i.test(one)) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return `The content folder ${path} cannot be read (${code}); nothing was changed.`;
  }
}

/** Reads what has changed; everything else stays as it is known. */
async function readAll(
  deps: ImportDeps,
  folder: ContentFolder,
  paths: readonly string[],
  known: readonly ImportRecord[],
): Promise<Plan> {
  const markdown = createMarkdownReader();
  // Encoding a picture and a second process are more memory together than a small server has.
  const media: Media = {
    ...deps.media,
    addPicture(...picture) {
      markdown.close();
      return deps.media.addPicture(...picture);
    },
  };
  const plan = startPlan(known, paths);
  try {
    for (const path of paths) {
      const file = await loadFile(folder, path);
      const before = plan.known.get(path);
      if (before?.hash === file.hash && (await arePicturesUnchanged(before.pictures, folder)))
        keepFile(plan, before);
      else await addFile({ ...deps, media, folder, markdown }, plan, file);
    }
  } finally {
    markdown.close();
  }
  return plan;
}

const refusals = (plan: Plan, { refused }: Publication): readonly string[] =>
  refused.map(
    ({ id, refusal }) => `${plan.articles.get(id)?.path} could not be published (${refusal.code}).`,
  );

const unchanged = async (deps: ImportDeps, sentence: string): Promise<ImportReport> => {
  const { edition } = await deps.carryOut({});
  return { edition, articles: 0, read: 0, unlisted: 0, withdrawn: 0, messages: [sentence] };
};
