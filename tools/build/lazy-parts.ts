import type { Plugin } from "vite";

const call = /__vitePreload\(\(\) => (import\([^]*?), ?__VITE_PRELOAD__\)/g;

/**
 * What stands around each `import()` of the app: nothing. Vite's own helper knows style sheets of lazy parts, integrity
 * nonces, module preloading and old browsers, for more than half a kilobyte that readers would pay; here a lazy part asks
 * for its own style sheet (`src/app/ui/style-sheet.ts`).
 */
export function lazyParts(): Plugin {
  return {
    name: "soniakh:lazy-parts",
    enforce: "pre",
    load: (id) =>
      id === "\0vite/preload-helper.js"
        ? "export const __vitePreload = (load) => load();"
        : undefined,
    renderChunk: (code) => ({ code: code.replaceAll(call, "$1"), map: null }),
    // A sheet that nobody asks for would be missing on the screen, and in silence.
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || !chunk.isDynamicEntry) continue;
        const [sheet] = chunk.viteMetadata?.importedCss ?? [];
        if (sheet !== undefined)
          this.error(`${chunk.name} is loaded later: import its style sheet with ?url (${sheet})`);
      }
    },
  };
}
