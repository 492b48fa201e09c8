// A browser that nobody watches. Whoever drives one is told each request's body, and for one of 2 MiB from memory that takes
// several times as long as the request; the body of one out of a Blob, which is how a peer sends, is not told.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { getBrowser } from "../../tests/support/browsers/finding-browsers.ts";
import type { Bench } from "./page.ts";

/** A function of the measured page, and what it is given. */
export type Call = {
  [Name in keyof Bench]: readonly [Name, ...Parameters<Bench[Name]>];
}[keyof Bench];
/** What they gave. */
export type Results<Calls extends readonly Call[]> = {
  -readonly [At in keyof Calls]: Awaited<ReturnType<Bench[Calls[At][0]]>>;
};

export interface Unwatched {
  /** Where the page and what it loads were built to. */
  readonly page: string;
  /** The profile's folder: a new one. */
  readonly profile: string;
  /** The newsroom's origin. */
  readonly newsroom: string;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};
const flags = [
  "--headless=new",
  "--no-sandbox",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  // The page comes from a server of its own: without this flag each request would be asked about first.
  "--disable-web-security",
];

/** Opens the measured page in a browser of its own, and resolves with what its functions gave, one after another. */
export async function runUnwatched<const Calls extends readonly Call[]>(
  { page, profile, newsroom }: Unwatched,
  calls: Calls,
): Promise<Results<Calls>> {
  const told = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/outcome") {
      readWhole(request).then(told.resolve, told.reject);
      response.end();
      return;
    }
    readFile(join(page, pathname)).then(
      (bytes) => response.setHeader("content-type", types[extname(pathname)] ?? "").end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const query = new URLSearchParams({ newsroom, run: JSON.stringify(calls) });
  const browser = spawn(
    getBrowser("chromium"),
    [...flags, `--user-data-dir=${profile}`, `http://localhost:${port}/bench.html?${query}`],
    { stdio: "ignore" },
  );
  const ended = once(browser, "exit");
  try {
    const ending = ended.then(() => {
      throw new Error("Chromium ended before it told anything");
    });
    const outcome = JSON.parse(await Promise.race([told.promise, ending])) as {
      readonly results?: Results<Calls>;
      readonly failed?: string;
    };
    if (outcome.results === undefined) throw new Error(outcome.failed);
    return outcome.results;
  } finally {
    browser.kill("SIGTERM");
    await ended.catch(() => undefined);
    server.closeAllConnections();
    server.close();
  }
}

async function readWhole(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
