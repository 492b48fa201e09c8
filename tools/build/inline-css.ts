import type { Plugin } from "vite";

/** The rule at which the sheet is cut (`src/app/styles/rest.css`), as minified. */
const cut = "rest{order:1}";
const sheetLink = /\s*<link rel="stylesheet"[^>]*href="\/([^"]+\.css)"[^>]*>/g;

/**
 * Puts the style sheet that the page links into the page itself: a served article is then one request. Cut in two, it is
 * two `<style>`, so that an article's text need not wait for the second (`rendering/template.ts`). Their hashes go into the
 * Content-Security-Policy, which the server computes from this file. The sheets of lazily loaded parts stay files of their
 * own.
 */
export function inlineCss(): Plugin {
  const inlined = new Set<string>();
  return {
    name: "soniakh:inline-css",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (bundle === undefined) return html;
        const sheets: string[] = [];
        const bare = html.replace(sheetLink, (_link, file: string) => {
          const asset = bundle[file];
          if (asset?.type !== "asset") throw new Error(`${file} is linked but was not built`);
          sheets.push(asText(asset.source).trim());
          inlined.add(file);
          delete bundle[file];
          inlined.add(file);
          return "";
        });
        if (sheets.length === 0) return html;
        const styles = sheets.join("").split(cut);
        if (styles.length > 2) throw new Error(`The style sheet is cut twice, at ${cut}`);
        return bare.replace("</head>", () => `${styles.map(asStyle).join("")}\n</head>`);
      },
    },
    // A lazy part that shares code with the page would ask for the page's sheet, which is no file any more.
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== "chunk") continue;
          for (const sheet of inlined)
            file.code = file.code.replaceAll(JSON.stringify(sheet), '""');
        }
      },
    },
  };
}

const asStyle = (sheet: string): string => `<style>${sheet}</style>`;

const asText = (source: string | Uint8Array): string =>
  typeof source === "string" ? source : new TextDecoder().decode(source);
