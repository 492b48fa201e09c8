// What goes first where room is short. Pure: what is held and the limits go in, what is let go comes out.

/** One file of a picture as it lies, or would lie, on the phone. */
export interface RoomFile {
  readonly hash: string;
  readonly bytes: number;
  readonly width: number;
}

/** A picture of an article. */
export interface RoomPicture {
  /** The same for the same picture in another article. */
  readonly key: string;
  readonly lead: boolean;
  /** The hashes of all its files, here or not. */
  readonly files: readonly string[];
  /** The files that are here. */
  readonly here: readonly RoomFile[];
  /** Bytes of the file that would be fetched where none is here; 0 where the data choice wants none. */
  readonly wanted: number;
}

/** An article as far as room is concerned. Drafts, stories, receipts have no place here: they are never let go. */
export interface RoomArticle {
  readonly id: string;
  /** Ascending: the newest article first. */
  readonly rank: string;
  readonly date: string;
  /** On the shelf, or asked for: never let go by itself, whatever it takes. */
  readonly kept: boolean;
  /** Let go by the reader: not wanted again before it is asked for. */
  readonly spare: boolean;
  /** The text's hash, its bytes, and whether it is here. */
  readonly text: { readonly hash: string; readonly bytes: number; readonly here: boolean };
  readonly pictures: readonly RoomPicture[];
}

/** How much may lie on the phone. */
export interface RoomLimits {
  /** Bytes of texts and pictures. */
  readonly bytes: number;
  /** The same, as far as pictures go: where the phone turned out to have less room, texts may take what is left. */
  readonly withPictures?: number | undefined;
  /** Articles published before this day are let go; absent: none for their age. */
  readonly since?: string | undefined;
}

/**
 * Up to which article (by rank, without it) each kind is held. What lies beyond is neither held nor fetched, so that what
 * was let go for want of room does not come back with the next minute of network. Absent: all.
 */
export interface RoomBounds {
  readonly texts?: string | undefined;
  readonly leads?: string | undefined;
  readonly others?: string | undefined;
}

/** What is let go, and what is remembered of it. */
export interface Division {
  readonly bounds: RoomBounds;
  /** Articles whose text goes. */
  readonly texts: readonly RoomArticle[];
  /** Pictures that go whole. */
  readonly pictures: readonly RoomPicture[];
  /** Pictures of which the narrowest file alone stays. */
  readonly narrowed: readonly RoomPicture[];
  /** Bytes that go. */
  readonly freed: number;
}

/**
 * Divides what is held into what stays and what goes. The order of worth: what is on the shelf; texts, the newest first;
 * lead pictures, the newest first; other pictures, the newest first. So pictures go before texts and old before new; and
 * before any picture goes, the wide files of those that are here in two widths.
 */
export function divide(articles: readonly RoomArticle[], limits: RoomLimits): Division {
  const { bytes, withPictures = bytes, since } = limits;
  const ranked = [...articles].sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const isTooOld = ({ date }: RoomArticle): boolean => since !== undefined && date < since;
  const kept = ranked.filter((article) => article.kept);
  const loose = ranked.filter((article) => !article.kept && !article.spare && !isTooOld(article));
  const doubled = heldBytes(ranked) > Math.min(bytes, withPictures) ? doublesOf(ranked, kept) : [];
  const wide = doubled.flatMap(wideFilesOf);
  const room = createRoom(bytes, new Set(wide));

  for (const { text, pictures } of kept) room.take(text.bytes, pictures);
  const oldest = ranked.find(isTooOld)?.rank;
  const texts = fill(loose, ({ text }) => room.fit(text.bytes, [])) ?? oldest;
  room.narrow(Math.max(0, bytes - withPictures));
  const read = loose.filter(({ rank }) => texts === undefined || rank < texts);
  const leads = fill(read, ({ pictures }) => room.fit(0, pictures.filter(isLead)));
  // A lead picture that found no place leaves none for a picture inside a text.
  const others =
    leads === undefined ? fill(read, ({ pictures }) => room.fit(0, pictures.filter(isInside))) : "";

  const staying = new Set([...kept, ...read].map(({ text }) => text.hash));
  const gone = ranked.filter(({ text }) => text.here && !staying.has(text.hash));
  const pictures = unique(ranked).filter(({ key, here }) => here.length > 0 && !room.holds(key));
  const leaving = new Set([...wide, ...pictures.flatMap(({ here }) => here)]);
  return {
    bounds: { texts, leads: leads ?? texts, others: others ?? texts },
    texts: gone,
    pictures,
    narrowed: doubled.filter(({ key }) => room.holds(key)),
    freed: sum(gone.map(({ text }) => text.bytes)) + sum([...leaving].map((file) => file.bytes)),
  };
}

/** Bytes that are here. */
export const heldBytes = (articles: readonly RoomArticle[]): number =>
  sum(articles.filter(({ text }) => text.here).map(({ text }) => text.bytes)) +
  sum(unique(articles).flatMap(({ here }) => here.map((file) => file.bytes)));

/** Bytes of pictures that may go: all but those on the shelf. */
export const loosePictureBytes = (articles: readonly RoomArticle[]): number =>
  heldBytes(articles.map(withoutText)) -
  heldBytes(articles.filter(({ kept }) => kept).map(withoutText));

const withoutText = (article: RoomArticle): RoomArticle => ({
  ...article,
  text: { ...article.text, here: false },
});

/** The rank of the first that does not fit any more, or undefined where all do. */
const fill = (
  articles: readonly RoomArticle[],
  fits: (article: RoomArticle) => boolean,
): string | undefined => articles.find((article) => !fits(article))?.rank;

/** Room that is filled from the most wanted on. */
function createRoom(bytes: number, without: ReadonlySet<RoomFile>) {
  const held = new Set<string>();
  let left = bytes;
  const costOf = ({ here, wanted }: RoomPicture): number =>
    here.length === 0
      ? wanted
      : sum(here.filter((file) => !without.has(file)).map((file) => file.bytes));
  const take = (text: number, pictures: readonly RoomPicture[]): void => {
    left -= text;
    for (const picture of pictures) {
      if (held.has(picture.key)) continue;
      held.add(picture.key);
      left -= costOf(picture);
    }
  };
  return {
    take,
    fit(text: number, pictures: readonly RoomPicture[]): boolean {
      const fresh = pictures.filter(({ key }) => !held.has(key));
      if (text + sum(fresh.map(costOf)) > left) return false;
      take(text, fresh);
      return true;
    },
    narrow: (by: number): void => void (left -= by),
    holds: (key: string): boolean => held.has(key),
  };
}

/** Pictures that are here in more than one width. Those on the shelf stay as they are. */
function doublesOf(
  articles: readonly RoomArticle[],
  kept: readonly RoomArticle[],
): readonly RoomPicture[] {
  const shelved = new Set(unique(kept).map(({ key }) => key));
  return unique(articles).filter(({ key, here }) => here.length > 1 && !shelved.has(key));
}

/** All files of a picture that are here but the narrowest. */
export const wideFilesOf = ({ here }: RoomPicture): readonly RoomFile[] =>
  [...here].sort((a, b) => a.width - b.width).slice(1);

const isLead = ({ lead }: RoomPicture): boolean => lead;
const isInside = ({ lead }: RoomPicture): boolean => !lead;
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
/** Translations show the same pictures. */
const unique = (articles: readonly RoomArticle[]): readonly RoomPicture[] => [
  ...new Map(
    articles.flatMap(({ pictures }) => pictures).map((picture) => [picture.key, picture]),
  ).values(),
];
