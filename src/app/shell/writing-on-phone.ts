import { prepareBackgroundNews } from "../../device/background-news.ts";
import { prepareBackgroundSync } from "../../device/background-sync.ts";
import { createWritingParts, type WritingPartsDeps } from "../../device/parts.ts";
import { scriptAddress } from "./trusted-types.ts";

/** Brings what writing without a network needs. */
export async function prepare(
  deps: WritingPartsDeps,
  workers: ServiceWorkerContainer | undefined,
): Promise<void> {
  const isReady = (await createWritingParts(deps).prepare()) === "ready";
  if (!isReady || workers === undefined) return;
  await prepareBackgroundSync({ workers, script: scriptAddress("/sending.js"), supported: true });
  const { permissions } = navigator;
  await prepareBackgroundNews({ workers, permissions, script: scriptAddress("/news.js") });
}

/** True once every file of the newest build is on the phone. */
export const prepareNewest = (deps: WritingPartsDeps): Promise<boolean> =>
  createWritingParts(deps).prepareNewest();
