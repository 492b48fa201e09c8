import {
  parsing,
  readCount,
  readList,
  readMatch,
  readObject,
  readString,
} from "../protocol/parsing.ts";
import { ask, type Patience, Unreachable, usualPatience, wholeOf } from "./arriving.ts";

/** The files of one build's writing part, as `/parts.json` lists them. */
export interface Parts {
  /** Changes with any of the files. */
  readonly build: string;
  /** In a copy for reading only: the origin of the newsroom, where stories are taken. */
  readonly copyOf?: string;
  /** The page's own script, by which it knows its build. */
  readonly entry: string;
  readonly files: readonly {
    readonly url: string;
    readonly integrity: string;
    readonly bytes: number;
  }[];
}

/** Keeps the writing part on the phone, so that a blank page opens without a network. */
export interface WritingParts {
  /** True when every file of the writing part of this page's own build is on the phone. */
  isReadyToWrite(): Promise<boolean>;
  /**
   * Fetches what is missing; called after the first edition's texts are complete. Files of another build (a deploy is
   * waiting) are fetched too, beside those that this page needs; `older` where theirs are whole and this page's own can no
   * longer be had. Never rejects for want of a network or of room.
   */
  prepare(): Promise<"ready" | "older" | "unreachable" | "full">;
  /**
   * The same, but true only when every file of the newest build is on the phone: whoever goes over to it then loses
   * nothing, with or without a network.
   */
  prepareNewest(): Promise<boolean>;
}

/** What keeping the writing part needs. */
export interface WritingPartsDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly caches: CacheStorage;
  /** Path of the page's own entry script: `/assets/index-….js`. */
  readonly entry: string;
  readonly patience?: Patience;
}

const listPath = "/parts.json";
const prefix = "writing-";
const longestList = 262_144;
/** How long one file may take, milliseconds: the longest has 60 KB. */
const wholeFile = 60_000;

/** True for the names of caches that this file fills. */
export const writingCacheOf = (name: string): boolean => name.startsWith(prefix);

const readAsset = readMatch<string>(/^\/assets\/[A-Za-z0-9._-]+\.(js|css)$/, "a file of the app");
const parseParts = parsing<Parts>(
  readObject(
    {
      build: readMatch<string>(/^[a-f0-9]{16}$/, "a build"),
      entry: readAsset,
      files: readList(
        readObject({
          url: readAsset,
          integrity: readMatch<string>(/^sha384-[A-Za-z0-9+/]{64}$/, "an integrity"),
          bytes: readCount(1),
        }),
        200,
      ),
    },
    { copyOf: readString(300) },
  ),
  "parts",
);

/** The writing part of the build that `entry` belongs to. */
export function createWritingParts(deps: WritingPartsDeps): WritingParts {
  const isReadyToWrite = async (): Promise<boolean> => (await findOwn(deps)) !== undefined;
  return {
    isReadyToWrite,
    async prepare() {
      const brought = await bringNewest(deps);
      if (brought === "full") return "full";
      if (await isReadyToWrite()) return "ready";
      return brought === "whole" ? "older" : "unreachable";
    },
    prepareNewest: async () => (await bringNewest(deps)) === "whole",
  };
}

async function bringNewest(deps: WritingPartsDeps): Promise<"whole" | "unreachable" | "full"> {
  try {
    const parts = await askParts(deps);
    if (parts === undefined) return "unreachable";
    await addMissing(deps, parts);
    if (parts.entry === deps.entry) await prune(deps.caches, parts);
    return "whole";
  } catch (error) {
    if (error instanceof Unreachable) return "unreachable";
    if (error instanceof Error && error.name === "QuotaExceededError") return "full";
    throw error;
  }
}

/**
 * The newsroom's origin where this site is a copy of it that takes no stories; undefined where it takes them, and where
 * nobody can say. Every phone has fetched the list that tells: to ask gives no author away.
 */
export async function findCopyOf(
  deps: Pick<WritingPartsDeps, "fetch" | "caches" | "patience">,
): Promise<string | undefined> {
  for (const name of (await deps.caches.keys()).filter(writingCacheOf)) {
    const list = await (await deps.caches.open(name)).match(listPath);
    if (list !== undefined) return partsOf(await list.text())?.copyOf;
  }
  return (await askParts(deps).catch(() => undefined))?.copyOf;
}

/** The list of the newest build, or undefined where what came is none. */
async function askParts(
  deps: Pick<WritingPartsDeps, "fetch" | "patience">,
): Promise<Parts | undefined> {
  const patience = deps.patience ?? usualPatience;
  const arriving = await ask(deps.fetch, listPath, patience, { cache: "no-cache" });
  const bytes = await wholeOf(arriving, patience, longestList);
  return arriving.response.ok && bytes !== undefined
    ? partsOf(new TextDecoder().decode(bytes))
    : undefined;
}

function partsOf(text: string): Parts | undefined {
  try {
    const parsed = parseParts(JSON.parse(text));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    // A portal's page.
    return undefined;
  }
}

async function addMissing(deps: WritingPartsDeps, parts: Parts): Promise<void> {
  const cache = await deps.caches.open(prefix + parts.build);
  for (const { url, integrity } of parts.files) {
    if ((await cache.match(url)) !== undefined) continue;
    // An answer whose integrity is asked for is given whole or not at all: its first byte is its last one.
    const patience = { ...(deps.patience ?? usualPatience), firstByte: wholeFile };
    const { response } = await ask(deps.fetch, url, patience, { integrity });
    if (!response.ok) throw new Unreachable(`${url}: ${response.status}`);
    await cache.put(url, response);
  }
  // Last, so that a list in a cache means that its files are there.
  await cache.put(listPath, new Response(JSON.stringify(parts)));
}

/** The list of this page's own build, where all its files are kept. */
async function findOwn({ caches, entry }: WritingPartsDeps): Promise<Parts | undefined> {
  for (const name of (await caches.keys()).filter(writingCacheOf)) {
    const list = await (await caches.open(name)).match(listPath);
    const parts = list === undefined ? undefined : partsOf(await list.text());
    if (parts?.entry === entry) return parts;
  }
  return undefined;
}

/** Older builds go once this page's own is whole: a page that writes has loaded all it needs. */
async function prune(caches: CacheStorage, parts: Parts): Promise<void> {
  const old = (await caches.keys()).filter(
    (name) => writingCacheOf(name) && name !== prefix + parts.build,
  );
  await Promise.all(old.map((name) => caches.delete(name)));
}
