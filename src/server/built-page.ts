import { readFileSync, statSync } from "node:fs";
import { styleHashes } from "./headers.ts";
import { OperatorError } from "./operator-error.ts";

/** The built index.html, that served pages are put into; read again where a new build has replaced it. */
export interface BuiltPage {
  readonly html: string;
  /** CSP sources for the style sheets inside. */
  readonly styleHashes: readonly string[];
}

/** Opens the built page. Throws an {@link OperatorError} where the app was never built. */
export function openBuiltPage(path: string): () => BuiltPage {
  let version = "";
  let page: BuiltPage = { html: "", styleHashes: [] };
  const read = (): BuiltPage => {
    const found = statSync(path, { throwIfNoEntry: false });
    // A build that is under way has taken the file away: the one that was read is still right.
    if (found === undefined) return page;
    const newest = `${found.mtimeMs} ${found.size}`;
    if (newest === version) return page;
    const html = readFileSync(path, "utf8");
    page = { html, styleHashes: styleHashes(html) };
    version = newest;
    return page;
  };
  read();
  if (version === "") {
    throw new OperatorError(`There is no built app at ${path}; npm start builds it.`);
  }
  return read;
}
