import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { brotli, takesBrotli } from "./compressing.ts";

const decompress = promisify(brotliDecompress);

/** The files of one built folder. */
export interface StaticFiles {
  /** The answer to a GET or HEAD for `path` (no slash at its start); undefined where there is no such file. */
  respond(path: string, request: Request): Promise<Response | undefined>;
}

interface Held {
  readonly version: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  /** As the build compressed it, else made on the first request that takes it. */
  compressed?: Promise<Uint8Array<ArrayBuffer>>;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const alreadySmall = new Set([".ico", ".jpg", ".png", ".woff2"]);

// Letters, digits, `-`, `_`, `.` and folders; nothing that starts with a dot, so no `..` and no stamp.
const plainPath = /^(?!\.)[\w-][\w.-]*(\/(?!\.)[\w-][\w.-]*)*$/;

/** Serves a built folder from memory, each file with an ETag and in brotli; a file that changes is read again. */
export function createStaticFiles(folder: string): StaticFiles {
  const held = new Map<string, Held>();
  return {
    async respond(path, request) {
      if (!plainPath.test(path) || types[extname(path)] === undefined) return undefined;
      const file = await findFile(folder, path, held);
      return file && answer(folder, file, path, request);
    },
  };
}

async function findFile(
  folder: string,
  path: string,
  held: Map<string, Held>,
): Promise<Held | undefined> {
  const full = join(folder, path);
  const found = await stat(full).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  const version = `${found.mtimeMs} ${found.size}`;
  const known = held.get(path);
  if (known?.version === version) return known;
  const bytes = Uint8Array.from(await readFile(full));
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  const file = { version, bytes, etag };
  held.set(path, file);
  return file;
}

/** Only what gives back these very bytes counts: beside a file that was replaced by hand lies what was made of the old one. */
async function compressedOf(
  folder: string,
  path: string,
  { bytes }: Held,
): Promise<Uint8Array<ArrayBuffer>> {
  const made = await readFile(join(folder, ".br", `${path}.br`)).catch(() => undefined);
  const whole = made && (await decompress(made).catch(() => undefined));
  return made && whole?.equals(bytes) === true ? Uint8Array.from(made) : brotli(bytes, 11);
}

async function answer(
  folder: string,
  file: Held,
  path: string,
  request: Request,
): Promise<Response> {
  const extension = extname(path);
  const isSmall = alreadySmall.has(extension);
  const small = !isSmall && takesBrotli(request.headers.get("accept-encoding") ?? undefined);
  // Other bytes, another tag: the rest of one must never be put behind the beginning of the other.
  const etag = small ? file.etag.replace(/"$/, '-br"') : file.etag;
  const headers = new Headers({
    "content-type": types[extension] ?? "application/octet-stream",
    "cache-control": cacheRule(path),
    etag,
  });
  if (!isSmall) headers.set("vary", "accept-encoding");
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
  if (small) headers.set("content-encoding", "br");
  const body = small ? await (file.compressed ??= compressedOf(folder, path, file)) : file.bytes;
  headers.set("accept-ranges", "bytes");
  const from = restOf(request, etag, body.length);
  if (from > 0) headers.set("content-range", `bytes ${from}-${body.length - 1}/${body.length}`);
  headers.set("content-length", String(body.length - from));
  return new Response(request.method === "HEAD" ? null : body.subarray(from), {
    status: from > 0 ? 206 : 200,
    headers,
  });
}

/**
 * Where a browser goes on that has the beginning of this very file: 0 for all of it. Only 'from here to the end' is
 * answered, as browsers ask after a broken line (RFC 9110, 14.2: a server may ignore any range).
 */
function restOf(request: Request, etag: string, length: number): number {
  if (request.method !== "GET" || request.headers.get("if-range") !== etag) return 0;
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
  return from < length ? from : 0;
}

/** Names in assets/ carry a hash of what is inside; everything else may change at any time. */
function cacheRule(path: string): string {
  if (path.startsWith("assets/")) return "public, max-age=31536000, immutable";
  // Browsers ask after these with every page that they open; a day late harms nobody.
  return /^icons\/|\.webmanifest$/.test(path) ? "public, max-age=86400" : "no-cache";
}

const isKnown = (request: Request, etag: string): boolean =>
  (request.headers.get("if-none-match") ?? "")
    .split(",")
    .some((one) => one.trim().replace(/^W\//, "") === etag);
