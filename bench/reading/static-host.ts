import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
};
const compress = promisify(brotliCompress);

/** A good static host for a peer: brotli at its best, an ETag for each file, immutable for what bears a hash. */
export async function openStaticHost(
  folder: () => string,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const held = new Map<string, Promise<{ body: Buffer; etag: string }>>();
  const load = (path: string) => {
    let file = held.get(path);
    if (file === undefined) {
      file = readFile(path).then(async (bytes) => ({
        body: await compress(bytes),
        etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 16)}"`,
      }));
      held.set(path, file);
    }
    return file;
  };
  const server = createServer((request, response) => {
    void (async () => {
      const path = await fileOf(folder(), new URL(request.url ?? "/", "http://host").pathname);
      if (path === undefined) return response.writeHead(404).end();
      const { body, etag } = await load(path);
      const headers = {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "content-encoding": "br",
        "cache-control": path.includes("/assets/")
          ? "public, max-age=31536000, immutable"
          : "no-cache",
        etag,
      };
      if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
      response.writeHead(200, { ...headers, "content-length": body.length }).end(body);
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function fileOf(folder: string, path: string): Promise<string | undefined> {
  const asked = join(folder, normalize(decodeURIComponent(path)));
  for (const one of [asked, join(asked, "index.html"), `${asked}.html`]) {
    const found = await stat(one).catch(() => undefined);
    if (found?.isFile() === true) return one;
  }
  return undefined;
}
