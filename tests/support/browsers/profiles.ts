// A browser's profile folder: made for one test, reopened as often as the test likes, gone at its end.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Profile = {
  /** An empty folder of our own; survives every browser that uses it. */
  folder: string;
  /** Removes it. A browser that is just ending may still write, so it is tried for a few seconds. */
  remove(): Promise<void>;
};

export async function createProfile(engine: string): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), `soniakh-${engine}-`));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
}
