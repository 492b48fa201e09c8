// S1: stories taken one by one, each answered before the next is sent.
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type SealedStory, someRecipients, aSealedStory } from "../../tests/support/sealed.ts";
import { median } from "../peers/tables.ts";
import { type Answer, type Connection, openConnection } from "./connection.ts";

/** Stories of one run, and how many runs the median is of. */
const count = 300;
const runs = 5;

/** Stories per second. */
export interface Accepting {
  readonly ours: number;
  readonly tus: number;
}

/**
 * Both servers take the same bytes, in turns, so that a machine that is busy for a while is busy for both. Each of the
 * `senders` has one connection and waits for its answer before it sends its next story.
 */
export async function measureAccepting(
  ours: number,
  tus: number,
  senders: number,
): Promise<Accepting> {
  const recipients = await someRecipients();
  const speeds = { ours: [] as number[], tus: [] as number[] };
  // The first run is for the engines to warm up, and is not counted.
  for (let run = 0; run <= runs; run += 1) {
    const stories = await makeStories(recipients);
    const byUs = await perSecond(stories, await openConnections(ours, senders), putStory);
    const byTus = await perSecond(stories, await openConnections(tus, senders), createWithUpload);
    if (run === 0) continue;
    speeds.ours.push(byUs);
    speeds.tus.push(byTus);
  }
  return { ours: median(speeds.ours), tus: median(speeds.tus) };
}

const openConnections = (port: number, count: number): Promise<readonly Connection[]> =>
  Promise.all(Array.from({ length: count }, () => openConnection(port)));

async function makeStories(recipients: readonly string[]): Promise<readonly SealedStory[]> {
  const stories: SealedStory[] = [];
  for (let n = 0; n < count; n += 1) stories.push(await aSealedStory({ recipients }));
  return stories;
}

async function perSecond(
  stories: readonly SealedStory[],
  lines: readonly Connection[],
  send: (line: Connection, story: SealedStory) => Promise<unknown>,
): Promise<number> {
  const waiting = stories.values();
  const begun = performance.now();
  // All senders draw from one heap: `values()` gives each story once.
  await Promise.all(
    lines.map(async (line) => {
      for (const story of waiting) await send(line, story);
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  for (const line of lines) line.close();
  return stories.length / seconds;
}

/**
 * How often a second this disk can be told to keep 16 KiB: nobody who answers only for what is on disk (tus does not
 * wait for it) takes more stories one by one than that.
 */
export async function syncedWrites(folder: string): Promise<number> {
  const file = await open(join(folder, "synced"), "w");
  const bytes = Buffer.alloc(16_384, 1);
  const speeds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    for (let n = 0; n < 100; n += 1) {
      await file.write(bytes, 0, bytes.length, n * bytes.length);
      await file.datasync();
    }
    speeds.push((1_000 * 100) / (performance.now() - begun));
  }
  await file.close();
  return median(speeds);
}

async function putStory(line: Connection, { id, body }: SealedStory): Promise<void> {
  const type = "content-type: application/vnd.soniakh.story\r\n";
  expectStatus(await line.ask("PUT", `/intake/stories/${id}`, type, body), 201);
}

/** https://tus.io/protocols/resumable-upload#creation-with-upload */
async function createWithUpload(line: Connection, { text }: SealedStory): Promise<void> {
  const headers =
    `tus-resumable: 1.0.0\r\nupload-length: ${text.length}\r\n` +
    "content-type: application/offset+octet-stream\r\n";
  const answer = await line.ask("POST", "/files", headers, text);
  expectStatus(answer, 201);
  if (!new RegExp(`upload-offset: *${text.length}`, "i").test(answer.headers))
    throw new Error("tus did not take all of it");
}

function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${answer.body.toString()}`);
}
