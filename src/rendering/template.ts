import { h, type JSX } from "preact";
import type { Hash } from "../protocol/bytes.ts";
import type { Served } from "./served.ts";
import { servedId } from "./served-id.ts";

/** What the page is made with: preact-render-to-string, and SHA-256 in base64url over a text's UTF-8 bytes. */
export interface TemplateTools {
  readonly render: (node: JSX.Element) => string;
  readonly hashOf: (text: string) => Hash;
}

/**
 * The built `index.html` with a page's head, body and data put at its marks. `data-served` on the
 * app's element names the page's kind; without it the app starts on an empty one, and what stands there for those
 * without script (`/` on a static host) is not needed on a page of its own.
 */
export function intoTemplate(
  template: string,
  served: Served,
  { render, hashOf }: TemplateTools,
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
  // Functions as replacements: in a string, "$&" and its like would mean something.
  return template
    .replace(/\s*<noscript>[^]*?<\/noscript>/, () => "")
    .replace(/<html lang="[^"]*"/, () => `<html lang="${served.language}"`)
    .replace(/<title>[^<]*<\/title>/, () => "")
    .replace('<div id="app">', () => `<div id="app" data-served="${served.kind}">`)
    .replace("<!--head-->", () => head.map(render).join(""))
    .replace("<!--app-->", () => render(served.body))
    .replace("<!--data-->", () => data + facts);
}
