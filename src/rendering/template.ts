import { h, type JSX } from "preact";
import type { Hash } from "../protocol/bytes.ts";
import type { Served } from "./served.ts";
import { servedId } from "./served-id.ts";

/** What the page is made with: preact-render-to-string, and SHA-256 in base64url over a text's UTF-8 bytes. */
export interface TemplateTools {
  readonly render: (node: JSX.Element) => string;
  readonly hashOf: (text: string) => Hash;
  /** True where the page comes over a network: an article's text then stands before the rest of what it is drawn with. */
  readonly textFirst?: boolean;
}

/** The second of the build's style sheets: what an article's page does not need until the app is there. */
const restOfStyles = /<\/style>(<style>[^]*?<\/style>)/;
/** The app's own script, in the head as the build puts it. */
const entryScript = /\s*<script type="module"[^>]*><\/script>/;
/** The drawings as the build puts them into the page, at its end. */
const drawings = /<div hidden><svg><defs>([^]*?)<\/defs><\/svg><\/div>/;
/** One of them, a group with all that is in it. */
const oneDrawing = /<(g|path)\b[^>]*?(?:\/>|>[^]*?<\/\1>)/g;

/**
 * The built `index.html` with a page's head, body and data put at its marks. `data-served` on the
 * app's element names the page's kind; without it the app starts on an empty one, and what stands there for those
 * without script (`/` on a static host) is not needed on a page of its own.
 */
export function intoTemplate(
  template: string,
  served: Served,
  { render, hashOf, textFirst = false }: TemplateTools,
): string {
  const head = [
    h("title", null, served.title),
    h("meta", { name: "description", content: served.description }),
    ...served.head,
  ];
  const data =
    served.data === undefined
      ? ""
      : `<script type="application/json" id="${servedId}" data-hash="${hashOf(served.data.json)}"${served.data.isPart ? " data-part" : ""}>${served.data.json}</script>`;
  const facts =
    served.facts === undefined ? "" : `<script type="application/ld+json">${served.facts}</script>`;
  const body = render(served.body);
  const [all = "", inside = ""] = drawings.exec(template) ?? [];
  // Lists and notices are drawn with the second sheet, and wait for it.
  const isTextFirst = textFirst && served.kind === "article" && !served.isLong;
  const [, later = ""] = (isTextFirst && restOfStyles.exec(template)) || [];
  // In the head, Chromium asks for it before it parses on, and shows an empty page before the one with the text.
  const [script = ""] = (isTextFirst && entryScript.exec(template)) || [];
  const drawing = inside.match(oneDrawing) ?? [];
  const [shown, others] = isTextFirst ? [[], drawing] : apart(drawing, body);
  // Functions as replacements: in a string, "$&" and its like would mean something.
  return template
    .replace(later, () => "")
    .replace(script, () => "")
    .replace(all, () => drawn(others))
    .replace(/\s*<noscript>[^]*?<\/noscript>/, () => "")
    .replace(/<html lang="[^"]*"/, () => `<html lang="${served.language}"`)
    .replace(/<title>[^<]*<\/title>/, () => "")
    .replace('<div id="app">', () => `${drawn(shown)}<div id="app" data-served="${served.kind}">`)
    .replace("<!--head-->", () => head.map(render).join(""))
    .replace("<!--app-->", () => body)
    .replace("<!--data-->", () => script + later + data + facts);
}

/** Drawings that a page shows, and those that only the app on it will: on a slow line the text is not to wait for them. */
function apart(
  all: readonly string[],
  page: string,
): readonly [shown: readonly string[], others: readonly string[]] {
  const names = new Set(
    Array.from(page.matchAll(/<use [^>]*?href="#([^"]+)"/g), ([, name]) => name),
  );
  const isShown = (drawing: string): boolean =>
    Array.from(drawing.matchAll(/ id="([^"]+)"/g)).some(([, name]) => names.has(name));
  return [all.filter(isShown), all.filter((drawing) => !isShown(drawing))];
}

const drawn = (some: readonly string[]): string =>
  some.length === 0 ? "" : `<div hidden><svg><defs>${some.join("")}</defs></svg></div>`;
