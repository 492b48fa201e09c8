/** A moment as somebody wrote it down. */
export interface Moment {
  /** The day of the calendar where it was written, `2026-11-23`. */
  readonly day: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A picture that stands elsewhere. */
export interface OfferedPicture {
  readonly url: string;
  readonly alt: string;
  readonly caption?: string;
}

/** A file that comes with an item. */
export interface Enclosure {
  readonly url: string;
  /** A media type; empty where none is said. */
  readonly type: string;
  readonly title?: string;
}

/** One text of a source, before it has an id, an address and its pictures. Everything in it is as untrusted as it came. */
export interface FeedItem {
  /** What it is known by: the same for ever. */
  readonly key: string;
  /** Plain words; may be empty. */
  readonly title: string;
  /** HTML; may be empty. */
  readonly html: string;
  /** True where the source says less than all. */
  readonly isExcerpt: boolean;
  /** Plain words; may be empty. */
  readonly summary: string;
  /** The page of the text, http or https. */
  readonly link?: string;
  /** What relative addresses in it begin at. */
  readonly base: string;
  readonly date?: Moment;
  readonly updated?: Moment;
  readonly tags: readonly string[];
  readonly byline?: string;
  /** As declared, not yet checked against its letters. */
  readonly language?: string;
  readonly picture?: OfferedPicture;
  readonly enclosures: readonly Enclosure[];
  /** A name that its translations share. */
  readonly work?: string;
}

/** A feed that was read. */
export interface Feed {
  /** `RSS 2.0`, `Atom`, `JSON Feed`, … for people. */
  readonly kind: string;
  readonly title: string;
  /** Its own name among feeds: what a file that came without an address is known by. */
  readonly self?: string;
  readonly language?: string;
  /** Minutes for which it asks not to be asked again. */
  readonly minutes?: number;
  readonly items: readonly FeedItem[];
  /** Keys of items that the source says are deleted (RFC 6721). */
  readonly deleted: readonly string[];
  /** Clauses about what was refused. */
  readonly remarks: readonly string[];
}

/** A feed; a page that says where feeds are; or one clause that says why it is neither. */
export type ReadFeed =
  | { readonly ok: true; readonly feed: Feed }
  | { readonly ok: false; readonly page: FoundOnPage | undefined; readonly why: string };

/** What a page says about where its texts can be had. */
export interface FoundOnPage {
  /** Addresses of feeds, the likeliest first. */
  readonly feeds: readonly string[];
  /** The root of WordPress's REST. */
  readonly rest?: string;
  readonly language?: string;
  /** True where its files lie where WordPress puts them. */
  readonly looksLikeWordPress: boolean;
}
