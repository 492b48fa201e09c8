import { feedTypes, outwardRoutes } from "../../../protocol/outward-routes.ts";
import { routes } from "../../../protocol/routes.ts";
import type { Feed, FeedItem } from "./feed-items.ts";
import { element, type Xml, xmlFile } from "./xml.ts";

/** RSS 2.0 (https://www.rssboard.org/rss-specification), by the profile of the RSS Advisory Board. */
export function writeRss(feed: Feed): string {
  const { origin, language } = feed;
  const namespaces = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
  };
  const self = origin + outwardRoutes.feed(language, "rss");
  const channel = element(
    "channel",
    {},
    element("title", {}, feed.title),
    element("link", {}, origin + routes.front(language)),
    element("description", {}, feed.description),
    element("language", {}, language),
    element("lastBuildDate", {}, dateOf(feed.updated)),
    element("ttl", {}, "60"),
    element("atom:link", { rel: "self", type: feedTypes.rss, href: self }),
    ...feed.items.map(itemOf),
  );
  return xmlFile(element("rss", { version: "2.0", ...namespaces }, channel));
}

function itemOf(item: FeedItem): Xml {
  // Readers take one enclosure and no more.
  const [enclosure] = item.enclosures;
  return element(
    "item",
    {},
    element("title", {}, item.title),
    element("link", {}, item.url),
    element("guid", { isPermaLink: "false" }, item.id),
    element("pubDate", {}, dateOf(item.published)),
    ...(item.summary === "" ? [] : [element("description", {}, item.summary)]),
    ...(item.byline === undefined ? [] : [element("dc:creator", {}, item.byline)]),
    element("dc:language", {}, item.language),
    ...item.tags.map((tag) => element("category", {}, tag)),
    ...(enclosure === undefined
      ? []
      : [
          element("enclosure", {
            url: enclosure.url,
            length: enclosure.bytes,
            type: enclosure.type,
          }),
        ]),
    element("content:encoded", {}, item.html),
  );
}

/** RFC 822's date, its year in four digits. */
const dateOf = (date: Date): string => date.toUTCString();
