import { feedTypes, outwardRoutes } from "../../../protocol/outward-routes.ts";
import { routes } from "../../../protocol/routes.ts";
import type { Feed, FeedItem } from "./feed-items.ts";
import { element, type Xml, xmlFile } from "./xml.ts";

/** Atom 1.0 (RFC 4287). */
export function writeAtom(feed: Feed): string {
  const { origin, language } = feed;
  const self = origin + outwardRoutes.feed(language, "atom");
  return xmlFile(
    element(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": language },
      // The address of the feed is its name: a newsroom that moves has moved.
      element("id", {}, self),
      element("title", {}, feed.title),
      element("subtitle", {}, feed.description),
      element("updated", {}, feed.updated.toISOString()),
      element("author", {}, element("name", {}, feed.title)),
      element("link", { rel: "self", type: feedTypes.atom, href: self }),
      element("link", {
        rel: "alternate",
        type: "text/html",
        hreflang: language,
        href: origin + routes.front(language),
      }),
      element("icon", {}, `${origin}/icons/icon-192.png`),
      ...feed.items.map(entryOf),
    ),
  );
}

function entryOf(item: FeedItem): Xml {
  return element(
    "entry",
    { "xml:lang": item.language },
    element("id", {}, item.id),
    element("title", {}, item.title),
    element("published", {}, item.published.toISOString()),
    element("updated", {}, item.updated.toISOString()),
    ...(item.byline === undefined ? [] : [element("author", {}, element("name", {}, item.byline))]),
    element("link", {
      rel: "alternate",
      type: "text/html",
      hreflang: item.language,
      href: item.url,
    }),
    ...item.enclosures.map(({ url, type, bytes }) =>
      element("link", { rel: "enclosure", type, length: bytes, href: url }),
    ),
    ...item.tags.map((term) => element("category", { term })),
    ...(item.summary === "" ? [] : [element("summary", {}, item.summary)]),
    element("content", { type: "html" }, item.html),
  );
}
