import { isElement, type Markup, type MarkupElement } from "../markup/tree.ts";

/** What feeds call a vocabulary, by the beginning of its address. Prefixes are anybody's choice; addresses are not. */
const vocabularies: readonly (readonly [address: string, prefix: string])[] = [
  ["www.w3.org/2005/atom", "atom"],
  ["purl.org/atom/ns#", "atom"],
  ["purl.org/rss/1.0/modules/content", "content"],
  ["purl.org/rss/1.0/modules/syndication", "sy"],
  ["purl.org/rss/1.0/modules/slash", "slash"],
  ["purl.org/rss/1.0", ""],
  ["purl.org/net/rss", ""],
  ["channel.netscape.com/rdf", ""],
  ["my.netscape.com/rdf", ""],
  ["backend.userland.com/rss", ""],
  ["blogs.law.harvard.edu/tech/rss", ""],
  ["www.w3.org/1999/02/22-rdf-syntax", "rdf"],
  ["purl.org/dc/elements", "dc"],
  ["purl.org/dc/terms", "dcterms"],
  ["search.yahoo.com/mrss", "media"],
  ["www.rssboard.org/media-rss", "media"],
  ["www.itunes.com/dtds/podcast", "itunes"],
  ["purl.org/atompub/tombstones", "at"],
  ["wordpress.org/export", "wp"],
  ["www.w3.org/1999/xhtml", "xhtml"],
];

const prefixOf = (address: string): string | undefined => {
  const plain = address
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  return vocabularies.find(([beginning]) => plain.startsWith(beginning))?.[1];
};

type Scope = Readonly<Record<string, string>>;

/**
 * The same tree with every prefix as this house writes it (`dc:`, `media:`, `content:` …). What belongs to the feed's
 * own vocabulary, RSS or Atom, has none; a prefix that nobody declared counts as what it says.
 */
export function withKnownNames(root: MarkupElement): MarkupElement {
  const [first] = root.children.filter(isElement).filter(({ name }) => !name.startsWith("?"));
  const isAtom = first !== undefined && first.name.replace(/^.*:/, "") === "feed";
  return rename(root, {}, isAtom);
}

function rename(element: MarkupElement, scope: Scope, isAtom: boolean): MarkupElement {
  const inner = { ...scope, ...declaredBy(element) };
  const [, prefix = "", local = ""] = /^(?:([^:]*):)?(.*)$/.exec(element.name) ?? [];
  const known = prefix === "" ? "" : (inner[prefix] ?? prefix);
  const own = known === "" || (isAtom && known === "atom");
  const children = element.children.map((child): Markup =>
    isElement(child) ? rename(child, inner, isAtom) : child,
  );
  return { ...element, name: own ? local : `${known}:${local}`, children };
}

function declaredBy({ attributes }: MarkupElement): Scope {
  const declared = Object.entries(attributes).filter(([name]) => name.startsWith("xmlns:"));
  return Object.fromEntries(
    declared.flatMap(([name, address]) => {
      const prefix = prefixOf(address);
      return prefix === undefined ? [] : [[name.slice("xmlns:".length), prefix] as const];
    }),
  );
}
