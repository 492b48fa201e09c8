import type { FoundOnPage } from "../feeds/feed.ts";
import type { Answer } from "../fetching/fetching.ts";
import { restRoot } from "../wordpress/rest.ts";

/** Where WordPress's REST may be: where it says, where it usually is, where it is without permalinks. */
export function restsOf(answer: Answer, page: FoundOnPage | undefined): readonly string[] {
  const linked = /<([^<>]+)>\s*;\s*rel="?https:\/\/api\.w\.org\/"?/i.exec(
    answer.header("link") ?? "",
  )?.[1];
  const said = [linked, page?.rest].flatMap((rest) =>
    rest !== undefined && URL.canParse(rest, answer.url)
      ? restRoot(new URL(rest, answer.url).href)
      : [],
  );
  const folder = folderOf(answer.url);
  const usual =
    page?.looksLikeWordPress === true
      ? [new URL("wp-json/", folder).href, new URL("?rest_route=/", folder).href]
      : [];
  return [...new Set([...said, ...usual])];
}

/** The folder that an address stands in, or is. */
export const folderOf = (url: string): string =>
  new URL(new URL(url).pathname.endsWith("/") ? "." : `${url.replace(/[?#].*$/, "")}/`, url).href;

/** The feed of a site, where its REST is. */
export function feedBeside(rest: string): string {
  const url = new URL(rest);
  if (url.searchParams.has("rest_route")) return new URL("?feed=rss2", new URL(".", rest)).href;
  return new URL("../feed/", url).href;
}
