// TARGETS W5: an attachment over a line that is reset every 2 MiB and that loses one reply in twenty. Bytes are counted, not time.
import { Agent, type IncomingMessage, request as ask } from "node:http";
import { Readable } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { listen, type Listening } from "../../src/server/listening.ts";
import { type Network, openNetwork } from "../support/browsers/network.ts";
import { type Newsroom, openNewsroom } from "./newsroom.ts";
import { aStoryIn, createWorld, type World } from "./simulator.ts";
import { seededRandom } from "./virtual-clock.ts";

const stretch = 2_097_152;
const photo = 20 * 1_048_576;
/** The bucket that such a photo lies in. */
const sealed = 25_165_824;
const hour = 60 * 60_000;

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A phone and a newsroom with sockets between them. */
async function aWorldOnSockets(seed: number): Promise<{ world: World; network: Network }> {
  const newsroom = await openNewsroom();
  cleanups.push(() => newsroom.close());
  const listening: Listening = await listen(
    { host: "127.0.0.1", port: 0 },
    { app: (request) => newsroom.send(request), find: () => undefined },
  );
  const network = await openNetwork(listening.port);
  const agent = new Agent({ keepAlive: true });
  cleanups.push(async () => {
    agent.destroy();
    await network.close();
    await listening.stop(0);
  });
  const overSockets: Newsroom = {
    ...newsroom,
    get intake() {
      return newsroom.intake;
    },
    send: (request) => fetchAsBrowsersDo(agent, network.port, request),
  };
  const world = await createWorld(seed, {}, overSockets);
  cleanups.push(() => world.close());
  return { world, network };
}

/**
 * Browsers keep connections open, and where one breaks under a request before anything was answered, they send that
 * request once more by themselves, from its beginning (Chromium: `HttpNetworkTransaction::ShouldResendRequest`).
 */
async function fetchAsBrowsersDo(agent: Agent, port: number, request: Request): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer());
  try {
    return await exchange(agent, port, request, body);
  } catch (error) {
    if (!(error instanceof BrokenOff) || !error.wasKept) throw error;
    return exchange(agent, port, request, body);
  }
}

class BrokenOff extends TypeError {
  readonly wasKept: boolean;
  constructor(wasKept: boolean) {
    super("the connection died");
    this.wasKept = wasKept;
  }
}

function exchange(agent: Agent, port: number, request: Request, body: Buffer): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = {
    ...Object.fromEntries(request.headers),
    ...(request.method === "HEAD" ? {} : { "content-length": body.length }),
  };
  const { method } = request;
  return new Promise((resolve, reject) => {
    const asking = ask({
      agent,
      host: "127.0.0.1",
      port,
      method,
      path: pathname + search,
      headers,
    });
    asking.on("error", () => reject(new BrokenOff(asking.reusedSocket)));
    asking.on("response", (answer) => resolve(responseOf(answer, method)));
    asking.end(body);
  });
}

function responseOf(answer: IncomingMessage, method: string): Response {
  const headers = new Headers(answer.headers as Record<string, string>);
  const body = method === "HEAD" ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
  if (body === null) answer.resume();
  return new Response(body, { status: answer.statusCode ?? 0, headers });
}

/** Resets the line after each stretch, and loses the replies that the seed says. Gives what counts the bytes since. */
function makeBad(world: World, network: Network, random: () => number): () => number {
  const before = network.bytesUp;
  const arm = (): void => void network.cutAfter(stretch, "up").then(back);
  const back = (): void => {
    network.restore();
    arm();
  };
  arm();
  world.forecast = () => {
    if (random() < 0.05) void network.cutAfter(0, "down").then(back);
    return "fair";
  };
  return () => network.bytesUp - before;
}

test.each([1, 2, 3])(
  "an attachment of 20 MiB over a line that is reset every 2 MiB is sent hardly more than once, with seed %i",
  async (seed) => {
    const { world, network } = await aWorldOnSockets(seed);
    const phone = world.open();
    const id = await aStoryIn(phone, [photo]);
    const sent = makeBad(world, network, seededRandom(seed));

    await phone.live(24 * hour);

    expect((await phone.outbox.find(id))?.state.kind).toBe("sent");
    expect(sent() / sealed).toBeLessThanOrEqual(1.06);
  },
);
