import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Decrypter } from "age-encryption";
import { parseStory, type Story } from "../../src/protocol/story.ts";
import type { RunningNewsroom } from "./newsroom.ts";

const run = promisify(execFile);

/** Opens one sealed file. */
export type Open = (path: string) => Promise<Uint8Array>;

/** A story as whoever holds a key reads it. */
export interface OpenedStory {
  readonly story: Story;
  /** Its attachments in order, without their padding. */
  readonly attachments: readonly Uint8Array[];
}

/** Opens with the newsroom's recovery key and the product's own library. */
export const byLibrary =
  ({ recoveryKeyFile }: RunningNewsroom): Open =>
  async (path) => {
    const key = (await readFile(recoveryKeyFile, "utf8"))
      .split("\n")
      .find((line) => line.startsWith("AGE-SECRET-KEY-"));
    const decrypter = new Decrypter();
    decrypter.addIdentity(key ?? "");
    return decrypter.decrypt(Uint8Array.from(await readFile(path)));
  };

/** Opens with the newsroom's recovery key and the stock `age` program. */
export const byAge =
  ({ recoveryKeyFile }: RunningNewsroom, age: string): Open =>
  async (path) =>
    (
      await run(age, ["-d", "-i", recoveryKeyFile, path], {
        encoding: "buffer",
        maxBuffer: 64 << 20,
      })
    ).stdout;

/** Everything that the newsroom has, by `npm run desk -- export`, opened. Fails where a file is missing or not whole. */
export async function openExported(
  newsroom: RunningNewsroom,
  open: Open,
): Promise<readonly OpenedStory[]> {
  const folder = await mkdtemp(join(tmpdir(), "soniakh-exported-"));
  try {
    await newsroom.exportTo(folder);
    const places = (await readdir(folder, { withFileTypes: true })).filter((one) =>
      one.isDirectory(),
    );
    return await Promise.all(places.map(({ name }) => openStory(join(folder, name), open)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openStory(place: string, open: Open): Promise<OpenedStory> {
  const parsed = parseStory(new TextDecoder().decode(await open(join(place, "text.age"))));
  if (!parsed.ok) throw new Error(parsed.why);
  const attachments = await Promise.all(
    parsed.value.attachments.map(async ({ number, bytes }) =>
      (await open(join(place, `part-${number}.age`))).subarray(0, bytes),
    ),
  );
  return { story: parsed.value, attachments };
}
