import { Hono } from "hono";
import { readHash, type Hash } from "../../protocol/bytes.ts";
import { parsing } from "../../protocol/parsing.ts";
import { routes } from "../../protocol/routes.ts";
import { answerBinary, answerText, type Answer, immutable, revalidated } from "./answering.ts";
import { createCompressor } from "./compressing.ts";
import { createPageRoutes } from "./export/page-routes.ts";
import type { PageDeps } from "./export/pages.ts";

/** What the library's routes stand on. */
export interface LibraryRoutesDeps extends PageDeps {
  /** The key list as the root signed it; undefined while there is none. */
  readonly keys: () => Uint8Array<ArrayBuffer> | undefined;
}

/** Signed files and what is not text on every machine. */
const types = {
  signed: "application/vnd.soniakh.signed",
  json: "application/json",
  lines: "application/x-ndjson",
  text: "text/plain; charset=utf-8",
} as const;

const mediaTypes: Readonly<Record<string, string>> = {
  avif: "image/avif",
  jpg: "image/jpeg",
  webm: "audio/webm",
  mp4: "audio/mp4",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
};

/**
 * What phones and browsers read: `/library/*` and the HTML pages. GET and HEAD; every body with an ETag,
 * brotli or gzip where it helps, and its cache rule.
 */
export function createLibraryRoutes(deps: LibraryRoutesDeps): Hono {
  const { library } = deps;
  const compressor = createCompressor();
  const app = new Hono();
  const text = (request: Request, answer: Answer | undefined, thorough?: boolean) =>
    answerText(request, answer ?? missing, compressor, thorough);

  app.get(routes.head, (c) =>
    text(c.req.raw, { body: library.edition().head, type: types.signed, cache: revalidated }),
  );
  app.get(routes.keys, (c) => {
    const body = deps.keys();
    return text(c.req.raw, body && { body, type: types.signed, cache: revalidated });
  });
  app.get("/library/articles/:file{[A-Za-z0-9_-]{43}\\.json}", async (c) => {
    const hash = asHash(c.req.param("file").slice(0, 43));
    const json = hash && (await library.articleFile(hash));
    return text(
      c.req.raw,
      hash && json ? { body: bytes(json), type: types.json, cache: immutable, hash } : missing,
    );
  });
  app.get("/library/withdrawn/:hash", async (c) => {
    const hash = asHash(c.req.param("hash"));
    const body = hash && (await library.withdrawnList(hash));
    return text(c.req.raw, body && { body, type: types.signed, cache: immutable, hash });
  });
  app.get("/library/segments/:id/:file{[A-Za-z0-9_-]{43}\\.ndjson}", async (c) => {
    const hash = asHash(c.req.param("file").slice(0, 43));
    const lines = hash && (await library.segment(c.req.param("id"), hash));
    if (!lines) return text(c.req.raw, missing);
    return text(c.req.raw, {
      body: bytes(lines),
      type: types.lines,
      cache: immutable,
      hash: `segment-${hash}`,
    });
  });
  app.get("/library/packs/:span{\\d{1,12}-\\d{1,12}}/:file{\\d{1,9}\\.ndjson}", async (c) => {
    const [from = 0, to = 0] = c.req.param("span").split("-").map(Number);
    const skip = Number.parseInt(c.req.param("file"), 10);
    const body = await library.pack(from, to, skip);
    // A whole pack is asked for by many phones, the rest of a broken one by one.
    return text(c.req.raw, body && { body, type: types.lines, cache: packs }, skip === 0);
  });
  app.get("/library/media/:file{[A-Za-z0-9_-]{43}\\.[a-z0-9]{2,4}}", async (c) => {
    const [name = "", type = ""] = c.req.param("file").split(".");
    const hash = asHash(name);
    const mediaType = mediaTypes[type];
    const body = hash && mediaType && (await library.mediaFile(hash, type));
    if (!body || !hash || !mediaType) return text(c.req.raw, missing);
    return answerBinary(c.req.raw, { body, type: mediaType, cache: immutable, hash });
  });
  app.get("/library/*", (c) => text(c.req.raw, missing));
  app.route("/", createPageRoutes(deps, compressor));
  return app;
}

/** A phone keeps a pack's lines itself; only shared caches need the pack. */
const packs = "public, max-age=0, must-revalidate, s-maxage=86400";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const missing: Answer = {
  body: bytes("There is no such file.\n"),
  type: types.text,
  cache: "no-store",
  status: 404,
};

const parseHash = parsing(readHash, "hash");

function asHash(text: string): Hash | undefined {
  const parsed = parseHash(text);
  return parsed.ok ? parsed.value : undefined;
}
