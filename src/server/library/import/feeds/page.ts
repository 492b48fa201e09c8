import { resolveAddress } from "../markup/html-notebook.ts";
import { attribute, findAll, type MarkupElement, parseMarkup } from "../markup/tree.ts";
import type { FoundOnPage } from "./feed.ts";

const feedTypes = /^(?:application|text)\/(?:rss|atom|rdf|feed)\+(?:xml|json)|^application\/json$/i;

/** Looks on a page for feeds and for WordPress. */
export function readPage(html: string, url: string): FoundOnPage {
  const { root } = parseMarkup(html.slice(0, 1_000_000), "html");
  const base = resolveAddress(baseOf(root) ?? url, url) ?? url;
  const links = findAll(root, "link", "a");
  const addressed = (wanted: (link: MarkupElement) => boolean): readonly string[] =>
    links
      .filter(wanted)
      .flatMap((link) => resolveAddress(attribute(link, "href") ?? "", base) ?? []);
  const rel = (link: MarkupElement): string => (attribute(link, "rel") ?? "").toLowerCase();
  const feeds = addressed(
    (link) =>
      /\balternate\b/.test(rel(link)) &&
      feedTypes.test(attribute(link, "type") ?? "") &&
      !/oembed|wp-json/.test(attribute(link, "href") ?? ""),
  );
  const [rest] = addressed((link) => rel(link).includes("https://api.w.org/"));
  const language = attribute(findAll(root, "html")[0] ?? root, "lang");
  return {
    feeds: [...new Set(feeds)].toSorted((one, other) => commentsLast(one) - commentsLast(other)),
    looksLikeWordPress: /\/wp-(?:content|includes)\/|name=["']generator["'][^>]*WordPress/i.test(
      html,
    ),
    ...(rest === undefined ? {} : { rest }),
    ...(language === undefined ? {} : { language }),
  };
}

const baseOf = (root: MarkupElement): string | undefined => {
  const [base] = findAll(root, "base");
  return base && attribute(base, "href");
};

const commentsLast = (address: string): number => (/comments/i.test(address) ? 1 : 0);
