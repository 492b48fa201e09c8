/** The longest name of a file that every usual disk takes, bytes. */
const longestName = 240;

/**
 * Where a static host finds the answer to a path: a file of that name, or `index.html` in a folder of that name.
 * Undefined where no file can bear the name.
 */
export function placeOf(path: string): string | undefined {
  const names = path
    .split("/")
    .slice(1)
    .map((name) => decodeURIComponent(name));
  const isFile = path.startsWith("/library/") || /\.[a-z]+$/.test(names.at(-1) ?? "");
  if (!isFile) names.splice(names.at(-1) === "" ? -1 : names.length, 1, "index.html");
  return names.every(isName) ? names.join("/") : undefined;
}

function isName(name: string): boolean {
  if (name === "" || name === "." || name === ".." || /[/\\\u0000]/.test(name)) return false;
  return Buffer.byteLength(name) <= longestName;
}

/** Texts that a server may hold compressed beside them. */
const texts = /\.(html|js|css|json|ndjson|xml|svg|txt|webmanifest)$/;
const least = 512;

/** True for a file that is worth a compressed copy. */
export const isWorthCompressing = (place: string, bytes: number): boolean =>
  bytes >= least && texts.test(place);
