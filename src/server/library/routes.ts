import { Hono } from "hono";
import { type Hash, readHash } from "../../protocol/bytes.ts";
import { parsing } from "../../protocol/parsing.ts";
import { routes } from "../../protocol/routes.ts";
import { answerBinary, answerText, immutable, missing, revalidated } from "./answering.ts";
import { type Compressor, createCompressor } from "./compressing.ts";
import { createOutwardRoutes } from "./export/outward-routes.ts";
import { createPageRoutes } from "./export/page-routes.ts";
import type { PageDeps } from "./export/pages.ts";
import type { Library } from "./library.ts";

/** What the library's routes stand on. */
export interface LibraryRoutesDeps extends PageDeps {
  /** The key list as the root signed it; undefined while there is none. */
  readonly keys: () => Uint8Array<ArrayBuffer> | undefined;
}

/**
 * What phones and browsers read: `/library/*` and the HTML pages. GET and HEAD; every body with an ETag,
 * brotli or gzip where it helps, and its cache rule.
 */
export function createLibraryRoutes(deps: LibraryRoutesDeps): Hono {
  const compressor = createCompressor();
  const app = new Hono();
  addSigned(app, deps, compressor);
  addTexts(app, deps.library, compressor);
  addPacks(app, deps.library, compressor);
  addPackList(app, deps.library, compressor);
  addMedia(app, deps.library, compressor);
  app.get("/library/*", (c) => answerText(c.req.raw, missing, compressor));
  app.route("/", createOutwardRoutes(deps, compressor));
  app.route("/", createPageRoutes(deps, compressor));
  return app;
}

const signed = "application/vnd.soniakh.signed";
const ndjson = "application/x-ndjson";

function addSigned(app: Hono, { library, keys }: LibraryRoutesDeps, compressor: Compressor): void {
  app.get(routes.head, (c) => {
    // Who asks for the head asks for the pack next: by then it is ready.
    warmPack(library, compressor);
    const { head } = library.edition();
    return answerText(c.req.raw, { body: head, type: signed, cache: revalidated }, compressor);
  });
  app.get(routes.keys, (c) => {
    const body = keys();
    const answer = body === undefined ? missing : { body, type: signed, cache: revalidated };
    return answerText(c.req.raw, answer, compressor);
  });
  app.get("/library/withdrawn/:hash", async (c) => {
    const hash = asHash(c.req.param("hash"));
    const body = hash && (await library.withdrawnList(hash));
    const answer = body ? { body, type: signed, cache: immutable, hash } : missing;
    return answerText(c.req.raw, answer, compressor);
  });
}

function addTexts(app: Hono, library: Library, compressor: Compressor): void {
  app.get("/library/articles/:file{[A-Za-z0-9_-]{43}\\.json}", async (c) => {
    const hash = asHash(c.req.param("file").slice(0, 43));
    const json = hash && (await library.articleFile(hash));
    const answer = json
      ? { body: bytes(json), type: "application/json", cache: immutable, hash }
      : missing;
    return answerText(c.req.raw, answer, compressor);
  });
  app.get("/library/segments/:id/:file{[A-Za-z0-9_-]{43}\\.ndjson}", async (c) => {
    const hash = asHash(c.req.param("file").slice(0, 43));
    const lines = hash && (await library.segment(c.req.param("id"), hash));
    const answer = lines
      ? { body: bytes(lines), type: ndjson, cache: immutable, hash: `segment-${hash}` }
      : missing;
    return answerText(c.req.raw, answer, compressor);
  });
}

/** A phone keeps a pack's lines itself; only shared caches need the pack. */
const packs = "public, max-age=0, must-revalidate, s-maxage=86400";

function addPacks(app: Hono, library: Library, compressor: Compressor): void {
  app.get("/library/packs/:span{\\d{1,12}-\\d{1,12}}/:file{\\d{1,9}\\.ndjson}", async (c) => {
    const [from = 0, to = 0] = c.req.param("span").split("-").map(Number);
    const skip = Number.parseInt(c.req.param("file"), 10);
    if (!(await library.hasPack(from, to))) return answerText(c.req.raw, missing, compressor);
    const body = () => library.pack(from, to, skip);
    const answer = { body, type: ndjson, cache: packs, hash: packName(from, to, skip) };
    const worth = skip > 0 ? "rest" : from === 0 ? "warm" : "often";
    return answerText(c.req.raw, answer, compressor, worth);
  });
}

/** Which packs a static copy carries; here every edition has one. */
function addPackList(app: Hono, library: Library, compressor: Compressor): void {
  app.get("/library/packs/:file{\\d{1,12}\\.json}", async (c) => {
    if (Number.parseInt(c.req.param("file"), 10) !== library.edition().number)
      return answerText(c.req.raw, missing, compressor);
    const from = await library.listPackedEditions();
    const body = bytes(`${JSON.stringify({ format: 1, from })}\n`);
    return answerText(
      c.req.raw,
      { body, type: "application/json", cache: revalidated },
      compressor,
    );
  });
}

/** An edition's number names its bytes, and so its packs'. */
const packName = (from: number, to: number, skip: number): string => `pack-${from}-${to}-${skip}`;

function warmPack(library: Library, compressor: Compressor): void {
  const { number } = library.edition();
  compressor.warm(packName(0, number, 0), () => library.pack(0, number, 0));
}

const mediaTypes: Readonly<Record<string, string>> = {
  avif: "image/avif",
  jpg: "image/jpeg",
  webm: "audio/webm",
  mp4: "audio/mp4",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
};

/** What feeds and link previews name: feed readers show it inside pages of their own. */
const forGuests = new Set(["jpg", "webm", "mp4", "mp3", "ogg"]);
const shared = { "cross-origin-resource-policy": "cross-origin" };

function addMedia(app: Hono, library: Library, compressor: Compressor): void {
  app.get("/library/media/:file{[A-Za-z0-9_-]{43}\\.[a-z0-9]{2,4}}", async (c) => {
    const [name = "", type = ""] = c.req.param("file").split(".");
    const hash = asHash(name);
    const mediaType = mediaTypes[type];
    const body = hash && mediaType && (await library.mediaFile(hash, type));
    if (!body || !mediaType) return answerText(c.req.raw, missing, compressor);
    const headers = forGuests.has(type) ? shared : {};
    return answerBinary(c.req.raw, { body, type: mediaType, cache: immutable, hash, headers });
  });
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const parseHash = parsing(readHash, "hash");

function asHash(text: string): Hash | undefined {
  const parsed = parseHash(text);
  return parsed.ok ? parsed.value : undefined;
}
