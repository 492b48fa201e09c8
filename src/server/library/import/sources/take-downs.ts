import type { ItemRecord } from "../../../storage/source-storage.ts";
import type { Fetching } from "../fetching/fetching.ts";
import type { WordPress } from "../wordpress/rest.ts";
import type { Gathered } from "./gathered.ts";

/** Items whose articles go, by the reason that the source gave. */
export interface Gone {
  /** The source says itself that it was taken down: off the phones. */
  readonly takenDown: readonly ItemRecord[];
  /** Its page is not there any more: off the lists. */
  readonly missing: readonly ItemRecord[];
  /** Asked just now, and still there: not asked again today. */
  readonly asked: readonly ItemRecord[];
  /** Why nothing was done, where nothing was. */
  readonly remarks: readonly string[];
}

type Items = Extract<Gathered, { kind: "items" }>;

const day = 86_400_000;
/** Pages asked at one look whether they are still there. */
const mostAsked = 10;

/**
 * Finds out what has been taken down. An item that is only not named any more has not: feeds show the last ten. Taken
 * down is what the source says so of: a post of WordPress that by its number is deleted, private, a draft or behind a
 * password; an entry with a tombstone (RFC 6721); an item that has left the middle of its feed and whose page answers
 * 410. A page that answers 404 is missing. Where more than half would go, it is the source that is ill: nothing goes.
 */
export async function findTakeDowns(
  gathered: Items,
  known: readonly ItemRecord[],
  fetching: Fetching,
  now: number,
): Promise<Gone> {
  const listed = known.filter(({ standing }) => standing === "listed");
  const there = new Set(gathered.items.map(({ key }) => key));
  const absent = listed.filter(({ key }) => !there.has(key));
  const deleted = new Set(gathered.deleted);
  const buried = absent.filter(
    ({ key, link }) => deleted.has(key) || (link !== undefined && deleted.has(link)),
  );
  const found =
    gathered.wordpress === undefined
      ? await askPages(suspects(gathered, absent), fetching, now)
      : await askNumbers(gathered.wordpress, absent);
  const takenDown = [...new Set([...buried, ...found.takenDown])];
  const missing = found.missing.filter((item) => !takenDown.includes(item));
  const count = takenDown.length + missing.length;
  if (count * 2 <= listed.length) return { ...found, takenDown, missing };
  const sentence = `${count} of ${listed.length} articles are not there any more; that is more than half, so none was taken down`;
  return { takenDown: [], missing: [], asked: found.asked, remarks: [...found.remarks, sentence] };
}

/** Items that are newer than the oldest in the feed and not in it: something was done to them. */
function suspects({ items }: Items, absent: readonly ItemRecord[]): readonly ItemRecord[] {
  const times = items.flatMap(({ date }) => date?.time ?? []);
  if (times.length === 0 || times.length < items.length) return [];
  const oldest = Math.min(...times);
  return absent.filter(
    ({ time, link }) => time !== undefined && time > oldest && link !== undefined,
  );
}

async function askPages(
  suspected: readonly ItemRecord[],
  fetching: Fetching,
  now: number,
): Promise<Gone> {
  const takenDown: ItemRecord[] = [];
  const missing: ItemRecord[] = [];
  const asked: ItemRecord[] = [];
  const due = suspected.filter(({ askedAt = 0 }) => now - askedAt > day).slice(0, mostAsked);
  for (const item of due) {
    const answer = await fetching.get(item.link!, {
      accept: "text/html",
      limit: 5_000_000,
      patience: 20_000,
    });
    if (answer.ok && answer.status === 410) takenDown.push(item);
    else if (answer.ok && answer.status === 404) missing.push(item);
    else asked.push({ ...item, askedAt: now });
  }
  return { takenDown, missing, asked, remarks: [] };
}

async function askNumbers(wordpress: WordPress, absent: readonly ItemRecord[]): Promise<Gone> {
  const numbered = absent.flatMap((item) =>
    item.post === undefined ? [] : [{ item, post: item.post }],
  );
  const published = await wordpress.published(numbered.map(({ post }) => post));
  const nothing = { takenDown: [], missing: [], asked: [] };
  if ("why" in published)
    return {
      ...nothing,
      remarks: [`could not be asked for what was taken down: ${published.why}`],
    };
  const takenDown: ItemRecord[] = [];
  for (const { item, post } of numbered) {
    if (published.has(post)) continue;
    if ((await wordpress.standingOf(post)) === "taken-down") takenDown.push(item);
  }
  return { ...nothing, takenDown, remarks: [] };
}
