/** The tag under which the browser wakes the sending worker. */
export const syncTag = "outbox";

interface SyncManager {
  register(tag: string): Promise<void>;
}

/** What a page hands over: `navigator.serviceWorker`, and the worker's address out of the Trusted Types policy. */
export interface BackgroundSyncDeps {
  readonly workers: Pick<ServiceWorkerContainer, "register">;
  /** `/sending.js`. */
  readonly script: string | TrustedScriptURL;
  /** Whether the browser has Background Sync at all (Chromium alone): `"SyncManager" in window`. */
  readonly supported: boolean;
}

const scope = "/intake/";

/**
 * Puts the sending worker on the phone while there is a network, so that a story sealed without one can ask to be sent
 * in the background. Every phone that can write offline gets it, readers' too: its being there tells nothing of anybody.
 * True when it is there; false where the browser has no Background Sync or refuses it.
 */
export async function prepareBackgroundSync({
  workers,
  script,
  supported,
}: BackgroundSyncDeps): Promise<boolean> {
  if (!supported) return false;
  try {
    await active(await workers.register(script as string, { scope }));
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks the browser to send in the background, by a worker of its own at `/intake/`, so that readers carry nothing of it.
 * A bonus: false, and nothing lost, where the browser has no Background Sync or refuses it.
 */
export async function askForBackgroundSync({
  workers,
  script,
  supported,
}: BackgroundSyncDeps): Promise<boolean> {
  if (!supported) return false;
  try {
    // The browser's own type knows strings alone; under Trusted Types it takes the policy's value.
    const registration = await workers.register(script as string, { scope });
    await active(registration);
    await (
      registration as ServiceWorkerRegistration & { readonly sync: SyncManager }
    ).sync.register(syncTag);
    return true;
  } catch {
    return false;
  }
}

/** A registration takes a tag only once its worker is active. `ready` is of no use: it waits for the page's own scope. */
export function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active !== null || worker === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("the sending worker did not start"));
    });
  });
}
