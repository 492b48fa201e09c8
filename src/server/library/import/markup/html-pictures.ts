import { type Block, blockLimits } from "../../../../protocol/block.ts";
import type { HtmlNotebook } from "./html-notebook.ts";
import { attribute, type MarkupElement } from "./tree.ts";

/** CSS pixels: the widest file that a phone gets. A wider source costs the newsroom's line and shows nothing more. */
const wanted = 720;
/** What is smaller is a sign in the text or a counter of readers. */
const smallest = 40;

/** A picture as a figure; its description where it is a sign in the text; undefined where it is nothing. */
export function pictureOf(
  element: MarkupElement,
  notebook: HtmlNotebook,
): Block<string> | string | undefined {
  const alt = altOf(element);
  if (isSign(element)) return alt === "" ? undefined : alt;
  const address = bestAddress(element, notebook);
  if (address === undefined || notebook.pictures.has(nameOf(address))) return undefined;
  notebook.pictures.add(nameOf(address));
  return { kind: "figure", media: address, alt, caption: [] };
}

/** The description, else the title; a file's name is none. */
function altOf(element: MarkupElement): string {
  const texts = [attribute(element, "alt"), attribute(element, "title")];
  const told = texts.find((text) => text !== undefined && !isFileName(text)) ?? "";
  return told.replace(/\s+/g, " ").slice(0, blockLimits.alt);
}

/** `IMG_2041`, `photo-5.jpg`, `DSC00012 (1)`. */
export const isFileName = (text: string): boolean =>
  /\.(jpe?g|png|gif|webp|avif|bmp)$/i.test(text.trim()) ||
  /^(img|dsc|dscn|image|photo|pxl|screenshot|viber|whatsapp|снимок)?[-_ ]?[\d_() -]{3,}\w{0,3}$/i.test(
    text.trim(),
  );

function isSign(element: MarkupElement): boolean {
  if (/\b(wp-smiley|emoji|emoticon)\b/.test(element.attributes["class"] ?? "")) return true;
  return ["width", "height"].some((name) => {
    const size = Number.parseInt(attribute(element, name) ?? "", 10);
    return size >= 0 && size < smallest;
  });
}

const lazy = [
  "data-src",
  "data-lazy-src",
  "data-original",
  "data-orig-file",
  "data-large-file",
  "data-full-url",
  "nitro-lazy-src",
];
const lazySets = ["data-srcset", "data-lazy-srcset"];

/** From the sizes that are offered the smallest that is wide enough, else the picture itself. Pages that load late say it elsewhere. */
function bestAddress(element: MarkupElement, notebook: HtmlNotebook): string | undefined {
  const sets = ["srcset", ...lazySets].map((name) => attribute(element, name) ?? "");
  const offered = sets.flatMap(candidatesOf).filter(({ address }) => !address.startsWith("data:"));
  const wide = offered.filter(({ width }) => width >= wanted && width <= 4 * wanted);
  const best = wide.toSorted((one, other) => one.width - other.width)[0];
  const plain = attribute(element, "src");
  const waits =
    plain === undefined || /^data:|blank\.gif|placeholder|spacer|lazy[-_.]?load|1x1/i.test(plain);
  const others = lazy.map((name) => attribute(element, name));
  const largest = offered.toSorted((one, other) => other.width - one.width)[0];
  const addresses = [
    best?.address,
    ...(waits ? [...others, largest?.address, plain] : [plain, ...others]),
  ];
  for (const address of addresses) {
    const resolved = address === undefined ? undefined : notebook.resolve(address);
    if (resolved !== undefined) return resolved;
  }
  return undefined;
}

/** `a.jpg 300w, b.jpg 2x`; a density counts as so many times 360 pixels. */
function candidatesOf(
  set: string,
): readonly { readonly address: string; readonly width: number }[] {
  return set
    .slice(0, 20_000)
    .split(/,\s+|,(?=https?:|\/)/)
    .flatMap((candidate) => {
      const [, address, size, unit] =
        /^\s*(\S+?)(?:\s+([\d.]+)([wx]))?,?\s*$/.exec(candidate) ?? [];
      if (address === undefined) return [];
      const width = size === undefined ? 0 : Number(size) * (unit === "x" ? wanted / 2 : 1);
      return [{ address, width }];
    });
}

/** A picture's name whatever its size: `photo-768x512.jpg` and `photo-scaled.jpg` are `photo.jpg`. */
export const nameOf = (address: string): string =>
  address
    .replace(/[?#].*$/, "")
    .replace(/^https?:\/\/(?:i\d\.wp\.com\/)?/, "")
    .replace(/-(?:\d{2,4}x\d{2,4}|scaled)(?=\.\w{3,4}$)/, "");
