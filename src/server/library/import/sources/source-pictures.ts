import type { Picture } from "../../../../protocol/article.ts";
import type { FetchedPicture } from "../../../storage/source-storage.ts";
import type { Media } from "../../media.ts";
import { pictureLimits } from "../../pictures.ts";
import type { PictureFinder } from "../article-pictures.ts";
import type { Fetching } from "../fetching/fetching.ts";

/** Finds an item's pictures on other people's servers. */
export interface SourcePictures extends PictureFinder {
  /** What was found, to be asked for again with its validators. */
  readonly fetched: Map<string, FetchedPicture>;
  /** True where a picture could not be had this time and may be the next. */
  isIncomplete(): boolean;
}

const mostPictures = 60;
/** CSS pixels: what is smaller is a sign or a counter, not a picture. */
const smallest = 40;

/** Servers that did not answer during one look: the rest of their pictures is not waited for. */
export interface SilentHosts {
  isSilent(url: string): boolean;
  note(url: string): void;
}

/** A server is silent after two pictures that never came. */
export function createSilentHosts(): SilentHosts {
  const failures = new Map<string, number>();
  const hostOf = (url: string): string => new URL(url).host;
  return {
    isSilent: (url) => (failures.get(hostOf(url)) ?? 0) >= 2,
    note: (url) => void failures.set(hostOf(url), (failures.get(hostOf(url)) ?? 0) + 1),
  };
}

/**
 * A finder for one article. A picture is fetched once; one that was fetched for an earlier version is asked for with
 * its validators, so that it travels again only where it has changed. One that cannot be had leaves a remark.
 */
export function createSourcePictures(
  fetching: Fetching,
  media: Media,
  before: readonly FetchedPicture[],
  silent: SilentHosts,
): SourcePictures {
  const earlier = new Map(before.map((one) => [one.url, one]));
  const fetched = new Map<string, FetchedPicture>();
  const remarks: string[] = [];
  let isIncomplete = false;
  const find = async (url: string): Promise<Picture | undefined> => {
    const known = fetched.get(url);
    if (known !== undefined) return known.picture;
    if (fetched.size >= mostPictures) {
      remarks.push(`has more than ${mostPictures} pictures; the rest was left out`);
      return undefined;
    }
    const found = silent.isSilent(url)
      ? { why: "stands on a server that does not answer", isTemporary: true }
      : await fetchPicture(fetching, media, url, earlier.get(url));
    if ("isSilent" in found) silent.note(url);
    if (!("why" in found)) {
      fetched.set(url, found);
      return isTiny(found.picture) ? undefined : found.picture;
    }
    isIncomplete ||= found.isTemporary;
    remarks.push(
      `names the picture ${url.slice(0, 300)}, which ${found.why}; the article is published without it`,
    );
    return undefined;
  };
  return { remarks, fetched, find, isIncomplete: () => isIncomplete };
}

const isTiny = ({ files }: Picture): boolean =>
  files.every(({ width, height }) => width < smallest || height < smallest);

type Missing = { readonly why: string; readonly isTemporary: boolean; readonly isSilent?: true };

async function fetchPicture(
  fetching: Fetching,
  media: Media,
  url: string,
  before: FetchedPicture | undefined,
): Promise<FetchedPicture | Missing> {
  const isHere = before !== undefined && (await isWhole(media, before.picture));
  const fetched = await fetching.get(url, {
    accept: "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.8,*/*;q=0.1",
    limit: pictureLimits.bytes,
    patience: 45_000,
    refuseType,
    ...(isHere && before.etag !== undefined ? { etag: before.etag } : {}),
    ...(isHere && before.lastModified !== undefined ? { lastModified: before.lastModified } : {}),
  });
  if (!fetched.ok) {
    if (isHere) return before;
    const silence = fetched.isRefused ? {} : ({ isSilent: true } as const);
    return { why: fetched.why, isTemporary: !fetched.isRefused, ...silence };
  }
  if (fetched.status === 304 && isHere) return before;
  if (fetched.status !== 200) {
    return { why: `is not there (${fetched.status})`, isTemporary: fetched.status >= 429 };
  }
  const added = await media.addPicture(fetched.bytes);
  if (!added.ok) return { why: added.why, isTemporary: false };
  const [etag, lastModified] = [fetched.header("etag"), fetched.header("last-modified")];
  return {
    url,
    picture: added.picture,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}

function refuseType(type: string): string | undefined {
  if (/svg/i.test(type)) return "is an SVG, which can carry scripts";
  return /^\s*(?:text\/|application\/(?:json|xml|xhtml|pdf)|video\/|audio\/)/i.test(type)
    ? `is no picture (${type.slice(0, 40)})`
    : undefined;
}

async function isWhole(media: Media, { files }: Picture): Promise<boolean> {
  for (const { hash, type } of files) if (!(await media.has(hash, type))) return false;
  return true;
}
