import { existsSync, watch } from "node:fs";

/**
 * Runs `changed` when files below `folder` have changed and then lain still for `calm` milliseconds; one run at a
 * time, and once more where something changed meanwhile. A folder that is not there is not watched. `stop` waits
 * for a run that is under way.
 */
export function watchFolder(
  folder: string,
  calm: number,
  changed: () => Promise<void>,
): { stop(): Promise<void> } {
  if (!existsSync(folder)) return { stop: async () => undefined };
  let last: Promise<void> = Promise.resolve();
  let waiting: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      last = last.then(changed);
    }, calm);
  });
  // A folder that goes away ends the watching; what was published stays.
  watcher.on("error", () => watcher.close());
  return {
    async stop() {
      clearTimeout(waiting);
      watcher.close();
      await last;
    },
  };
}
