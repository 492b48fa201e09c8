import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Article, type ArticleMedia, parseArticleJson } from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";
import { parseHead } from "../../../protocol/edition.ts";
import { interfaceLanguages } from "../../../protocol/language.ts";
import { type FeedKind, feedTypes, outwardRoutes } from "../../../protocol/outward-routes.ts";
import { routes } from "../../../protocol/routes.ts";
import { parseSignedFile } from "../../../protocol/signed-file.ts";
import { brotli } from "../../compressing.ts";
import type { PagePolicy } from "../../headers.ts";
import type { Address, MediaRecord } from "../../storage/library-storage.ts";
import { OperatorError } from "../../operator-error.ts";
import { createLibraryRoutes, type LibraryRoutesDeps } from "../routes.ts";
import { isWorthCompressing, placeOf } from "./file-places.ts";
import { type Move, writeHosting } from "./hosting.ts";
import { movedPage } from "./moved-page.ts";
import { createPages } from "./pages.ts";
import { tagPath } from "./sitemap.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What a static copy is made of. */
export interface StaticCopyDeps extends LibraryRoutesDeps {
  /** The built app's files, by their paths without a slash at the start. */
  readonly appFiles: AsyncIterable<readonly [path: string, bytes: Bytes]>;
  readonly policy: PagePolicy;
  /** The origin of the newsroom's own server: where stories are taken. */
  readonly home: string;
  /** True where the host hands `/intake` on to the newsroom's server; else the copy says that it is for reading only. */
  readonly withIntake: boolean;
  readonly write: (place: string, bytes: Bytes) => Promise<void>;
  /** Called after each kind of file with how many of them there are. */
  readonly onProgress: (what: string, files: number) => void;
}

/** How much was written. */
export interface StaticCopy {
  readonly edition: number;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the whole reading side as files: what the routes answer, byte for byte, at places where any web server finds it.
 * The same library gives the same bytes.
 */
export async function writeStaticCopy(deps: StaticCopyDeps): Promise<StaticCopy> {
  const { library, onProgress } = deps;
  const sum = { files: 0, bytes: 0 };
  const put = async (place: string, bytes: Bytes): Promise<void> => {
    sum.files += 1;
    sum.bytes += bytes.length;
    await deps.write(place, bytes);
    if (!isWorthCompressing(place, bytes.length)) return;
    await deps.write(`${place}.br`, await brotli(bytes, bytes.length < 4_194_304 ? 11 : 9));
    await deps.write(`${place}.gz`, Uint8Array.from(await zip(bytes, { level: 9 })));
  };
  const copy = createCopying(deps, put);
  const { number } = library.edition();
  const step = async (what: string, work: () => Promise<void>): Promise<void> => {
    const before = sum.files;
    await work();
    onProgress(what, sum.files - before);
  };

  await step("files of the app", () => copyApp(deps, put));
  await step("files of the library", () => copyLibrary(deps, copy, number));
  await step("pages", () => copyPages(deps, copy, put));
  await step("feeds, sitemap, robots.txt", () => copyOutward(copy));
  await step("files for hosts", () => copyHosting(deps, put));
  if ((await library.newestNumber()) !== number) {
    throw new OperatorError("The newsroom has published meanwhile; start the export again.");
  }
  return { edition: number, ...sum };
}

const zip = promisify(gzip);
const encode = (text: string): Bytes => new TextEncoder().encode(text);

type Put = (place: string, bytes: Bytes) => Promise<void>;
/** Writes what the routes answer to a path, where they answer at all; resolves to the text. */
type Copy = (path: string) => Promise<string | undefined>;

function createCopying(deps: StaticCopyDeps, put: Put): Copy {
  const app = createLibraryRoutes(deps);
  const { origin } = deps.newsroom;
  return async (path) => {
    const place = placeOf(path);
    if (place === undefined) return undefined;
    const answer = await app.fetch(new Request(origin + path));
    if (answer.status !== 200 && answer.status !== 410) return undefined;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    await put(place, bytes);
    return answer.headers.get("content-type")?.startsWith("text/html")
      ? new TextDecoder().decode(bytes)
      : "";
  };
}

async function copyApp({ appFiles, withIntake, home }: StaticCopyDeps, put: Put) {
  for await (const [path, bytes] of appFiles) {
    const isMarked = path === "parts.json" && !withIntake;
    await put(path, isMarked ? markedAsCopy(bytes, home) : bytes);
  }
}

/** The list that every phone fetches says where stories are taken: this copy takes none. */
function markedAsCopy(parts: Bytes, origin: string): Bytes {
  const list = JSON.parse(new TextDecoder().decode(parts)) as object;
  return encode(`${JSON.stringify({ ...list, copyOf: origin })}\n`);
}

async function copyLibrary({ library }: StaticCopyDeps, copy: Copy, number: number) {
  const { head } = library.edition();
  const signed = parseSignedFile(head, "head");
  const parsed = signed.ok ? parseHead(new TextDecoder().decode(signed.value.body)) : signed;
  if (!parsed.ok) throw new Error(`The head cannot be read: ${parsed.why}`);
  const { segments, withdrawn } = parsed.value;
  const packed = await library.listPackedEditions();
  const articles = (await library.listAddresses()).flatMap(presentArticle);
  const paths = new Set([
    routes.head,
    routes.keys,
    ...(withdrawn === undefined ? [] : [routes.withdrawn(withdrawn)]),
    ...segments.map(({ id, hash }) => routes.segment(id, hash)),
    outwardRoutes.packs(number),
    ...packed.map((from) => routes.pack(from, number, 0)),
    ...articles.map(({ hash }) => routes.articleFile(hash)),
  ]);
  for (const { hash } of articles) {
    const json = await library.articleFile(hash);
    const article = json === undefined ? undefined : parseArticleJson(json);
    if (article?.ok) for (const path of mediaPaths(article.value)) paths.add(path);
  }
  for (const path of paths) await copy(path);
}

/** What an address leads to, once: by the present slug of an article that is not withdrawn. */
const presentArticle = ({ slug, article }: Address): readonly Address["article"][] =>
  slug === article.slug && article.standing !== "withdrawn" ? [article] : [];

function mediaPaths(article: Article): readonly string[] {
  const inBody = (blocks: readonly Block<ArticleMedia>[]): readonly ArticleMedia[] =>
    blocks.flatMap((block): readonly ArticleMedia[] => {
      if (block.kind === "figure" || block.kind === "audio") return [block.media];
      if (block.kind === "quote") return inBody(block.blocks);
      return block.kind === "list" ? block.items.flatMap(inBody) : [];
    });
  const files = inBody(article.body).flatMap((media): readonly MediaRecord[] =>
    media.kind === "picture" ? media.files : [media],
  );
  const shown: readonly MediaRecord[] = [...(article.lead?.files ?? []), ...files];
  return shown.map(({ hash, type }) => routes.media(hash, type));
}

async function copyPages(deps: StaticCopyDeps, copy: Copy, put: Put): Promise<void> {
  const { library, newsroom } = deps;
  const entries = await library.listAll();
  for (const language of interfaceLanguages) {
    await copyList(copy, routes.front(language));
    await copy(routes.privacy(language));
    const mine = entries.filter((entry) => entry.language === language);
    const tags = new Set(mine.flatMap(({ tags: all }) => all.filter((tag) => tag.isWellFormed())));
    for (const tag of tags) await copyList(copy, tagPath(language, tag));
  }
  await copy(routes.shelf);
  for (const { slug, article } of await library.listAddresses()) {
    if (slug !== article.slug && article.standing !== "withdrawn") {
      const place = placeOf(routes.article(slug)) ?? "";
      await put(place, encode(movedPage(newsroom.origin, article.language, article.slug)));
      continue;
    }
    const html = await copy(routes.article(slug));
    if (html?.includes(`href="${routes.whole(slug)}"`)) await copy(routes.whole(slug));
  }
  const pages = createPages(deps);
  await put("404.html", encode(pages.write(pages.missing(newsroom.languages[0] ?? "uk"))));
}

/** A list and all that comes after it. */
async function copyList(copy: Copy, first: string): Promise<void> {
  let path: string | undefined = first;
  while (path !== undefined) {
    const html = await copy(path);
    path = /href="([^"]*\/from\/\d+)" target="_self"/.exec(html ?? "")?.[1];
  }
}

async function copyOutward(copy: Copy): Promise<void> {
  for (const language of interfaceLanguages)
    for (const kind of Object.keys(feedTypes) as FeedKind[])
      await copy(outwardRoutes.feed(language, kind));
  await copy(outwardRoutes.sitemap);
  for (let part = 1; (await copy(outwardRoutes.sitemapPart(part))) !== undefined; part += 1);
  await copy(outwardRoutes.robots);
}

async function copyHosting(
  { library, policy, withIntake }: StaticCopyDeps,
  put: Put,
): Promise<void> {
  const addresses = await library.listAddresses();
  const moves = addresses.flatMap(({ slug, article }): readonly Move[] =>
    slug === article.slug || article.standing === "withdrawn"
      ? []
      : [{ from: routes.article(slug), to: routes.article(article.slug) }],
  );
  const gone = addresses
    .filter(({ article }) => article.standing === "withdrawn")
    .map(({ slug }) => routes.article(slug));
  for (const [place, text] of writeHosting({ policy, moves, gone, withIntake }))
    await put(place, encode(text));
}
