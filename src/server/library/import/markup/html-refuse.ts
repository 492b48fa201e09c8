import type { MarkupElement } from "./tree.ts";

const unwanted: ReadonlySet<string> = new Set(
  "script style form input select textarea button option template svg canvas meta link base head applet frame frameset map datalist dialog".split(
    " ",
  ),
);

/** Boxes that sites put around their texts: to share, to subscribe, to read something else. */
const furniture =
  /(?:^|\s)(?:sharedaddy|jp-relatedposts|addtoany_\S*|a2a_\S*|wp-block-social-links?|social-share\S*|share-buttons?|screen-reader-text|feedflare|mc4wp-form\S*|heateor\S*|yarpp\S*|ssba\S*|post-views\S*|rp4wp\S*|wp-block-file__button|wpulike\S*|crp_related|wp-block-jetpack-subscriptions\S*|wp-block-(?:search|latest-\S+|archives|categories|tag-cloud|query\S*|calendar|rss|page-list|navigation\S*)|wp-block-post-comments\S*)(?:\s|$)/i;

/** True for what never becomes part of a text: scripts, styles, forms, hidden things, the furniture of a site. */
export function isUnwanted({ name, attributes }: MarkupElement): boolean {
  if (unwanted.has(name)) return true;
  if (Object.hasOwn(attributes, "hidden")) return true;
  if (/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes["style"] ?? ""))
    return true;
  return furniture.test(attributes["class"] ?? "");
}

const quotes = `"'“”″′«»„`;
/** A plug-in's instruction that nobody carried out; what stands between two of them is text. */
const shortcodes = [
  new RegExp(
    `\\[[a-z][\\w-]{1,40}(?:\\s+[\\w-]{1,40}=(?:[${quotes}][^\\]${quotes}]{0,400}[${quotes}]{1,2}|[^\\s\\]]{1,400}))+\\s*/?\\]`,
    "gi",
  ),
  /\[\/?(?:[a-z]{2,10}_[\w-]{1,40}|gallery|caption|embed|video|audio|playlist|contact-form-7|wpforms|instagram-feed)(?:\s[^[\]]{0,400})?\]/gi,
  /\[\/[a-z][\w-]{1,40}\]/gi,
];

/** Text without the shortcodes that WordPress left in it. */
export const withoutShortcodes = (text: string): string =>
  text.includes("[") ? shortcodes.reduce((rest, pattern) => rest.replace(pattern, ""), text) : text;
