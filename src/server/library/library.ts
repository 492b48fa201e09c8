import type { Article, ArticleId, Slug } from "../../protocol/article.ts";
import type { Hash } from "../../protocol/bytes.ts";
import { type Entry, parseEntryLine } from "../../protocol/edition.ts";
import type { Signer } from "../signing.ts";
import type {
  Address,
  ChangedLine,
  LibraryStorage,
  StoredArticle,
  StoredEdition,
  StoredLine,
} from "../storage/library-storage.ts";
import { minuteOf } from "./editions.ts";
import { hashOfLines } from "./hashing.ts";
import { type ImportReport, importFolder } from "./import/import-folder.ts";
import type { Media } from "./media.ts";
import { makePack, packedEditions } from "./packs.ts";
import { openPublishing, type Publication } from "./publishing.ts";
import { numbered, slugOf } from "./slugs.ts";

/** What the library is made of. */
export interface LibraryDeps {
  readonly storage: LibraryStorage;
  /** Signs heads and lists of withdrawn articles. */
  readonly signer: Signer;
  readonly media: Media;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 16 random bytes, base64url. */
  readonly newId: () => string;
}

/** Which entries are asked for. */
export type Newest = Parameters<LibraryStorage["listNewest"]>[0];

/** What is published: read by routes and pages, changed by the desk and the content folder through the same door. */
export interface Library {
  /** The newest edition; there always is one. */
  edition(): StoredEdition;
  /** The newest edition's number as it is stored: a server beside this process may have published. */
  newestNumber(): Promise<number>;
  /** True where {@link pack} has something between these editions. */
  hasPack(from: number, to: number): Promise<boolean>;
  /** See {@link makePack}; undefined too where `to` is not the newest edition. */
  pack(from: number, to: number, skip: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** A month's entry lines as NDJSON, newest first, where they have this hash. */
  segment(id: string, hash: Hash): Promise<string | undefined>;
  /** An article's file by its hash, byte for byte; undefined for withdrawn ones. */
  articleFile(hash: Hash): Promise<string | undefined>;
  /** A signed list of withdrawn articles by its hash. */
  withdrawnList(hash: Hash): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** A picture's or a recording's bytes, where some article shows it. */
  mediaFile(hash: Hash, type: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** By a present or an earlier slug, whatever its standing. */
  findBySlug(slug: string): Promise<StoredArticle | undefined>;
  /** Every slug that ever led to an article. */
  listAddresses(): Promise<readonly Address[]>;
  /** The editions before the newest one from which a static copy carries packs: 0, and the 1st, 2nd, 4th, 8th … before. */
  listPackedEditions(): Promise<readonly number[]>;
  /** Listed entries of a language (and a tag, as it is written or by its slug), newest first. */
  listNewest(query: Newest): Promise<readonly Entry[]>;
  /** Every listed entry of every language, newest first. */
  listAll(): Promise<readonly Entry[]>;
  /** The listed articles that share a work: an article and its translations. */
  listWork(work: string): Promise<readonly Entry[]>;

  /** The slug that the article has already, else a free one made of the title. */
  chooseSlug(title: string, article: ArticleId): Promise<Slug>;
  /** Publishes articles in one new edition. An article that is as it was changes nothing. */
  publish(articles: readonly Article[]): Promise<Publication>;
  /** Takes articles out of the segments; phones may let them go, kept ones stay, their pages still answer. */
  unlist(ids: readonly ArticleId[]): Promise<Publication>;
  /** Takes an article off every phone, for good; its text and pictures are deleted here. False where there is none. */
  withdraw(id: ArticleId): Promise<boolean>;
  /** Publishes the articles of a content folder; see {@link importFolder}. */
  importFolder(folder: string): Promise<ImportReport>;
  /** Says in a new edition that the server was restored from a backup: phones then ask for their receipts again. */
  tellRestored(): Promise<Publication>;
}

/** Opens the library. */
export async function createLibrary(deps: LibraryDeps): Promise<Library> {
  const { storage, media } = deps;
  const publishing = await openPublishing(storage, deps.signer, media, deps.now);
  const alone = publishing.inTurn;
  return {
    edition: publishing.edition,
    newestNumber: async () => (await storage.listEditions())[0] ?? 0,
    hasPack: async (from, to) =>
      to === publishing.edition().number && (from === 0 || (await storage.hasEdition(from))),
    pack: (from, to, skip) => packOf(storage, publishing.edition, from, to, skip),
    async segment(id, hash) {
      const lines = await storage.listSegment(id);
      return hashOfLines(lines.toSorted(byId).map(({ line }) => line)) === hash
        ? lines.map(({ line }) => `${line}\n`).join("")
        : undefined;
    },
    articleFile: (hash) => storage.findArticleFile(hash),
    withdrawnList: (hash) => storage.findWithdrawnList(hash),
    mediaFile: (hash, type) => media.read(hash, type),
    findBySlug: (slug) => storage.findBySlug(slug),
    listAddresses: () => storage.listAddresses(),
    listPackedEditions: async () => packedEditions(await storage.listEditions()),
    listNewest: async (query) => entriesOf(await storage.listNewest(query)),
    listAll: async () => entriesOf((await storage.listChanged(0)).flatMap(withLine)),
    listWork: async (work) => entriesOf(await storage.listWork(work)),

    chooseSlug: (title, article) => chooseSlug(storage, title, article),
    publish: (articles) => alone((carryOut) => carryOut({ publish: articles })),
    unlist: (ids) =>
      alone(async (carryOut) => carryOut({ unlist: await listedOnly(storage, ids) })),
    withdraw: (id) =>
      alone(async (carryOut) => {
        const found = await storage.findArticle(id);
        if (found !== undefined && found.standing !== "withdrawn")
          await carryOut({ withdraw: [id] });
        return found !== undefined;
      }),
    importFolder: (folder) => alone((carryOut) => importFolder({ ...deps, carryOut }, folder)),
    // By the clock, not by one: the same backup may be restored a second time, and phones must see that too.
    tellRestored: () => alone((carryOut) => carryOut({ restored: minuteOf(deps.now()) })),
  };
}

async function chooseSlug(
  storage: LibraryStorage,
  title: string,
  article: ArticleId,
): Promise<Slug> {
  const present = await storage.findArticle(article);
  if (present !== undefined) return present.slug;
  const wanted = slugOf(title) ?? ("article" as Slug);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : numbered(wanted, number);
    if ((await storage.findBySlug(slug)) === undefined) return slug;
  }
}

/** A pack is read in several steps: made again where an edition came between them. */
async function packOf(
  storage: LibraryStorage,
  newest: () => StoredEdition,
  from: number,
  to: number,
  skip: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const edition = newest();
  if (edition.number !== to) return undefined;
  const pack = await makePack(storage, edition.head, from, skip);
  return newest() === edition ? pack : undefined;
}

const byId = (one: StoredLine, other: StoredLine): number => (one.id < other.id ? -1 : 1);

async function listedOnly(
  storage: LibraryStorage,
  ids: readonly ArticleId[],
): Promise<readonly ArticleId[]> {
  const found = await Promise.all(ids.map((id) => storage.findArticle(id)));
  return found.filter((article) => article?.standing === "listed").map((article) => article!.id);
}

const withLine = ({ line }: ChangedLine): readonly Pick<StoredLine, "line">[] =>
  line === undefined ? [] : [{ line }];

function entriesOf(lines: readonly Pick<StoredLine, "line">[]): readonly Entry[] {
  return lines.flatMap(({ line }) => {
    const parsed = parseEntryLine(line);
    return parsed.ok && !("unlisted" in parsed.value) ? [parsed.value] : [];
  });
}
