import type { Picture, PictureFile } from "../protocol/article.ts";
import { concat, toBase64url } from "../protocol/bytes.ts";
import {
  type Entry,
  type Head,
  parseEntryLine,
  parseHead,
  parseWithdrawn,
} from "../protocol/edition.ts";
import type { KeyList } from "../protocol/keys.ts";
import { parseSignedFile, signedBytes } from "../protocol/signed-file.ts";
import type { Signed, WithdrawnList } from "./facts.ts";
import { hashOf, sha256 } from "./hashing.ts";
import { isNewer } from "./heads.ts";
import { acceptKeyList, keyIdOf } from "./key-list.ts";
import { picturesOf } from "./entries.ts";
import { fromBase64, unpack } from "./packing.ts";
import { type PassedOnKind, type PassedPicture, readLayout } from "./passed-on-layout.ts";
import { createVerify, type LoadFallback } from "./signatures.ts";
import type { StagedEntry } from "./staging.ts";
import type { Rest } from "./words-once.ts";

/** Why nothing of a file is taken. */
export type Unfit =
  /** No file that the app made. */
  | "not-ours"
  | "too-big"
  /** A byte changed, the file was cut, or somebody forged it. */
  | "damaged"
  | "other-newsroom"
  /** Written by a newer app. */
  | "newer";

/** What a passed-on file brings, every byte of it proven by the newsroom's signatures. */
export interface PassedOn {
  readonly kind: PassedOnKind;
  readonly keys: KeyList & Signed;
  /** True where the file's own key list is the newest this phone knows. */
  readonly keysAreNews: boolean;
  readonly head: Head;
  /** SHA-256 of the head's body, and the file. */
  readonly headHash: string;
  readonly headFile: Uint8Array<ArrayBuffer>;
  readonly withdrawn: Omit<WithdrawnList, "slugs"> | undefined;
  readonly entries: readonly StagedEntry[];
  /** Texts by their hash. */
  readonly texts: ReadonlyMap<string, string>;
  readonly pictures: readonly {
    readonly picture: Picture;
    readonly file: PictureFile;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }[];
}

/** What the checks need. */
export interface CheckingDeps {
  /** The root that is built into the app, base64url. */
  readonly rootKey: string;
  /** The newest key list that this phone holds. */
  readonly keys: (KeyList & Signed) | undefined;
  readonly loadFallback: LoadFallback;
  readonly rest: Rest;
}

/** Ends the reading; caught in {@link readPassedOn} and nowhere else. */
class Refused extends Error {
  readonly why: Unfit;
  constructor(why: Unfit) {
    super(why);
    this.name = "Refused";
    this.why = why;
  }
}

const refuse = (why: Unfit): never => {
  throw new Refused(why);
};

/** The largest file that is looked at, bytes; and the most that it may say, UTF-16 units. */
const mostBytes = 40_000_000;
const mostText = 50_000_000;
const mostEntries = 20_000;

/**
 * Reads and checks a file. Nothing is believed before the newsroom's root has signed its keys, one of these its head, and
 * each month, article and picture fits the hash that the head or an entry gives. Resolves for any bytes.
 */
export async function readPassedOn(file: Blob, deps: CheckingDeps): Promise<PassedOn | Unfit> {
  if (file.size > mostBytes) return "too-big";
  const layout = await readLayout(new Uint8Array(await file.arrayBuffer()));
  if (typeof layout === "string") return layout;
  try {
    const lines = createLines(layout.packs, deps.rest);
    const signed = await readSigned(lines, deps);
    const listed = await readMonths(lines, signed.head, layout.kind, deps.rest);
    const pictures = await readPictures(layout.pictures, listed.entries, deps.rest);
    return { kind: layout.kind, ...signed, ...listed, pictures };
  } catch (error) {
    if (error instanceof Refused) return error.why;
    throw error;
  }
}

/** Lines one after another, a block unpacked when it is reached: a forged file is refused before its bulk is read. */
interface Lines {
  peek(): Promise<string | undefined>;
  take(): Promise<string | undefined>;
}

function createLines(packs: readonly string[], rest: Rest): Lines {
  const waiting = [...packs];
  let lines: readonly string[] = [];
  let at = 0;
  let length = 0;
  const peek = async (): Promise<string | undefined> => {
    while (at === lines.length) {
      const next = waiting.shift();
      if (next === undefined) return undefined;
      lines = (await unpack(next, rest)) ?? refuse("damaged");
      length += lines.reduce((sum, line) => sum + line.length, 0);
      if (length > mostText) refuse("too-big");
      at = 0;
    }
    return lines[at];
  };
  return {
    peek,
    async take() {
      const line = await peek();
      at += 1;
      return line;
    },
  };
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The next two lines as the signed file that they are. */
async function takeFile(lines: Lines): Promise<Uint8Array<ArrayBuffer>> {
  const [header, body] = [await lines.take(), await lines.take()];
  return encode(`${header ?? ""}\n${body ?? ""}\n`);
}

type SignedPart = Omit<PassedOn, "kind" | "entries" | "texts" | "pictures">;

async function readSigned(lines: Lines, deps: CheckingDeps): Promise<SignedPart> {
  const own = await readKeys(await takeFile(lines), deps);
  const keysAreNews = deps.keys === undefined || own.epoch > deps.keys.epoch;
  // An older list never counts: what it says of the newsroom's keys may have been taken back. The newer one names all that hold.
  const keys = keysAreNews ? own : (deps.keys ?? own);
  const verify = createVerify(keys.edition, deps.loadFallback);
  const openSigned = async (kind: "head" | "withdrawn", file: Uint8Array<ArrayBuffer>) => {
    const parsed = parseSignedFile(file, kind);
    if (!parsed.ok) return refuse("damaged");
    const { keyId, signature, body } = parsed.value;
    if (!(await verify(keyId, signature, signedBytes(kind, body)))) refuse("damaged");
    return body;
  };
  const headFile = await takeFile(lines);
  const body = await openSigned("head", headFile);
  const text = new TextDecoder().decode(body);
  const head = parseHead(text);
  if (!head.ok) return refuse(isNewer(text) ? "newer" : "damaged");
  const next = await lines.peek();
  const file =
    next?.startsWith("soniakh-1 withdrawn ") === true ? await takeFile(lines) : undefined;
  const withdrawn = file && (await readWithdrawn(file, await openSigned("withdrawn", file)));
  return { keys, keysAreNews, head: head.value, headHash: await hashOf(body), headFile, withdrawn };
}

async function readKeys(
  file: Uint8Array<ArrayBuffer>,
  { rootKey, loadFallback }: CheckingDeps,
): Promise<KeyList & Signed> {
  const parsed = parseSignedFile(file, "keys");
  if (!parsed.ok) return refuse("damaged");
  if (parsed.value.keyId !== (await keyIdOf(rootKey))) refuse("other-newsroom");
  const outcome = await acceptKeyList(file, rootKey, undefined, loadFallback);
  if (outcome.kind === "accepted") return { ...outcome.list, file };
  return refuse(isNewer(new TextDecoder().decode(parsed.value.body)) ? "newer" : "damaged");
}

async function readWithdrawn(
  file: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<Omit<WithdrawnList, "slugs">> {
  const list = parseWithdrawn(new TextDecoder().decode(body));
  if (!list.ok) return refuse("damaged");
  return { hash: await hashOf(file), ids: list.value.ids, file };
}

/** Entries with their texts. Each month must be what the head says; of an edition no month and no entry may be missing. */
async function readMonths(
  lines: Lines,
  head: Head,
  kind: PassedOnKind,
  rest: Rest,
): Promise<Pick<PassedOn, "entries" | "texts">> {
  const entries: StagedEntry[] = [];
  const texts = new Map<string, string>();
  const promised = new Map(head.segments.map((segment) => [`#${segment.id}`, segment]));
  for (let name = await lines.take(); name !== undefined; name = await lines.take()) {
    const segment = promised.get(name) ?? refuse("damaged");
    promised.delete(name);
    const before = entries.length;
    const hashes = await readMonth(lines, entries, texts, rest);
    const isWhole = entries.length - before === hashes.length;
    if (hashes.length !== segment.count || (kind === "edition" && !isWhole)) refuse("damaged");
    if (toBase64url(await sha256(concat(...hashes))) !== segment.hash) refuse("damaged");
  }
  if (kind === "edition" && promised.size > 0) refuse("damaged");
  return { entries, texts };
}

const bareHash = /^[\w-]{43}$/;

/** The SHA-256s of a month's entry lines, in their order; of those that are given the entry and its text are kept. */
async function readMonth(
  lines: Lines,
  entries: StagedEntry[],
  texts: Map<string, string>,
  rest: Rest,
): Promise<readonly Uint8Array[]> {
  const hashes: Uint8Array[] = [];
  let last: Entry | undefined;
  for (;;) {
    const line = await lines.peek();
    if (line === undefined || line.startsWith("#")) return hashes;
    await lines.take();
    if (bareHash.test(line)) {
      hashes.push(fromBareHash(line));
      last = undefined;
      continue;
    }
    const hash = await sha256(encode(line));
    if (toBase64url(hash) === last?.article) {
      texts.set(last.article, line);
      last = undefined;
      continue;
    }
    last = readEntry(line);
    hashes.push(hash);
    entries.push({ entry: last, line });
    if (entries.length > mostEntries) refuse("too-big");
    await rest();
  }
}

const fromBareHash = (line: string): Uint8Array => {
  const letters = atob(`${line.replaceAll("-", "+").replaceAll("_", "/")}=`);
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
};

function readEntry(line: string): Entry {
  const parsed = parseEntryLine(line);
  if (parsed.ok && "article" in parsed.value) return parsed.value;
  return refuse(isNewer(line) ? "newer" : "damaged");
}

/** Each picture must be one that an entry names. */
async function readPictures(
  pictures: readonly PassedPicture[],
  entries: readonly StagedEntry[],
  rest: Rest,
): Promise<PassedOn["pictures"]> {
  const named = new Map<string, { picture: Picture; file: PictureFile }>();
  for (const { entry } of entries)
    for (const picture of picturesOf(entry))
      for (const file of picture.files) named.set(file.hash, { picture, file });
  const found = new Map<string, PassedOn["pictures"][number]>();
  for (const { base64 } of pictures) {
    const bytes = (await fromBase64(base64, rest)) ?? refuse("damaged");
    const hash = await hashOf(bytes);
    const one = named.get(hash) ?? refuse("damaged");
    found.set(hash, { ...one, bytes });
  }
  return [...found.values()];
}
