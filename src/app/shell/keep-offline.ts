import { scriptAddress } from "./trusted-types.ts";

/** How the app comes onto the phone. */
export interface KeptOffline {
  /**
   * Registers the worker where none has this page; again with each catching up, for a line that breaks while a first worker
   * installs takes its registration away. Never rejects.
   */
  readonly install: () => Promise<unknown>;
  /** Resolves once the app itself opens without a network; never, where it cannot. */
  readonly installed: Promise<unknown>;
}

/**
 * The first visit registers the worker at once, so that a line that breaks in the next second leaves an app behind;
 * workbox-window, which comes later (see `updates.ts`), registers it at every visit and follows its versions.
 */
export function keepOffline(workers: ServiceWorkerContainer | undefined): KeptOffline {
  const install = async (): Promise<unknown> =>
    workers?.controller === null &&
    workers.register(scriptAddress("/sw.js")).catch(() => undefined);
  return {
    install,
    installed: install().then(() => workers?.ready ?? new Promise(() => undefined)),
  };
}
