import { prepareBackgroundNews } from "../../device/background-news.ts";
import { prepareBackgroundSync } from "../../device/background-sync.ts";
import { createWritingParts, type WritingPartsDeps } from "../../device/parts.ts";
import { scriptAddress } from "./trusted-types.ts";

/** Milliseconds, as between two askings for news (`when-to-catch-up.ts`, of which every reader pays for each export). */
const firstWait = 10_000;
const longestWait = 5 * 60_000;
/** For the better part of an hour; a proxy that changes scripts would have them fetched for ever. */
const mostTries = 12;

let underWay: Promise<void> | undefined;
let wake = (): void => undefined;

/**
 * Brings what writing without a network needs. Where a line breaks it asks again by itself, less and less often for the better
 * part of an hour, and at once when it is called again; there is one of it, however often it is called.
 */
export function prepare(
  deps: WritingPartsDeps,
  workers: ServiceWorkerContainer | undefined,
  random: () => number,
): Promise<void> {
  wake();
  return (underWay ??= bring(deps, workers, random).finally(() => (underWay = undefined)));
}

async function bring(
  deps: WritingPartsDeps,
  workers: ServiceWorkerContainer | undefined,
  random: () => number,
): Promise<void> {
  const parts = createWritingParts(deps);
  let wait = firstWait;
  let how = await parts.prepare();
  for (let tries = 1; how === "unreachable" && tries < mostTries; tries += 1) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, wait * (0.5 + random()));
    });
    wait = Math.min(wait * 2, longestWait);
    how = await parts.prepare();
  }
  if (how !== "ready" || workers === undefined) return;
  await prepareBackgroundSync({ workers, script: scriptAddress("/sending.js"), supported: true });
  const { permissions } = navigator;
  await prepareBackgroundNews({ workers, permissions, script: scriptAddress("/news.js") });
}

/** True once every file of the newest build is on the phone. */
export const prepareNewest = (deps: WritingPartsDeps): Promise<boolean> =>
  createWritingParts(deps).prepareNewest();
