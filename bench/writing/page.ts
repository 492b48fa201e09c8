// What the measured page can do; called from outside, one thing after another.
import { openPhone } from "./phone.ts";
import { photos } from "./photo.ts";
import { drain, putAttachment, sendAttachment, uploadAttachment } from "./sending.ts";
import { fillOurs, fillPouch, fillRx, startOurs, startPouch, startRx } from "./starting.ts";
import { keystrokes, puts } from "./typing.ts";

let opened: ReturnType<typeof openPhone> | undefined;
const phone = () => (opened ??= openPhone());

const bench = {
  keystrokes: async () => keystrokes(await phone()),
  puts: async () => puts(await phone()),
  drain: async (count: number, tus: string) => drain(await phone(), count, tus),
  photos: async () => photos(await phone()),
  putAttachment: async () => putAttachment(await phone()),
  sendAttachment: async () => sendAttachment(await phone()),
  /** The network is back. */
  online: async () => void (await phone()).draining.wake("online").catch(() => undefined),
  uploadAttachment,
  fillOurs,
  fillPouch,
  fillRx,
  startOurs,
  startPouch,
  startRx,
};

/** Functions by name, for `page.evaluate`. */
export type Bench = typeof bench;

Object.assign(globalThis, { bench });

/** One after another, as the address says, where nobody drives this page: see `unwatched.ts`. */
async function run(calls: readonly (readonly [keyof Bench, ...unknown[]])[]): Promise<unknown> {
  const results: unknown[] = [];
  for (const [name, ...args] of calls)
    results.push(await (bench[name] as (...args: readonly unknown[]) => unknown)(...args));
  return { results };
}

const asked = new URLSearchParams(location.search).get("run");
if (asked !== null)
  void run(JSON.parse(asked))
    .catch((error: unknown) => ({ failed: String(error) }))
    .then((outcome) => fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) }));
