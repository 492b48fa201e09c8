import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const drawings = new URL("../../src/rendering/drawings.svg", import.meta.url);

/** Puts the drawings into the page at `<!--drawings-->`: screens point to them, and no script carries their lines. */
export function pageDrawings(): Plugin {
  return {
    name: "soniakh:drawings",
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        const svg = readFileSync(drawings, "utf8")
          .replace(/<!--[^]*?-->/g, "")
          .replace(/\s*\n\s*/g, "")
          .replace(' xmlns="http://www.w3.org/2000/svg"', "");
        return html.replace("<!--drawings-->", () => `<div hidden>${svg}</div>`);
      },
    },
  };
}
