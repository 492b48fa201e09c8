import {
  type Article,
  type ArticleId,
  parseArticleJson,
  type Picture,
} from "../protocol/article.ts";
import { concat } from "../protocol/bytes.ts";
import type { Store } from "./database.ts";
import type { HeldEdition, Signed, WithdrawnList } from "./facts.ts";
import { findMedia } from "./finding-media.ts";
import { hashOf } from "./hashing.ts";
import { newestFirst, picturesOf } from "./entries.ts";
import { heldMedia } from "./media.ts";
import { pack, toBase64 } from "./packing.ts";
import type { PassedOnKind } from "./passed-on-layout.ts";
import { parseSignedFile } from "../protocol/signed-file.ts";
import { segmentOf } from "../protocol/edition.ts";
import { readHeld, type StagedEntry } from "./staging.ts";
import type { Rest } from "./words-once.ts";

/** What is to be passed on: a few articles, or all that the newsroom lists. */
export interface Chosen {
  readonly articles: ReadonlySet<ArticleId> | "all";
  readonly pictures: boolean;
}

/** A picture as it stands in a page, by the hash of its file. */
export interface PagePicture {
  readonly hash: string;
  /** `data:image/avif;base64,…` */
  readonly address: string;
}

/** All that a passed-on file is made of. No key of the newsroom is needed: everything was signed before. */
export interface Gathered {
  readonly kind: PassedOnKind;
  /** When the edition was published, UTC. */
  readonly publishedAt: string;
  /** Blocks of packed lines, base64. */
  readonly packs: readonly string[];
  /** How many texts are inside. */
  readonly texts: number;
  /** Those that stand in the file as they are, the newest first; none where there are more than {@link mostReadable}. */
  readonly articles: readonly Article[];
  readonly pictures: readonly PagePicture[];
  /** How many of the chosen could not be given: no text here, or listed no more. */
  readonly left: number;
}

/** So many articles stand in a file as they are. */
export const mostReadable = 10;
/** Pictures of a file, bytes: what is more would go through no share sheet. */
const mostPictures = 12_000_000;
/** UTF-16 units of one block, about a hundred articles. */
const blockLength = 1_000_000;
const textsAtOnce = 20;

/** Reads what is needed from this phone alone; undefined while it has no signed edition whose files it kept. */
export async function gather(
  store: Store,
  chosen: Chosen,
  rest: Rest,
): Promise<Gathered | undefined> {
  const signed = await readSigned(store);
  if (signed === undefined) return undefined;
  const all = [...(await readHeld(store)).entries.values()];
  const kind = chosen.articles === "all" ? "edition" : "articles";
  const asked = all.filter(({ entry }) => isAsked(chosen, entry.id));
  const texts = await readTexts(store, asked, rest);
  // An edition is whole with the headlines of what has no text here; an article without its text is nothing to hand on.
  const written =
    kind === "edition" ? asked : asked.filter(({ entry }) => texts.has(entry.article));
  const lines = await proofLines(all, new Set(written), texts, rest);
  const packs: string[] = [];
  for (const block of blocksOf([...signed.lines, ...lines])) packs.push(await pack(block, rest));
  const pictures = chosen.pictures ? await readPictures(store, written, rest) : [];
  const count = chosen.articles === "all" ? all.length : chosen.articles.size;
  return {
    kind,
    publishedAt: signed.publishedAt,
    packs,
    texts: texts.size,
    articles: kind === "articles" && written.length <= mostReadable ? parsed(written, texts) : [],
    pictures,
    left: count - texts.size,
  };
}

const isAsked = ({ articles }: Chosen, id: ArticleId): boolean =>
  articles === "all" || articles.has(id);

/** The lines of a pack as its text; a pack is read back by `taking-in.ts`. */
async function readSigned(
  store: Store,
): Promise<{ readonly lines: readonly string[]; readonly publishedAt: string } | undefined> {
  const [edition, keys, withdrawn] = await store.transact(["facts"], "readonly", (transaction) => {
    const facts = transaction.objectStore("facts");
    return Promise.all([facts.get("edition"), facts.get("keys"), facts.get("withdrawn")]);
  });
  const held = edition?.value as HeldEdition | undefined;
  const keyLines = signedLines(keys?.value as Signed | undefined, "keys");
  const headLines = signedLines(held, "head");
  if (held === undefined || keyLines === undefined || headLines === undefined) return undefined;
  const gone = signedLines(withdrawn?.value as WithdrawnList | undefined, "withdrawn") ?? [];
  return { lines: [...keyLines, ...headLines, ...gone], publishedAt: held.publishedAt };
}

/** A signed file whose body is one line can stand among lines, byte for byte. */
function signedLines(
  signed: Signed | undefined,
  kind: "keys" | "head" | "withdrawn",
): readonly string[] | undefined {
  const { file } = signed ?? {};
  if (file === undefined || !parseSignedFile(file, kind).ok) return undefined;
  const lines = new TextDecoder().decode(file).split("\n");
  return lines.length === 3 && lines[2] === "" ? lines.slice(0, 2) : undefined;
}

/** The texts that are here, by their hash. */
async function readTexts(
  store: Store,
  entries: readonly StagedEntry[],
  rest: Rest,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (let at = 0; at < entries.length; at += textsAtOnce) {
    const wanted = entries.slice(at, at + textsAtOnce).map(({ entry }) => entry.article);
    const records = await store.transact(["articles"], "readonly", (transaction) =>
      Promise.all(wanted.map((hash) => transaction.objectStore("articles").get(hash))),
    );
    for (const record of records) if (record !== undefined) texts.set(record.hash, record.json);
    await rest();
  }
  return texts;
}

/**
 * For each month that has something to give: `#2026-11`, then its entries in ascending order of id, an article's text
 * after its entry, and of an entry that is not given its SHA-256 alone. So the month's hash, which the newsroom signed in
 * the head, can be computed from any few of its articles.
 */
async function proofLines(
  all: readonly StagedEntry[],
  given: ReadonlySet<StagedEntry>,
  texts: ReadonlyMap<string, string>,
  rest: Rest,
): Promise<readonly string[]> {
  const months = new Set([...given].map(({ entry }) => segmentOf(entry)));
  const lines: string[] = [];
  for (const month of [...months].sort().reverse()) {
    lines.push(`#${month}`);
    const inside = all.filter(({ entry }) => segmentOf(entry) === month);
    for (const staged of inside.sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))) {
      if (given.has(staged)) lines.push(staged.line, ...asList(texts.get(staged.entry.article)));
      else lines.push(await hashOf(new TextEncoder().encode(staged.line)));
      await rest();
    }
  }
  return lines;
}

const asList = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

function* blocksOf(lines: readonly string[]): Generator<readonly string[]> {
  let block: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (length > 0 && length + line.length > blockLength) {
      yield block;
      block = [];
      length = 0;
    }
    block.push(line);
    length += line.length;
  }
  yield block;
}

function parsed(
  entries: readonly StagedEntry[],
  texts: ReadonlyMap<string, string>,
): readonly Article[] {
  return [...entries]
    .sort((a, b) => newestFirst(a.entry, b.entry))
    .map(({ entry }) => parseArticleJson(texts.get(entry.article) ?? ""))
    .flatMap((article) => (article.ok ? [article.value] : []));
}

/** The pictures that are here, lead pictures first, as far as a file may carry them. */
async function readPictures(
  store: Store,
  entries: readonly StagedEntry[],
  rest: Rest,
): Promise<readonly PagePicture[]> {
  const held = await store.transact(["media"], "readonly", heldMedia);
  const ordered = [...entries]
    .sort((a, b) => newestFirst(a.entry, b.entry))
    .map(({ entry }) => entry);
  const wanted = [...ordered.flatMap(({ lead }) => lead ?? []), ...ordered.flatMap(picturesOf)];
  const pictures = new Map<string, PagePicture>();
  let bytes = 0;
  for (const picture of wanted) {
    const file = heldFile(picture, held);
    if (file === undefined || pictures.has(file.hash)) continue;
    bytes += file.bytes;
    if (bytes > mostPictures) break;
    const found = await findMedia(store, file.hash);
    if (found === undefined) continue;
    const whole = concat(...found.parts.map((part) => new Uint8Array(part)));
    const address = `data:image/${file.type === "avif" ? "avif" : "jpeg"};base64,${await toBase64(whole, rest)}`;
    pictures.set(file.hash, { hash: file.hash, address });
  }
  return [...pictures.values()];
}

/** The smallest file of a picture that is here. */
const heldFile = ({ files }: Picture, held: ReadonlySet<string>) =>
  files.filter(({ hash }) => held.has(hash)).sort((a, b) => a.bytes - b.bytes)[0];
