// A web server that knows files and nothing else: no rewriting, no compression, no header of ours unless it is told.
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

export interface StaticHostOptions {
  readonly folder: string;
  /** Sends what `_headers` says, as Netlify and Cloudflare Pages do. */
  readonly headers?: boolean;
  /** Unknown paths get 404.html in place of a line of its own. */
  readonly notFoundPage?: boolean;
}

export interface StaticHost {
  readonly origin: string;
  readonly port: number;
  /** Every path that was asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".avif": "image/avif",
  ".xml": "text/xml",
  ".txt": "text/plain",
};

/** Serves a folder on a port of its own; `port` where one is wanted again. */
export async function openStaticHost(options: StaticHostOptions): Promise<StaticHost> {
  const { folder } = options;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
    asked.push(path);
    const file = join(folder, normalize(path));
    if (existsSync(file) && statSync(file).isDirectory()) {
      if (!path.endsWith("/")) {
        response.writeHead(301, { location: encodeURI(`${path}/`) }).end();
        return;
      }
      send(response, join(file, "index.html"), path);
    } else send(response, file, path);
  });
  const send = (response: ServerResponse, file: string, path: string): void => {
    const headers = options.headers ? headersFor(folder, path) : {};
    if (existsSync(file)) {
      const type = types[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...headers }).end(readFileSync(file));
    } else if (options.notFoundPage) {
      const page = readFileSync(join(folder, "404.html"));
      response.writeHead(404, { "content-type": "text/html", ...headers }).end(page);
    } else response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The host got no port");
  return {
    origin: `http://localhost:${address.port}`,
    port: address.port,
    asked,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** What the rules of `_headers` say of a path. */
function headersFor(folder: string, path: string): Readonly<Record<string, string>> {
  const rules = readFileSync(join(folder, "_headers"), "utf8").trim().split("\n\n");
  const fitting = rules.filter((rule) => {
    const [pattern = ""] = rule.split("\n");
    return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  });
  return Object.fromEntries(
    fitting.flatMap((rule) =>
      rule
        .split("\n")
        .slice(1)
        .map((line) =>
          line
            .trim()
            .split(/: (.*)/s)
            .slice(0, 2),
        ),
    ),
  );
}
