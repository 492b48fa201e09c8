import type { Answer, Fetching } from "../fetching/fetching.ts";
import { isJson } from "../feeds/json-feed.ts";
import type { MarkupReader } from "../sources/markup-reader.ts";
import type { Post } from "./posts.ts";

/** Why WordPress did not answer with what was asked. */
export interface RestFailure {
  readonly ok: false;
  /** True where it is there and has no REST for strangers: the feed is the way then. */
  readonly isOff: boolean;
  readonly why: string;
  readonly status?: number;
  readonly retryAfter?: string;
}

/** Posts, newest first, and what they say about the rest. */
export type FoundPosts =
  | {
      readonly ok: true;
      readonly posts: readonly Post[];
      /** The last change among them, by the site's clock; absent where there was none. */
      readonly cursor?: string;
    }
  | RestFailure;

/** How a post stands there. */
export type PostStanding = "published" | "taken-down" | "unknown";

/** A WordPress site, asked as anybody may ask it. */
export interface WordPress {
  /** At most `most` posts: the newest, or those changed after `after` (the site's clock, ISO 8601). */
  list(query: { readonly most: number; readonly after?: string }): Promise<FoundPosts>;
  /** Those of the numbers that are published. */
  published(numbers: readonly number[]): Promise<ReadonlySet<number> | RestFailure>;
  /** Asks for one post by its number: a plain refusal or absence is a take-down, anything else is not known. */
  standingOf(number: number): Promise<PostStanding>;
}

const accept = "application/json";
const limit = 8_000_000;
const patience = 60_000;
/** Posts of one request: the second number for a server that cannot carry the first. */
const portions = [20, 5] as const;

export function createWordPress(
  rest: string,
  fetching: Fetching,
  reader: MarkupReader,
  now: () => number,
): WordPress {
  const get = (path: string, query: Readonly<Record<string, string>>) =>
    fetching.get(addressOf(rest, path, query), { accept, limit, patience });
  const page = async (query: Readonly<Record<string, string>>) => {
    const fetched = await get("wp/v2/posts", query);
    if (!fetched.ok) return { ok: false, isOff: false, why: fetched.why } as const;
    if (fetched.status !== 200) return failure(fetched);
    const { bytes, url } = fetched;
    const read = await reader.readPosts({ bytes, url, contentType: accept, now: now() });
    if (!read.ok) return { ok: false, isOff: true, why: read.why } as const;
    return { ...read, pages: Number(fetched.header("x-wp-totalpages") ?? Number.NaN) };
  };
  return {
    async list({ most, after }) {
      for (const portion of portions) {
        const found = await listChanged(page, portion, most, after);
        // Too much for one answer, or for the memory that a cheap host gives it: smaller portions.
        const isTooMuch =
          !found.ok && !found.isOff && (found.status === undefined || found.status >= 500);
        if (!isTooMuch || portion === portions.at(-1)) return found;
      }
      throw new Error("unreachable");
    },
    async published(numbers) {
      const there = new Set<number>();
      for (let at = 0; at < numbers.length; at += 100) {
        const some = numbers.slice(at, at + 100);
        const query = { include: some.join(","), per_page: "100", _fields: "id,content.protected" };
        const fetched = await get("wp/v2/posts", query);
        if (!fetched.ok) return { ok: false, isOff: false, why: fetched.why };
        if (fetched.status !== 200) return failure(fetched);
        const list = jsonOf(fetched);
        if (!Array.isArray(list)) return { ok: false, isOff: true, why: "is no list of posts" };
        for (const post of list.filter(isJson))
          if (!isProtected(post)) there.add(Number(post["id"]));
      }
      return there;
    },
    async standingOf(number) {
      const fetched = await get(`wp/v2/posts/${number}`, {
        _fields: "id,status,content.protected",
      });
      if (!fetched.ok) return "unknown";
      const json = jsonOf(fetched);
      if (!isJson(json)) return "unknown";
      if (fetched.status === 200) return isProtected(json) ? "taken-down" : "published";
      return isTakeDown(fetched.status, String(json["code"])) ? "taken-down" : "unknown";
    },
  };
}

/** WordPress's own words: a wall before the site, or a plug-in that shuts REST, says something else. */
const isTakeDown = (status: number, code: string): boolean =>
  (status === 404 && code === "rest_post_invalid_id") ||
  ([401, 403].includes(status) && /^rest_(?:forbidden|cannot_read)$/.test(code)) ||
  (status === 410 && code !== "undefined");

const isProtected = (post: Readonly<Record<string, unknown>>): boolean =>
  isJson(post["content"]) && post["content"]["protected"] === true;

/**
 * What has changed, and the newest of all: a text that was written days ago for an hour that has come now was not
 * changed by coming out.
 */
async function listChanged(
  page: AskPage,
  portion: number,
  most: number,
  after: string | undefined,
): Promise<FoundPosts> {
  if (after === undefined) return listBy(page, portion, most, after);
  const changed = await listBy(page, portion, most, after);
  const newest = changed.ok ? await listBy(page, portion, portion, undefined) : changed;
  if (!changed.ok || !newest.ok) return newest;
  const posts = new Map([...newest.posts, ...changed.posts].map((post) => [post.post, post]));
  const cursor = changed.cursor ?? after;
  return { ok: true, posts: [...posts.values()], cursor: cursor > after ? cursor : after };
}

type Page = Awaited<ReturnType<MarkupReader["readPosts"]>> | RestFailure;

type AskPage = (
  query: Readonly<Record<string, string>>,
) => Promise<(Extract<Page, { ok: true }> & { pages: number }) | RestFailure>;

async function listBy(
  page: AskPage,
  portion: number,
  most: number,
  after: string | undefined,
): Promise<FoundPosts> {
  const posts = new Map<number, Post>();
  for (let number = 1; posts.size < most; number += 1) {
    const found = await page({
      per_page: String(portion),
      page: String(number),
      _embed: "author,wp:term,wp:featuredmedia",
      order: "desc",
      orderby: after === undefined ? "date" : "modified",
      ...(after === undefined ? {} : { modified_after: secondBefore(after) }),
    });
    // Past the last page WordPress answers 400.
    if (!found.ok && number > 1 && found.status === 400) break;
    if (!found.ok) return found;
    // A WordPress before 5.7 does not know `modified_after`; the order tells where to stop all the same.
    const fresh = found.posts.filter(({ modified }) => after === undefined || modified >= after);
    for (const post of fresh.slice(0, most - posts.size)) posts.set(post.post, post);
    const isLast = Number.isNaN(found.pages) ? found.count < portion : number >= found.pages;
    if (isLast || found.count === 0 || fresh.length < found.posts.length) break;
  }
  const all = [...posts.values()];
  const [cursor] = all
    .map(({ modified }) => modified)
    .filter((moment) => moment !== "")
    .toSorted()
    .slice(-1);
  return { ok: true, posts: all, ...(cursor === undefined ? {} : { cursor }) };
}

/** Two changes may share a second, and only one have been there. */
function secondBefore(moment: string): string {
  const time = Date.parse(`${moment}Z`);
  return Number.isNaN(time) ? moment : new Date(time - 1_000).toISOString().slice(0, 19);
}

function failure(answer: Answer): RestFailure {
  const { status } = answer;
  const retryAfter = answer.header("retry-after");
  return {
    ok: false,
    isOff:
      [401, 403, 404, 405, 410].includes(status) ||
      (status < 400 && !Array.isArray(jsonOf(answer))),
    why: `its REST answers ${status}`,
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function jsonOf({ bytes }: Pick<Answer, "bytes">): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes).replace(/^[^[{]+/, "")) as unknown;
  } catch {
    return undefined;
  }
}

/** An address of REST: below `/wp-json/`, or in `?rest_route=` where the site has plain permalinks. */
export function addressOf(
  rest: string,
  path: string,
  query: Readonly<Record<string, string>>,
): string {
  const url = new URL(rest);
  const route = url.searchParams.get("rest_route");
  if (route === null) url.pathname = `${url.pathname.replace(/\/$/, "")}/${path}`;
  else url.searchParams.set("rest_route", `${route.replace(/\/$/, "")}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The root of a site's REST, whatever address below it was given. */
export const restRoot = (address: string): string => {
  const url = new URL(address);
  const route = url.searchParams.get("rest_route");
  url.pathname = url.pathname.replace(/\/wp\/v2(?:\/.*)?$/, "/");
  const root = new URL(url.pathname, url.origin);
  if (route !== null) root.searchParams.set("rest_route", route.replace(/\/wp\/v2(?:\/.*)?$/, "/"));
  return root.href;
};
