import type { App } from "./app.ts";
import { chooseEncoding, type Encoding } from "./library/compressing.ts";

/** An answer that the app gave before, as it went out. */
export interface ReadyAnswer {
  readonly status: number;
  /** Names and values in turns, as `writeHead` takes them. */
  readonly headers: string[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** All of a request that such an answer depends on. */
export interface Asked {
  readonly method: string | undefined;
  /** With its query. */
  readonly path: string | undefined;
  /** Accept-Encoding. */
  readonly accept: string | undefined;
  /** If-None-Match. */
  readonly held: string | undefined;
}

/** What answers: the app, and in front of it what stands ready. */
export interface Answering {
  readonly app: App;
  /** Byte for byte what {@link app} would answer now, its body left out by the caller for HEAD; undefined where nobody asked for it yet. */
  find(asked: Asked): ReadyAnswer | undefined;
}

/** Articles' pages: they change with an edition, and with a new build. */
const articlePages = /^\/a\/[\w-]{1,100}$/;

/** Small files that only an edition changes. Packs are not among them: they get smaller while they are being warmed. */
const ofAnEdition =
  /^\/library\/(head|articles\/[\w-]{43}\.json|segments\/[\w-]{1,16}\/[\w-]{43}\.ndjson|withdrawn\/[\w-]{43})$/;

/** Bytes of the longest body that is kept. */
const longest = 65_536;
/** Bytes that an answer takes beside its body, about: its headers and its name. */
const around = 1_024;

/**
 * Keeps what the app answers for some paths, files of the library as a rule, and gives it again without asking the app: a phone that visits
 * asks for each of them. What is kept is the app's own answer with every header, for as long as the edition is the
 * same: a withdrawn article is gone from here with the edition that withdraws it.
 * @param edition what is published now; another value each time that it changes
 * @param which the paths, without a query
 * @param room bytes; the least recently asked for goes first
 */
export function withReadyAnswers(
  app: App,
  edition: () => unknown,
  {
    which = ofAnEdition,
    room = 8_388_608,
  }: { readonly which?: RegExp; readonly room?: number } = {},
): Answering {
  const kept = createKept(room);
  let of = edition();
  const find = (asked: Asked): ReadyAnswer | undefined => {
    const now = edition();
    if (now !== of) kept.clear();
    of = now;
    return asked.method === "GET" || asked.method === "HEAD" ? kept.find(nameOf(asked)) : undefined;
  };
  return {
    find,
    async app(request, incoming) {
      const asked = askedBy(request, which);
      if (asked === undefined) return app(request, incoming);
      const ready = find(asked);
      if (ready !== undefined) return responseOf(ready, request.method);
      const before = edition();
      const response = await app(request, incoming);
      if (request.method !== "GET" || !isWorthKeeping(response, asked.held)) return response;
      const body = new Uint8Array(await response.arrayBuffer());
      const answer = { status: response.status, headers: [...response.headers].flat(), body };
      if (edition() === before && body.length <= longest) kept.keep(nameOf(asked), answer);
      return responseOf(answer, request.method);
    },
  };
}

/** The app, with articles' pages that stand ready for as long as edition and built page are the same. */
export function withReadyPages(app: App, edition: () => unknown, template: () => string): App {
  let present = { edition: edition(), template: template() };
  const published = (): unknown => {
    const now = { edition: edition(), template: template() };
    if (now.edition !== present.edition || now.template !== present.template) present = now;
    return present;
  };
  return withReadyAnswers(app, published, { which: articlePages }).app;
}

const nameOf = ({ path, accept, held }: Asked): string =>
  `${encodingOf(accept)} ${path} ${held ?? ""}`;

function askedBy(request: Request, which: RegExp): Asked | undefined {
  const path = request.url.slice(request.url.indexOf("/", "https://".length));
  if (!which.test(path)) return undefined;
  return {
    method: request.method,
    path,
    accept: request.headers.get("accept-encoding") ?? undefined,
    held: request.headers.get("if-none-match") ?? undefined,
  };
}

/** The file, or that a client has this very file: what anybody else makes up as a tag fills nothing. */
const isWorthKeeping = ({ status, headers }: Response, held: string | undefined): boolean =>
  held === undefined ? status === 200 : status === 304 && held === headers.get("etag");

function responseOf({ status, headers, body }: ReadyAnswer, method: string): Response {
  const pairs = headers.flatMap((name, at) =>
    at % 2 === 0 ? [[name, headers[at + 1] ?? ""] as [string, string]] : [],
  );
  const empty = method === "HEAD" || status === 304;
  return new Response(empty ? null : body, { status, headers: pairs });
}

/** What was kept under its name, the least recently asked for going first. */
function createKept(room: number) {
  const kept = new Map<string, ReadyAnswer>();
  let used = 0;
  const sizeOf = ({ body }: ReadyAnswer): number => body.length + around;
  return {
    find(name: string): ReadyAnswer | undefined {
      const found = kept.get(name);
      if (found === undefined) return undefined;
      kept.delete(name);
      kept.set(name, found);
      return found;
    },
    keep(name: string, answer: ReadyAnswer): void {
      const before = kept.get(name);
      if (before !== undefined) used -= sizeOf(before);
      kept.delete(name);
      kept.set(name, answer);
      used += sizeOf(answer);
      for (const [oldest, { body }] of kept) {
        if (used <= room) return;
        used -= body.length + around;
        kept.delete(oldest);
      }
    },
    clear(): void {
      kept.clear();
      used = 0;
    },
  };
}

const encodings = new Map<string | undefined, Encoding>();
/** There are a handful of browsers, and each always says the same. */
const mostEncodings = 100;

function encodingOf(accept: string | undefined): Encoding {
  const known = encodings.get(accept);
  if (known !== undefined) return known;
  if (encodings.size >= mostEncodings) encodings.clear();
  const chosen = chooseEncoding(accept);
  encodings.set(accept, chosen);
  return chosen;
}
