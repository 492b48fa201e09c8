// FAULTS.md 25, at random moments: the real server with SQLite is killed again and again while fifty phones send to it. Ten
// kills in `npm test`, a hundred in `npm run proof`; the moments come from a seed.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { concat, toBase64url } from "../../src/protocol/bytes.ts";
import {
  leafSize,
  type Manifest,
  mostStories,
  type Receipt,
  type StoryId,
} from "../../src/protocol/intake.ts";
import { intakeRoutes } from "../../src/protocol/intake-routes.ts";
import { splitReceipts } from "../../src/protocol/receipt-list.ts";
import { ageHeader } from "../../src/server/intake/sealed.ts";
import type { Signer } from "../../src/server/signing.ts";
import { openBlobs } from "../../src/server/storage/blobs.ts";
import { createSqliteIntake } from "../../src/server/storage/sqlite-intake.ts";
import { openSqlite } from "../../src/server/storage/sqlite.ts";
import { aFolder, readReceipt, readStates } from "../support/intake.ts";
import {
  aPartOf,
  aStoryId,
  hashOf,
  type SealedPart,
  type SealedStory,
  sendPart,
  storyRequest,
} from "../support/sealed.ts";
import {
  prepareNewsroom,
  type ServerProcess,
  startNewsroom,
} from "../support/server/server-process.ts";
import { seededRandom } from "./virtual-clock.ts";

const kills = process.env["PROOF"] === undefined ? 10 : 100;
const phones = 50;
const seed = Number(process.env["SEED"] ?? 1);
const minutes = 60_000;
const mostAnswers = 150;
/** A server that answers slowly is killed all the same. Milliseconds. */
const longest = 15_000;

let folder: Awaited<ReturnType<typeof aFolder>>;
let signer: Signer;
let server: ServerProcess | undefined;

beforeAll(async () => {
  folder = await aFolder();
  signer = await prepareNewsroom(folder.path);
});
afterAll(async () => {
  await server?.kill();
  await folder?.remove();
});

/** Bytes that the intake cannot tell from an age file: what is inside is nothing to it, and sealing is slow. */
const anOpaqueFile = (bytes: number): Uint8Array<ArrayBuffer> =>
  concat(ageHeader, randomBytes(bytes - ageHeader.length));

function aStory(parts: readonly SealedPart[]): SealedStory {
  const text = anOpaqueFile(16_384);
  const manifest: Manifest = {
    format: 1,
    id: aStoryId(),
    text: { hash: hashOf(text), bytes: text.length },
    parts: parts.map(({ id, bytes }) => ({ id, bytes: bytes.length })),
    epoch: 1,
    noteKey: toBase64url(randomBytes(32)),
    version: 1,
  };
  const manifestBytes = new TextEncoder().encode(JSON.stringify(manifest));
  const body = concat(manifestBytes, Uint8Array.of(10), text);
  return { id: manifest.id, manifest, manifestBytes, text, body, parts };
}

/** What the newsroom has promised so far, by its own signature: for each story the last receipt, and all that ever were. */
const receipts = new Map<StoryId, { readonly hash: string; readonly parts: Set<string> }>();
let given = 0;
/** Of these, those that came in one answer with others. */
let together = 0;
let answers = 0;

function note(story: SealedStory, receipt: Receipt): void {
  given += 1;
  expect(receipt.story).toBe(story.id);
  const hash = hashOf(story.manifestBytes);
  expect(receipt.manifest).toBe(hash);
  const known = receipts.get(story.id) ?? { hash, parts: new Set() };
  for (const part of receipt.parts) known.parts.add(part);
  receipts.set(story.id, known);
}

/** One phone: sends story after story, each until a receipt names all of it; over every death of the server. */
async function phone(random: () => number, next: () => Promise<ServerProcess | undefined>) {
  for (;;) {
    // Now and then some short ones go together.
    const several = random() < 0.25 ? Array.from({ length: mostStories }, () => aStory([])) : [];
    while (several.some(({ id }) => !receipts.has(id))) {
      const to = await next();
      if (to === undefined) return;
      await sendTogether(several, to).catch(unlessDied);
    }
    const sizes = [[], [leafSize], [3 * leafSize], [leafSize, 3 * leafSize]][
      Math.floor(random() * 4)
    ]!;
    const story = aStory(sizes.map((size) => aPartOf(anOpaqueFile(size))));
    for (let isWhole = false; !isWhole;) {
      const to = await next();
      if (to === undefined) return;
      isWhole = (await attempt(story, to).catch(unlessDied)) === true;
    }
  }
}

/** The server died: whoever waits for it hears of a connection, and of nothing else. */
function unlessDied(error: unknown): void {
  if (!(error instanceof TypeError)) throw error;
}

async function sendTogether(
  stories: readonly SealedStory[],
  { origin }: ServerProcess,
): Promise<void> {
  const body = concat(...stories.map((story) => story.body));
  const answer = await fetch(`${origin}${intakeRoutes.stories}`, { method: "POST", body });
  answers += 1;
  const text = await answer.text();
  if (answer.status === 503 || answer.status === 429) return;
  expect(answer.ok).toBe(true);
  const files = splitReceipts(text);
  expect(files).toHaveLength(stories.length);
  for (const [at, file] of files.entries()) {
    together += 1;
    note(stories[at]!, await readReceipt(new Response(file), signer));
  }
}

async function attempt(story: SealedStory, { origin }: ServerProcess): Promise<boolean> {
  const send = async (): Promise<Receipt | undefined> => {
    const answer = await fetch(storyRequest(story, origin));
    answers += 1;
    if (answer.status === 503 || answer.status === 429) {
      await answer.arrayBuffer();
      return undefined;
    }
    const receipt = await readReceipt(answer, signer);
    note(story, receipt);
    return receipt;
  };
  let receipt = await send();
  if (receipt === undefined) return false;
  for (const part of story.parts) {
    if (receipt.parts.includes(part.id)) continue;
    await (await sendPart(fetch, part, origin)).arrayBuffer();
    answers += 1;
  }
  if (story.parts.length > 0) receipt = await send();
  return receipt !== undefined && story.parts.every(({ id }) => receipt.parts.includes(id));
}

/** What of the promises does not lie on the disk, read by nobody's process. */
async function findBroken(checked: Set<string>): Promise<readonly string[]> {
  const sqlite = openSqlite(join(folder.path, "soniakh.sqlite"));
  const blobs = await openBlobs(join(folder.path, "blobs"));
  const rows = await createSqliteIntake(sqlite.query).list();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const broken = rows.length === byId.size ? [] : ["an id has two rows"];
  for (const [id, { hash, parts }] of receipts) {
    if (byId.get(id)?.manifestHash !== hash) broken.push(`${id} has a receipt and no row`);
    for (const part of parts) {
      if (checked.has(part)) continue;
      const found = await blobs.read(part as SealedPart["id"]);
      const bytes = found && (await new Response(found as ReadableStream).bytes());
      if (bytes === undefined || aPartOf(bytes).id !== part)
        broken.push(`${part} is named in a receipt of ${id} and is not whole`);
      checked.add(part);
    }
  }
  await sqlite.close();
  return broken;
}

/** What a server that was started again says of every story that was receipted. */
async function findForgotten({ origin }: ServerProcess): Promise<readonly string[]> {
  const forgotten: string[] = [];
  const ids = [...receipts.keys()];
  for (let at = 0; at < ids.length; at += 100) {
    const stories = ids.slice(at, at + 100);
    const nonce = aStoryId();
    const body = JSON.stringify({ format: 1, nonce, stories });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${origin}/intake/receipts`, { method: "POST", headers, body });
    const said = new Map((await readStates(answer, signer)).stories.map((one) => [one.id, one]));
    for (const id of stories)
      if (said.get(id)?.manifest !== receipts.get(id)?.hash) forgotten.push(id);
  }
  return forgotten;
}

test(
  `25: killed ${kills} times while ${phones} phones send (SEED=${seed}): every receipt that was given is true, and stays so`,
  async () => {
    const random = seededRandom(seed);
    const checked = new Set<string>();
    let died = 0;
    const waiting: ((to: ServerProcess | undefined) => void)[] = [];
    const next = (): Promise<ServerProcess | undefined> =>
      new Promise((resolve) => waiting.push(resolve));
    const sending = Array.from({ length: phones }, (_, index) =>
      phone(seededRandom(seed * 1_000 + index), next),
    );
    /** Every phone that has none gets this server. */
    const hand = (to: ServerProcess | undefined): void => {
      for (const resolve of waiting.splice(0)) resolve(to);
    };
    try {
      for (; died < kills; died += 1) {
        server = await startNewsroom(folder.path);
        // After so many answers, and anywhere within what is under way then: a busy machine changes nothing about that.
        const enough = answers + Math.floor(random() * mostAnswers);
        const patience = performance.now() + longest;
        const rest = random() * 30;
        let end = Infinity;
        while (performance.now() < Math.min(end, patience)) {
          if (answers >= enough) end = Math.min(end, performance.now() + rest);
          hand(server);
          await new Promise((resolve) => setImmediate(resolve));
        }
        await server.kill();
        expect(await findBroken(checked)).toEqual([]);
      }
    } finally {
      const over = setInterval(() => hand(undefined), 10);
      await Promise.all(sending).finally(() => clearInterval(over));
    }
    server = await startNewsroom(folder.path);
    const forgotten = await findForgotten(server);

    const whole = checked.size;
    console.log(
      `server killed ${died} times under load of ${phones} phones: ${given} receipts given ` +
        `(${together} in answers to several) for ${receipts.size} stories with ${whole} attachments, 0 lost, 0 doubled, 0 attachments named that were not whole`,
    );
    expect(forgotten).toEqual([]);
    expect(receipts.size).toBeGreaterThan(kills);
    expect(whole).toBeGreaterThan(0);
    expect(together).toBeGreaterThan(kills);
  },
  kills * minutes,
);
