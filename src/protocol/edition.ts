import {
  type ArticleId,
  headline,
  headlineExtras,
  type Picture,
  type Provenance,
  readArticleId,
  readLead,
  readPicture,
  readSlug,
  readSound,
  type Slug,
  type Sound,
  type WorkId,
} from "./article.ts";
import { type Hash, readHash } from "./bytes.ts";
import {
  type Parsed,
  parsingJson,
  readCount,
  readFormat,
  readList,
  readMatch,
  readObject,
  readTrue,
  type Reader,
} from "./parsing.ts";

/** One line of a segment: all that a list shows of an article, and the hash of the rest. */
export interface Entry {
  readonly format: 1;
  readonly id: ArticleId;
  readonly work: WorkId;
  readonly slug: Slug;
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly date: string;
  readonly updatedAt?: string;
  readonly provenance: Provenance;
  readonly tags: readonly string[];
  readonly byline?: string;
  /** Minutes of reading. */
  readonly minutes: number;
  /** The hash of the article's file and its length in bytes. */
  readonly article: Hash;
  readonly bytes: number;
  readonly lead?: Picture & { readonly alt: string };
  /** Slugs that led to it before it was renamed: links to them lead here. */
  readonly formerly?: readonly Slug[];
  /** Every other picture file of the body, for catching up; the phone takes what its data choice allows. */
  readonly pictures: readonly Picture[];
  /** The recordings of the body, for the same. */
  readonly sounds?: readonly Sound[];
}

/** A line that says: this article is in no segment any more. The phone may let it go; a kept one stays. */
export interface Unlisted {
  readonly format: 1;
  readonly id: ArticleId;
  readonly unlisted: true;
}

/** The entries of one month, `2026-11`. */
export interface Segment {
  readonly id: string;
  readonly count: number;
  /** SHA-256 over the SHA-256s (32 bytes each) of its entry lines, in ascending order of article id (by UTF-16 units). */
  readonly hash: Hash;
}

/** The signed, numbered state of what is published: the body of the signed file of kind `head`. */
export interface Head {
  readonly format: 1;
  /** Only grows. The greater of last + 1 and the minutes since 2026-01-01. */
  readonly number: number;
  /** ISO 8601, to the minute, UTC. */
  readonly publishedAt: string;
  readonly segments: readonly Segment[];
  /** The hash of the signed file that lists every id ever withdrawn; absent while none is. */
  readonly withdrawn?: Hash;
  /** Rises when the server was restored from a backup: phones then ask for their receipts again. */
  readonly restored: number;
}

/** The body of the signed file of kind `withdrawn`. */
export interface Withdrawn {
  readonly format: 1;
  readonly ids: readonly ArticleId[];
}

/** How many former slugs an entry may name. */
export const formerlyLimit = 20;

const readEntry: Reader<Entry> = readObject(
  {
    ...headline,
    minutes: readCount(0, 10_000),
    article: readHash,
    bytes: readCount(1),
    pictures: readList(readPicture, 500),
  },
  {
    ...headlineExtras,
    lead: readLead,
    formerly: readList(readSlug, formerlyLimit),
    sounds: readList(readSound, 100),
  },
);

const readUnlisted: Reader<Unlisted> = readObject({
  format: readFormat,
  id: readArticleId,
  unlisted: readTrue,
});

const readEntryLine: Reader<Entry | Unlisted> = (input, at) =>
  typeof input === "object" && input !== null && "unlisted" in input
    ? readUnlisted(input, at)
    : readEntry(input, at);

/** One line of a pack that is no article: an entry, or the word that one is unlisted. */
export const parseEntryLine: (line: string) => Parsed<Entry | Unlisted> = parsingJson(
  readEntryLine,
  "entry",
);

/** Day and minute, UTC: `2026-11-23T14:05Z`. */
export const readMinute = readMatch<string>(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/, "a minute in UTC");

/** The body of a head, once its signature is checked. */
export const parseHead = parsingJson<Head>(
  readObject(
    {
      format: readFormat,
      number: readCount(1),
      publishedAt: readMinute,
      segments: readList(
        readObject({
          id: readMatch<string>(/^\d{4}-(0[1-9]|1[0-2])$/, "a month"),
          count: readCount(1),
          hash: readHash,
        }),
        2_400,
      ),
      restored: readCount(0),
    },
    { withdrawn: readHash },
  ),
  "head",
);

/** The body of a list of withdrawn articles, once its signature is checked. */
export const parseWithdrawn = parsingJson<Withdrawn>(
  readObject({ format: readFormat, ids: readList(readArticleId, 1_000_000) }),
  "withdrawn",
);

/** The month that an entry belongs to. */
export const segmentOf = (entry: Entry): string => entry.date.slice(0, 7);
