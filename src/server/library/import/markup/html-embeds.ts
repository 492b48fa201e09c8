import type { HtmlNotebook } from "./html-notebook.ts";
import { attribute, childrenOf, innerText, type MarkupElement } from "./tree.ts";

/** A link in place of something that plays or lives elsewhere. */
export interface EmbedLink {
  readonly href: string;
  readonly words: string;
}

/** What an iframe, a film, a recording or an object leads to; undefined where it leads nowhere. */
export function embedOf(element: MarkupElement, notebook: HtmlNotebook): EmbedLink | undefined {
  const source = childrenOf(element, "source")[0];
  const address = [
    ...["src", "data-src", "data-lazy-src", "data-litespeed-src", "data"].map((name) =>
      attribute(element, name),
    ),
    source && attribute(source, "src"),
    childrenOf(element, "a").map((link) => attribute(link, "href"))[0],
  ].find((found) => found !== undefined && !found.startsWith("about:"));
  const href = address === undefined ? undefined : notebook.resolve(address);
  if (href === undefined) return undefined;
  const page = pageOf(new URL(href));
  const kind = kindOf(element.name, page, notebook);
  const title = (attribute(element, "title") ?? attribute(element, "aria-label") ?? "").replace(
    /\s+/g,
    " ",
  );
  const name = isTelling(title)
    ? title
    : (fileIn(page) ?? new URL(page).hostname.replace(/^www\./, ""));
  return { href: page, words: `${kind}: ${name.slice(0, 200)}` };
}

/** The name of a file that a person could save. */
function fileIn(page: string): string | undefined {
  const name = /\/([^/]+\.(?:mp3|ogg|m4a|opus|wav|mp4|webm|mov|m4v|pdf|docx?|xlsx?|zip))$/i.exec(
    new URL(page).pathname,
  )?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return name;
  }
}

const isTelling = (title: string): boolean =>
  title !== "" && !/^(youtube|vimeo)?\s*(video|embed)?\s*(player|iframe)?$/i.test(title);

const players =
  /(?:^|\.)(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|tiktok\.com|rumble\.com)$/;
const sounds =
  /(?:^|\.)(?:soundcloud\.com|spotify\.com|anchor\.fm|mixcloud\.com|podcasters\.spotify\.com|megaphone\.fm|buzzsprout\.com)$/;

function kindOf(name: string, page: string, { words }: HtmlNotebook): string {
  const { hostname, pathname } = new URL(page);
  if (name === "video" || players.test(hostname) || /\.(mp4|webm|mov|m4v)$/i.test(pathname))
    return words.video;
  if (name === "audio" || sounds.test(hostname) || /\.(mp3|ogg|m4a|opus|wav)$/i.test(pathname))
    return words.sound;
  return /\.(pdf|docx?|xlsx?|zip)$/i.test(pathname) ? words.file : words.embedded;
}

/** The page that a person can open, where the player's address is known to have one. */
function pageOf(url: URL): string {
  const video = /^\/embed\/([\w-]{6,20})$/.exec(url.pathname)?.[1];
  if (
    /(?:^|\.)youtube(?:-nocookie)?\.com$/.test(url.hostname) &&
    video !== undefined &&
    video !== "videoseries"
  ) {
    return `https://www.youtube.com/watch?v=${video}`;
  }
  const film = /^\/video\/(\d+)/.exec(url.pathname)?.[1];
  if (url.hostname === "player.vimeo.com" && film !== undefined) return `https://vimeo.com/${film}`;
  return url.href;
}

/** A link to a file that came with an item: a podcast's sound, a document. */
export function enclosureLink(
  { url, type, title }: { readonly url: string; readonly type: string; readonly title?: string },
  notebook: HtmlNotebook,
): EmbedLink | undefined {
  const name = type.startsWith("video/") ? "video" : type.startsWith("audio/") ? "audio" : "object";
  const attributes = { src: url, ...(title === undefined ? {} : { title }) };
  const link = embedOf({ name, attributes, children: [] }, notebook);
  return link === undefined || innerText(link.words) === "" ? undefined : link;
}
