import { lookup as systemLookup } from "node:dns/promises";
import { type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isAllowedAddress, refusalOfAddress, refusalOfUrl } from "./addresses.ts";
import { type ReadBytes, readBytes } from "./bodies.ts";

/** What is asked for. */
export interface Asking {
  readonly accept: string;
  /** Bytes of the unpacked body. */
  readonly limit: number;
  /** Milliseconds for the whole of it, redirects included. */
  readonly patience: number;
  /** Validators of the last answer. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** A type of body that is not even read: it says why. */
  readonly refuseType?: (type: string) => string | undefined;
  /** A body that breaks off counts as far as it came. */
  readonly orPart?: boolean;
}

/** An answer that came. */
export interface Answer {
  readonly status: number;
  /** Where it came from, after redirects. */
  readonly url: string;
  /** Where it has moved for good, where every redirect said so. */
  readonly movedTo?: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** A header's first value, by its name in lower case. */
  header(name: string): string | undefined;
}

/** An answer, whatever its status; or one clause that says why there is none. */
export type Fetched =
  | ({ readonly ok: true } & Answer)
  | { readonly ok: false; readonly isRefused: boolean; readonly why: string };

/** Asks other people's servers. */
export interface Fetching {
  get(url: string, asking: Asking): Promise<Fetched>;
}

/** What fetching needs of the world. */
export interface FetchingOptions {
  readonly allowPrivate: boolean;
  /** Ends everything that is under way. */
  readonly signal?: AbortSignal;
  /** All addresses of a name. Only for tests of names that change their addresses. */
  readonly lookup?: (name: string) => Promise<readonly string[]>;
}

const mostRedirects = 5;
/** Milliseconds until the head of an answer, and between two pieces of its body. */
const headPatience = 20_000;
const silence = 20_000;
const agentName = "Soniakh/0.1 (newsroom; reads feeds)";

/** Thrown inside this file only. */
class NotAsked extends Error {
  readonly isRefused: boolean;
  constructor(why: string, isRefused: boolean) {
    super(why);
    this.isRefused = isRefused;
  }
}

/**
 * Fetches with every address checked: the one in the text, the one that each name leads to at the moment of connecting
 * (and no other is connected to, so a name that changes its mind changes nothing), and the same again for each of at
 * most five redirects. Nothing is sent that says who asks. Never rejects.
 */
export function createFetching(options: FetchingOptions): Fetching {
  return {
    async get(url, asking) {
      const ends = AbortSignal.any([
        AbortSignal.timeout(asking.patience),
        ...(options.signal === undefined ? [] : [options.signal]),
      ]);
      try {
        return await follow(url, asking, options, ends);
      } catch (error) {
        if (error instanceof NotAsked)
          return { ok: false, isRefused: error.isRefused, why: error.message };
        return { ok: false, isRefused: false, why: `cannot be reached (${codeOf(error, ends)})` };
      }
    },
  };
}

const codeOf = (error: unknown, ends: AbortSignal): string => {
  if (ends.aborted) return "no answer in time";
  return error instanceof Error && "code" in error ? String(error.code) : "no answer";
};

async function follow(
  start: string,
  asking: Asking,
  options: FetchingOptions,
  ends: AbortSignal,
): Promise<Fetched> {
  let url = start;
  let isForGood = true;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await ask(url, asking, options, ends);
    const status = answer.statusCode ?? 0;
    const location = answer.headers.location;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) {
      return await received(answer, url, asking, url !== start && isForGood);
    }
    answer.destroy();
    if (!URL.canParse(location, url)) throw new NotAsked("redirects to no address", true);
    isForGood &&= status === 301 || status === 308;
    url = new URL(location, url).href;
  }
  throw new NotAsked(`redirects more than ${mostRedirects} times`, true);
}

async function received(
  answer: IncomingMessage,
  url: string,
  asking: Asking,
  hasMoved: boolean,
): Promise<Fetched> {
  const status = answer.statusCode ?? 0;
  const refusal =
    status === 200 ? asking.refuseType?.(answer.headers["content-type"] ?? "") : undefined;
  if (refusal !== undefined) {
    answer.destroy();
    return { ok: false, isRefused: true, why: refusal };
  }
  const body: ReadBytes =
    status === 304
      ? emptyOf(answer)
      : await readBytes(answer, asking.limit, asking.orPart === true);
  if (!body.ok) return { ok: false, isRefused: false, why: body.why };
  return {
    ok: true,
    status,
    url,
    bytes: body.bytes,
    header: (name) => [answer.headers[name]].flat()[0],
    ...(hasMoved ? { movedTo: url } : {}),
  };
}

function emptyOf(answer: IncomingMessage): ReadBytes {
  answer.destroy();
  return { ok: true, bytes: new Uint8Array() };
}

function ask(
  address: string,
  asking: Asking,
  options: FetchingOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  const refusal = refusalOfUrl(url, options.allowPrivate);
  if (refusal !== undefined) throw new NotAsked(refusal, true);
  const { etag, lastModified, accept } = asking;
  const init: RequestOptions = {
    signal,
    // No agent: a kept connection would be an address that was checked for somebody else.
    agent: false,
    lookup: checkedLookup(options),
    timeout: silence,
    maxHeaderSize: 65_536,
    headers: {
      accept,
      "accept-encoding": "gzip, br",
      "user-agent": agentName,
      ...(etag === undefined ? {} : { "if-none-match": etag }),
      ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
    },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, init, resolve);
    const late = setTimeout(
      () => request.destroy(new NotAsked("does not answer in time", false)),
      headPatience,
    );
    request.once("response", () => clearTimeout(late));
    request.once("close", () => clearTimeout(late));
    request.on("timeout", () => request.destroy(new NotAsked("fell silent", false)));
    request.on("error", reject);
    request.end();
  });
}

const addressesOf = async (name: string): Promise<readonly string[]> =>
  (await systemLookup(name, { all: true })).map(({ address }) => address);

/** Looks a name up for a connection that is being made, and hands on allowed addresses alone. */
function checkedLookup({ allowPrivate, lookup = addressesOf }: FetchingOptions): LookupFunction {
  return (name, { all }, done) => {
    lookup(name).then(
      (found) => {
        const allowed = found
          .filter((address) => isAllowedAddress(address, allowPrivate))
          .map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
        const [first] = allowed;
        if (first === undefined)
          done(new NotAsked(refusalOfAddress(found[0] ?? "nothing"), true), []);
        else if (all) done(null, allowed);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, []),
    );
  };
}
