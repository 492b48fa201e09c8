import { active } from "./background-sync.ts";

/** The tag under which the browser wakes the worker that catches up. */
export const newsTag = "news";

/** Milliseconds. The browser chooses a longer time where it likes. */
const atMostEvery = 12 * 3_600_000;

interface PeriodicSyncManager {
  register(tag: string, options: { readonly minInterval: number }): Promise<void>;
}

/** What a page hands over; `script` is `/news.js` out of the Trusted Types policy. */
export interface BackgroundNewsDeps {
  readonly workers: Pick<ServiceWorkerContainer, "register">;
  readonly permissions: Pick<Permissions, "query">;
  readonly script: string | TrustedScriptURL;
}

/**
 * Asks the browser to catch up now and then while the app is closed. It is granted to installed apps in Chromium that are
 * used, and nobody is asked for it. A bonus: false, and nothing lost or fetched, wherever it is not granted.
 */
export async function prepareBackgroundNews({
  workers,
  permissions,
  script,
}: BackgroundNewsDeps): Promise<boolean> {
  try {
    // Other browsers reject the very name.
    const { state } = await permissions.query({
      name: "periodic-background-sync" as PermissionName,
    });
    if (state !== "granted") return false;
    const registration = await workers.register(script as string, { scope: "/library/" });
    await active(registration);
    await (
      registration as ServiceWorkerRegistration & { readonly periodicSync: PeriodicSyncManager }
    ).periodicSync.register(newsTag, { minInterval: atMostEvery });
    return true;
  } catch {
    return false;
  }
}
