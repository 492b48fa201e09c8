import { outwardRoutes } from "../../../protocol/outward-routes.ts";
import { routes } from "../../../protocol/routes.ts";
import type { Feed, FeedItem } from "./feed-items.ts";

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function writeJsonFeed(feed: Feed): string {
  const { origin, language } = feed;
  const file = {
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    description: feed.description,
    home_page_url: origin + routes.front(language),
    feed_url: origin + outwardRoutes.feed(language, "json"),
    icon: `${origin}/icons/icon-512.png`,
    favicon: `${origin}/icons/icon-192.png`,
    language,
    authors: [{ name: feed.title, url: origin }],
    items: feed.items.map(itemOf),
  };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

const itemOf = (item: FeedItem): object => ({
  id: item.id,
  url: item.url,
  title: item.title,
  ...(item.summary === "" ? {} : { summary: item.summary }),
  content_html: item.html,
  ...(item.picture === undefined ? {} : { image: item.picture.url }),
  date_published: item.published.toISOString(),
  date_modified: item.updated.toISOString(),
  ...(item.byline === undefined ? {} : { authors: [{ name: item.byline }] }),
  ...(item.tags.length === 0 ? {} : { tags: item.tags }),
  language: item.language,
  ...(item.enclosures.length === 0
    ? {}
    : {
        attachments: item.enclosures.map(({ url, type, bytes, length }) => ({
          url,
          mime_type: type,
          size_in_bytes: bytes,
          ...(length === undefined ? {} : { duration_in_seconds: length }),
        })),
      }),
});
