// `npm run intake -- import FILE…`: the same story by another way, once, whether the server runs or not.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { receiptCode } from "../../src/protocol/intake.ts";
import { createSqliteIntake } from "../../src/server/storage/sqlite-intake.ts";
import { openSqlite } from "../../src/server/storage/sqlite.ts";
import {
  aPart,
  aSealedStory,
  hashOf,
  leavesRequest,
  type SealedStory,
  storyFileOf,
  storyRequest,
} from "../support/sealed.ts";
import {
  aDataFolder,
  aFolder,
  addressOf,
  root,
  start,
  startServer,
  usual,
} from "./server-support.ts";

const minute = { timeout: 60_000 };

const importFiles = (dataDir: string, ...args: readonly string[]) =>
  start(process.execPath, [join(root, "src/server/commands/intake.ts"), ...args], {
    ...usual(),
    DATA_DIR: dataDir,
  }).ended;

function saved(story: SealedStory, bend = (bytes: Uint8Array): Uint8Array => bytes): string {
  const path = join(aFolder(), "story.soniakh");
  writeFileSync(path, bend(storyFileOf(story)));
  return path;
}

const lettersOf = (story: SealedStory): string => {
  const hash = Buffer.from(hashOf(story.manifestBytes), "base64url");
  return `Receipt ${receiptCode(hash, "uk")} (${receiptCode(hash, "en")}).`;
};

async function storiesIn(dataDir: string) {
  const sqlite = openSqlite(join(dataDir, "soniakh.sqlite"));
  try {
    return await createSqliteIntake(sqlite.query).list();
  } finally {
    await sqlite.close();
  }
}

const blobsIn = (dataDir: string): readonly string[] =>
  readdirSync(join(dataDir, "blobs"), { recursive: true }).map(String).toSorted();

test("with no server: new, then known; the file of the attachment is whole", minute, async () => {
  const dataDir = await aDataFolder();
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  const path = saved(story);

  const first = await importFiles(dataDir, "import", path);
  const second = await importFiles(dataDir, "import", path);

  expect(first).toEqual({
    code: 0,
    text: `${path}: a new story with 1 attachment. ${lettersOf(story)}\n`,
  });
  expect(second).toEqual({
    code: 0,
    text: `${path}: known already, nothing new in it. ${lettersOf(story)}\n`,
  });
  expect(await storiesIn(dataDir)).toMatchObject([{ id: story.id, parts: [{ held: true }] }]);
  expect(blobsIn(dataDir)).toEqual([part.id]);
  expect(readFileSync(join(dataDir, "blobs", part.id)).equals(part.bytes)).toBe(true);
});

test(
  "beside a running server, with half of the attachment already there: one row, the same receipt",
  minute,
  async () => {
    const dataDir = await aDataFolder();
    const server = startServer({ DATA_DIR: dataDir });
    const address = await addressOf(server);
    const part = await aPart(8 * 65_536);
    const story = await aSealedStory({ parts: [part] });
    await fetch(storyRequest(story, address));
    await fetch(leavesRequest(part, 0, 3, address));

    const { code, text } = await importFiles(dataDir, "import", saved(story));

    expect(text).toContain(`known already, 1 attachment came with it. ${lettersOf(story)}`);
    expect(code).toBe(0);
    const rest = await fetch(leavesRequest(part, 3, 1, address));
    expect(rest.headers.get("soniakh-complete")).toBe("1");
    const receipts = [];
    for (let times = 0; times < 2; times += 1)
      receipts.push(await (await fetch(storyRequest(story, address))).text());
    expect(receipts[0]).toContain(part.id);
    expect(receipts[1]).toBe(receipts[0]);
    expect(await storiesIn(dataDir)).toHaveLength(1);
  },
);

test(
  "a bad file among good ones says why, ends with 1, and leaves nothing; the good ones are taken",
  minute,
  async () => {
    const dataDir = await aDataFolder();
    const [good, bad] = [await aSealedStory(), await aSealedStory({ parts: [await aPart()] })];
    const paths = {
      damaged: saved(bad, (bytes) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1)),
      cut: saved(bad, (bytes) => bytes.subarray(0, 40_000)),
      good: saved(good),
      missing: join(aFolder(), "nowhere.soniakh"),
    };

    const { code, text } = await importFiles(dataDir, "import", ...Object.values(paths));

    expect(code).toBe(1);
    expect(text).toContain(
      `${paths.damaged} is damaged: attachment 1 is not the one that its first line names.`,
    );
    expect(text).toContain(`${paths.cut} is not whole: it has 40000 bytes`);
    expect(text).toContain(`${paths.good}: a new story. ${lettersOf(good)}`);
    expect(text).toMatch(/nowhere\.soniakh cannot be read: ENOENT/);
    expect(await storiesIn(dataDir)).toMatchObject([{ id: good.id }]);
    expect(blobsIn(dataDir)).toEqual([]);
  },
);

test("without a file, and without a newsroom, it says what to do", minute, async () => {
  expect(await importFiles(await aDataFolder(), "import")).toMatchObject({
    code: 1,
    text: expect.stringContaining("npm run intake -- import FILE"),
  });
  expect(await importFiles(aFolder(), "import", "story.soniakh")).toMatchObject({
    code: 1,
    text: expect.stringContaining("holds no newsroom yet"),
  });
});
