import { attribute, childrenOf, findAll, innerText, type MarkupElement } from "../markup/tree.ts";
import { resolveAddress } from "../markup/html-notebook.ts";
import type { Enclosure, OfferedPicture } from "./feed.ts";
import { titleWords } from "./item-words.ts";
import { textIn } from "./item-markup.ts";

interface Offer {
  readonly element: MarkupElement;
  readonly url: string;
  readonly type: string;
  readonly width: number;
}

const pictureName = /\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])/i;

/** All the files that an item names, by Media RSS, enclosures and podcasts' pictures. */
function offersIn(item: MarkupElement, base: string): readonly Offer[] {
  const named = findAll(
    item,
    "media:content",
    "media:thumbnail",
    "enclosure",
    "itunes:image",
    "image",
  ).concat(
    childrenOf(item, "link", "atom:link").filter((link) => attribute(link, "rel") === "enclosure"),
  );
  return named.flatMap((element): readonly Offer[] => {
    const address =
      attribute(element, "url") ??
      attribute(element, "href") ??
      textIn(element, "url") ??
      ownText(element);
    const url = address === undefined ? undefined : resolveAddress(address, base);
    if (url === undefined) return [];
    const width = Number.parseInt(attribute(element, "width") ?? "", 10);
    return [{ element, url, type: typeOf(element, url), width: Number.isNaN(width) ? 0 : width }];
  });
}

const ownText = (element: MarkupElement): string | undefined =>
  element.name === "image" ? innerText(element).trim() || undefined : undefined;

function typeOf(element: MarkupElement, url: string): string {
  const medium = attribute(element, "medium");
  const declared = (
    attribute(element, "type") ?? (medium === undefined ? "" : `${medium}/*`)
  ).toLowerCase();
  if (/thumbnail|image$/.test(element.name)) return "image/*";
  const isVague = declared === "" || declared.startsWith("application/octet-stream");
  return isVague && pictureName.test(url) ? "image/*" : declared;
}

/** The item's own picture: the widest that is offered, a thumbnail only where nothing else is. */
export function pictureIn(item: MarkupElement, base: string): OfferedPicture | undefined {
  const pictures = offersIn(item, base).filter(({ type }) => type.startsWith("image/"));
  const rank = ({ element, width }: Offer): number =>
    width + (element.name === "media:thumbnail" ? 0 : element.name === "itunes:image" ? 1 : 10_000);
  const best = pictures.toSorted((one, other) => rank(other) - rank(one))[0];
  if (best === undefined) return undefined;
  const about = best.element.children.length > 0 ? best.element : item;
  const caption = titleWords(textIn(about, "media:description", "media:title") ?? "");
  const alt = titleWords(attribute(best.element, "alt") ?? "");
  return {
    url: best.url,
    alt: alt || caption,
    ...(caption === "" || about === item ? {} : { caption: caption.slice(0, 1_000) }),
  };
}

/** Sound, film and documents that come with an item. */
export function enclosuresIn(item: MarkupElement, base: string): readonly Enclosure[] {
  const files = offersIn(item, base).filter(
    ({ type, element }) => !type.startsWith("image/") && element.name !== "image",
  );
  const different = new Map(files.map((file) => [file.url, file]));
  return [...different.values()].slice(0, 20).map(({ url, type, element }) => {
    const title = attribute(element, "title");
    return { url, type, ...(title === undefined ? {} : { title }) };
  });
}
