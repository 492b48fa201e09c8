/** What this needs of the browser's workers: `navigator.serviceWorker`, which private windows of Firefox do not have. */
export type Workers = Pick<ServiceWorkerContainer, "getRegistration" | "ready" | "register">;

/** Brings the app's worker onto the phone. */
export interface Installing {
  /** Resolves once the app opens without a network; never, where it cannot. */
  readonly installed: Promise<unknown>;
  /**
   * Asks for the worker where there is none, and resolves when the one that is being installed is, or was given up; after
   * five seconds whatever becomes of it. Never rejects.
   */
  bring(): Promise<void>;
  /** True while the phone has no app and asking again may bring it: where none can be installed nobody asks for ever. */
  isUnfinished(): boolean;
}

/** A worker whose files have not come in so long keeps no texts waiting. Milliseconds. */
const settlesWithin = 5_000;
/** So often it is asked for with news. */
const mostTries = 6;

/**
 * Registers the worker where there is none. The first visit does so at once, so that a line that breaks in the next
 * second leaves an app behind; and with each catching up again, for a line that breaks while a first worker installs takes
 * its registration away. workbox-window, which comes later (see `updates.ts`), follows its versions.
 */
export function startInstalling(
  workers: Workers | undefined,
  address: () => string,
  pause: (milliseconds: number) => Promise<unknown>,
): Installing {
  const installed = workers?.ready ?? new Promise(() => undefined);
  let isInstalled = false;
  let tries = 0;
  let registering: Promise<ServiceWorkerRegistration | undefined> | undefined;
  void installed.then(() => (isInstalled = true));
  // No line, or no room for workers in this window: the page goes on without. While a first worker's script is on its way
  // Chromium gives a registration that has no worker yet: whoever asks meanwhile waits for the same.
  const register = () =>
    (registering ??= Promise.resolve(workers?.getRegistration())
      .then((found) => found ?? workers?.register(address()))
      .catch(() => undefined));
  void register();
  return {
    installed,
    async bring() {
      // One thing at a time: beside texts the app takes longer, and begins anew where the line breaks before it is whole.
      await Promise.race([register().then(settled), pause(settlesWithin)]);
      // WebKit never says how a registering ended that a cut broke off: the next time begins anew.
      registering = undefined;
      tries += 1;
    },
    isUnfinished: () => workers !== undefined && !isInstalled && tries < mostTries,
  };
}

/** Resolves when the worker that is being installed is, or the browser has given it up. */
async function settled(registration?: ServiceWorkerRegistration): Promise<unknown> {
  const worker = registration?.installing;
  return worker && new Promise((go) => worker.addEventListener("statechange", go, { once: true }));
}
