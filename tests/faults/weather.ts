import { mediaTypes } from "../../src/protocol/intake.ts";
import type { Send } from "../support/sealed.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What becomes of one request. Functions answer in the newsroom's stead. */
export type Weather =
  | "fair"
  /** The body is read, and the connection dies before anything is committed. */
  | "cut-before"
  /** Everything is committed, and the reply is lost. */
  | "cut-after"
  /** Everything is committed, and the phone dies before it hears of it. */
  | "kill-after"
  /** Fair, but others get their turn meanwhile. */
  | "slow"
  /** Somebody on the way delivers it twice, at once. */
  | "twice"
  /** The connection dies within the body, after so many bytes. */
  | { readonly diesAfter: number }
  /** One bit of the body, at this byte (from the end where negative), is another when it arrives. */
  | { readonly flips: number }
  /** Nobody ever answers; the clock runs until the phone's own patience ends. */
  | "silent"
  /** Nobody ever answers; whoever turns the clock decides how long that takes. */
  | "lost"
  /** All is done, and the reply is so many milliseconds on its way. */
  | { readonly answersAfter: number }
  /** It is so many milliseconds on its way there, whether or not the phone still waits. */
  | { readonly arrivesAfter: number }
  /** Fair, and so many milliseconds later somebody on the way delivers it once more. */
  | { readonly echoesAfter: number }
  | ((request: Request) => Response | Promise<Response>);

/** Decides over each request, by its number from 0. */
export type Forecast = (request: Request, number: number) => Weather;

/** Where a request goes, and what may befall the phone meanwhile. */
export interface Way {
  readonly clock: VirtualClock;
  readonly send: Send;
  readonly killPhone: () => void;
  /** Bytes of a body that left the phone. */
  readonly sent: (bytes: number) => void;
}

type Body = Uint8Array<ArrayBuffer> | undefined;

/** Lets a request go its way through this weather. */
export async function meet(request: Request, weather: Weather, way: Way): Promise<Response> {
  if (typeof weather === "function") return weather(request);
  if (weather === "silent") return silence(request, way.clock);
  if (weather === "slow") await turns();
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const dies = typeof weather === "object" && "diesAfter" in weather;
  way.sent(dies ? weather.diesAfter : (body?.length ?? 0));
  if (weather === "cut-before") throw new TypeError("the connection died");
  if (weather === "lost") return untilAborted(request);
  if (typeof weather === "object" && "arrivesAfter" in weather)
    await passed(way.clock, weather.arrivesAfter);
  const deliver = (): Promise<Response> => way.send(arriving(request, body, weather));
  const [response] = await Promise.all(weather === "twice" ? [deliver(), deliver()] : [deliver()]);
  if (weather === "cut-after" || dies) throw new TypeError("the connection died");
  if (weather === "kill-after") way.killPhone();
  if (typeof weather === "object" && "echoesAfter" in weather)
    way.clock.after(weather.echoesAfter, () => void deliver());
  if (typeof weather === "object" && "answersAfter" in weather)
    await Promise.race([passed(way.clock, weather.answersAfter), untilAborted(request)]);
  // A request on its way for minutes may have been given up meanwhile, and then nobody hears its answer.
  if (typeof weather === "object" && request.signal.aborted) throw request.signal.reason;
  return response!;
}

/** The request as it arrives. */
function arriving({ url, method, headers }: Request, body: Body, weather: Weather): Request {
  if (body === undefined) return new Request(url, { method, headers });
  const init = { method, headers, body: disturb(body, weather), duplex: "half" };
  return new Request(url, init);
}

function disturb(body: Uint8Array<ArrayBuffer>, weather: Weather): BodyInit {
  if (typeof weather !== "object") return body;
  if ("flips" in weather) {
    const changed = body.slice();
    const at = weather.flips < 0 ? body.length + weather.flips : weather.flips;
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  }
  return "diesAfter" in weather ? dying(body, weather.diesAfter) : body;
}

function dying(body: Uint8Array<ArrayBuffer>, after: number): ReadableStream {
  let given = after === 0;
  return new ReadableStream({
    pull(controller) {
      if (given) return controller.error(new TypeError("the connection died"));
      given = true;
      controller.enqueue(body.slice(0, after));
    },
  });
}

/** Time runs until the phone's own patience ends. */
async function silence(request: Request, clock: VirtualClock): Promise<Response> {
  while (!request.signal.aborted && clock.fireNext(Infinity))
    await new Promise((resolve) => setImmediate(resolve));
  throw request.signal.reason ?? new TypeError("silence");
}

const passed = (clock: VirtualClock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => void clock.after(milliseconds, resolve));

const untilAborted = ({ signal }: Request): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  });

/** Others get their turn. */
export async function turns(): Promise<void> {
  for (let left = 50; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/** An answer of the newsroom that refuses. */
export const aRefusal = (
  code: string,
  status: number,
  headers: Record<string, string> = {},
): Response =>
  new Response(JSON.stringify({ type: `urn:soniakh:refusal:${code}`, status, code, title: code }), {
    status,
    headers: { "content-type": mediaTypes.problem, ...headers },
  });

/** Stories that the newsroom takes for malformed, alone or among others, in whose row it can then not go on. */
export const poisonFor =
  (ids: readonly string[], send: Send): ((request: Request) => Promise<Response>) =>
  async (request) => {
    if (request.method === "PUT") return aRefusal("malformed", 422);
    // Byte for byte, so that nothing but the names changes.
    let body = Buffer.from(await request.arrayBuffer()).toString("latin1");
    for (const id of ids) body = body.replaceAll(id, "?");
    const { url, method, headers } = request;
    return send(new Request(url, { method, headers, body: Buffer.from(body, "latin1") }));
  };

/** What a captive portal answers. */
export const aLoginPage = (): Response =>
  new Response("<html>Увійдіть</html>", { headers: { "content-type": "text/html" } });
