import { whenQuietMessage } from "../device/giving-way.ts";

/** So long nobody asked for anything, and so long that is waited for at most. Milliseconds. */
const quiet = 1_000;
const patience = 10_000;

/** How a worker gives way to the next one. */
export interface GivingWay {
  /** A window asked this worker for something. */
  noteAsked(): void;
  /** Answers a page that wants the next worker in this one's place, once no window has asked for anything for a moment. */
  answerWhenQuiet(event: ExtendableMessageEvent): void;
}

/**
 * Chromium stops a worker that gives way as soon as it is idle, and starts it again for what is asked for while it stops:
 * the pictures of a list that was just opened, say. Then it gives way only after 30 idle seconds, or after five minutes
 * (`ServiceWorkerVersion::StartWorkerInternal` forgets that it was to be terminated). `now`: milliseconds.
 */
export function createGivingWay(now: () => number): GivingWay {
  let askedAt = -Infinity;

  /** Waits a moment also where nobody asked: a page that was just left shows its list in the next one. */
  async function untilQuiet(): Promise<void> {
    const last = now() + patience - quiet;
    for (let wait = quiet; wait > 0; wait = askedAt + quiet - now()) {
      if (now() > last) return;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  return {
    noteAsked: () => void (askedAt = now()),
    answerWhenQuiet(event) {
      const { data, ports } = event;
      if ((data as { readonly type?: unknown } | null)?.type !== whenQuietMessage) return;
      event.waitUntil(untilQuiet().then(() => ports[0]?.postMessage(true)));
    },
  };
}
