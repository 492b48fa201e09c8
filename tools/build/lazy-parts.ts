import type { Plugin } from "vite";

/**
 * What stands around each `import()` of the app: the style sheet of a lazy part is loaded before the part itself. Vite's
 * own helper also knows integrity nonces, module preloading and old browsers, for half a kilobyte that readers would pay.
 */
const loader = `
const asked = new Map();
const sheet = (href) => new Promise((done, fail) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  link.onload = done;
  link.onerror = () => { asked.delete(href); link.remove(); fail(new Error(href)); };
  document.head.append(link);
});
export const __vitePreload = async (load, files = []) => {
  await Promise.all(files.filter((file) => file.endsWith(".css")).map((file) => {
    const href = "/" + file;
    if (!asked.has(href)) asked.set(href, sheet(href));
    return asked.get(href);
  }));
  return load();
};
`;

/** Puts our own loader of lazy parts in the place of Vite's. */
export function lazyParts(): Plugin {
  return {
    name: "soniakh:lazy-parts",
    enforce: "pre",
    load: (id) => (id === "\0vite/preload-helper.js" ? loader : undefined),
  };
}
