import { resolveAddress } from "../markup/html-notebook.ts";
import { attribute, childrenOf, findAll, type MarkupElement, parseMarkup } from "../markup/tree.ts";
import { atomEntry, linkOf } from "./atom-entry.ts";
import type { Feed, FeedItem } from "./feed.ts";
import { baseIn, textIn } from "./item-markup.ts";
import { titleWords } from "./item-words.ts";
import { rssItem } from "./rss-item.ts";
import { withKnownNames } from "./xml-names.ts";

/** RSS 0.9x, 1.0, 2.0 or Atom out of text; undefined where it is none of them. `now` in milliseconds since 1970. */
export function readXmlFeed(text: string, url: string, now: number): Feed | undefined {
  const read = parseMarkup(text, "xml");
  const root = withKnownNames(read.root);
  const [feed] = findAll(root, "rss", "rdf:rdf", "feed", "channel", "html", "item", "entry");
  if (feed === undefined || feed.name === "html") return undefined;
  const remarks =
    read.cut === undefined
      ? []
      : [`is ${read.cut === "too-deep" ? "nested too deep" : "too large"}; its end was left out`];
  const told =
    feed.name === "feed" || feed.name === "entry"
      ? readAtom(feed, root, url, now)
      : readRss(feed, root, url, now);
  return { ...told, remarks: [...told.remarks, ...remarks] };
}

function readAtom(feed: MarkupElement, root: MarkupElement, url: string, now: number): Feed {
  const base = baseIn(feed, url);
  const authors = childrenOf(feed, "author").map((author) => textIn(author, "name"));
  const entries = findAll(root, "entry");
  const deleted = findAll(root, "at:deleted-entry").flatMap(
    (entry) => attribute(entry, "ref") ?? [],
  );
  const is03 = attribute(feed, "version") === "0.3";
  const self = selfOf(childrenOf(feed, "link"), base) ?? textIn(feed, "id") ?? linkOf(feed, base);
  return {
    kind: is03 ? "Atom 0.3" : "Atom",
    title: titleWords(textIn(feed, "title") ?? ""),
    items: entries.map((entry) => atomEntry(entry, base, authors, now)),
    deleted,
    remarks: [],
    ...about(feed, attribute(feed, "xml:lang") ?? textIn(feed, "dc:language")),
    ...(self === undefined ? {} : { self }),
  };
}

function readRss(feed: MarkupElement, root: MarkupElement, url: string, now: number): Feed {
  const channel = feed.name === "channel" ? feed : (findAll(feed, "channel")[0] ?? feed);
  const [, home] = /^\s*(\S+)/.exec(textIn(channel, "link") ?? "") ?? [];
  const page = home === undefined ? url : (resolveAddress(home, url) ?? url);
  const base = baseIn(channel, baseIn(feed, page));
  const remarks: string[] = [];
  const others = new Map<string, number>();
  const items = findAll(root, "item").flatMap((item): readonly FeedItem[] => {
    const read = rssItem(item, base, now);
    if (typeof read !== "string") return [read];
    const kind = /^is of the kind (.+), not/.exec(read)?.[1];
    if (kind !== undefined) others.set(kind, (others.get(kind) ?? 0) + 1);
    else
      remarks.push(
        `${titleWords(textIn(item, "title", "link") ?? "an item").slice(0, 80)} ${read}`,
      );
    return [];
  });
  const links = childrenOf(channel, "atom:link");
  const self = selfOf(links, url) ?? (home === undefined ? undefined : page);
  return {
    kind: feed.name === "rdf:rdf" ? "RSS 1.0" : `RSS ${attribute(feed, "version") ?? "2.0"}`,
    title: titleWords(textIn(channel, "title") ?? ""),
    items,
    deleted: findAll(root, "at:deleted-entry").flatMap((entry) => attribute(entry, "ref") ?? []),
    remarks: [
      ...remarks,
      ...[...others].map(
        ([kind, count]) => `holds ${count} of the kind ${kind}, which are no articles`,
      ),
    ],
    ...about(channel, textIn(channel, "language", "dc:language") ?? attribute(feed, "xml:lang")),
    ...(self === undefined ? {} : { self }),
  };
}

const selfOf = (links: readonly MarkupElement[], base: string): string | undefined =>
  links
    .filter((link) => attribute(link, "rel") === "self")
    .map((link) => resolveAddress(attribute(link, "href") ?? "", base))
    .find((address) => address !== undefined);

const periods: Readonly<Record<string, number>> = { hourly: 60, daily: 1_440, weekly: 10_080 };

function about(
  channel: MarkupElement,
  language: string | undefined,
): Pick<Feed, "language" | "minutes"> {
  const ttl = Number(textIn(channel, "ttl") ?? "");
  const period = periods[(textIn(channel, "sy:updateperiod") ?? "").toLowerCase()] ?? 0;
  const minutes =
    ttl > 0 ? ttl : period / Math.max(1, Number(textIn(channel, "sy:updatefrequency") ?? "1") || 1);
  return {
    ...(language === undefined ? {} : { language }),
    ...(minutes > 0 ? { minutes: Math.min(1_440, minutes) } : {}),
  };
}
