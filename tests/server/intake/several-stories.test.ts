// Several stories in one request: each counts as if it had come alone, and no other bars its way.
import { afterEach, beforeEach, expect, test } from "vitest";
import { asciiBytes, concat } from "../../../src/protocol/bytes.ts";
import {
  buckets,
  mediaTypes,
  mostStories,
  parseReceipt,
  type Receipt,
} from "../../../src/protocol/intake.ts";
import { parseSignedFile } from "../../../src/protocol/signed-file.ts";
import { longestStories } from "../../../src/server/intake/stories.ts";
import { aFolder, openTestIntake, readRefusal, type TestIntake } from "../../support/intake.ts";
import { aSealedStory, type SealedStory, storyRequest } from "../../support/sealed.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let intake: TestIntake;

beforeEach(async () => {
  folder = await aFolder();
  intake = await openTestIntake(folder.path);
});
afterEach(async () => {
  await intake.close();
  await folder.remove();
});

const address = "http://newsroom.test/intake/stories";
const send = (...bodies: readonly Uint8Array[]): Promise<Response> =>
  intake.send(new Request(address, { method: "POST", body: concat(...bodies) }));
const bodiesOf = (stories: readonly SealedStory[]): readonly Uint8Array[] =>
  stories.map(({ body }) => body);
const someStories = (count: number): Promise<readonly SealedStory[]> =>
  Promise.all(Array.from({ length: count }, () => aSealedStory()));

/** The receipts of an answer, two lines each. */
async function receiptsOf(answer: Response): Promise<readonly Receipt[]> {
  expect(answer.headers.get("content-type")).toBe(mediaTypes.receipts);
  const lines = (await answer.text()).split("\n");
  expect(lines.pop()).toBe("");
  const receipts: Receipt[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const bytes = new TextEncoder().encode(`${lines[at]}\n${lines[at + 1]}`);
    const file = parseSignedFile(bytes, "receipt");
    if (!file.ok) throw new Error(file.why);
    const parsed = parseReceipt(new TextDecoder().decode(file.value.body));
    if (!parsed.ok) throw new Error(parsed.why);
    receipts.push(parsed.value);
  }
  return receipts;
}

const held = async (): Promise<readonly string[]> =>
  (await intake.inbox.list()).map(({ id }) => id);

test("each is answered with the very receipt that it would have got alone", async () => {
  const stories = await someStories(3);

  const answer = await send(...bodiesOf(stories));

  expect(answer.status).toBe(201);
  const text = await answer.text();
  for (const story of stories) {
    const alone = await intake.send(storyRequest(story));
    expect(alone.status).toBe(200);
    expect(text).toContain(await alone.text());
    expect(await intake.inbox.findText(story.id)).toEqual(story.text);
  }
});

test("those that were here before are known again", async () => {
  const [one, two] = await someStories(2);
  await intake.send(storyRequest(one!));

  const mixed = await send(one!.body, two!.body);
  const again = await send(one!.body, two!.body);

  expect([mixed.status, again.status]).toEqual([201, 200]);
  expect(await again.text()).toBe(await mixed.text());
  expect(await held()).toEqual([one!.id, two!.id]);
});

test("one that cannot be taken has no receipt, and those before and behind it have theirs", async () => {
  const [first, spoilt, conflicting, last] = await someStories(4);
  const other = await aSealedStory({ change: { id: conflicting!.id } });
  await intake.send(storyRequest(other));
  const broken = spoilt!.body.with(-1, spoilt!.body.at(-1)! ^ 1);

  const receipts = await receiptsOf(await send(first!.body, broken, conflicting!.body, last!.body));

  expect(receipts.map(({ story }) => story)).toEqual([first!.id, last!.id]);
  expect(await held()).toEqual([other.id, first!.id, last!.id]);
});

test("the same one twice in a body is one row and one receipt twice", async () => {
  const story = await aSealedStory();

  const [one, two] = await receiptsOf(await send(story.body, story.body));

  expect(one).toEqual(two);
  expect(await held()).toEqual([story.id]);
});

test.each([
  ["nothing", () => []],
  ["no manifest", (story: SealedStory) => [new Uint8Array(100), story.body]],
  ["a story that is cut short", (story: SealedStory) => [story.body.subarray(0, -1)]],
])("a body with %s first has no receipt, and leaves nothing", async (_, bodies) => {
  const answer = await send(...bodies(await aSealedStory()));

  expect(answer.status).toBe(200);
  expect(await receiptsOf(answer)).toEqual([]);
  expect(await held()).toEqual([]);
});

test("more than may travel together are not looked at from there on", async () => {
  const [story] = await someStories(1);
  const { manifest } = story!;
  // As short as stories never are: so many whole ones would be too long a body.
  const line = JSON.stringify({ ...manifest, text: { ...manifest.text, bytes: 1 } });
  const short = (count: number) => Array<Uint8Array>(count).fill(asciiBytes(`${line}\nx`));

  const fits = await receiptsOf(await send(...short(mostStories - 1), story!.body));
  const late = await receiptsOf(await send(...short(mostStories), story!.body));

  expect(fits.map(({ story: id }) => id)).toEqual([story!.id]);
  expect(late).toEqual([]);
});

test("a body that is too big is refused while it streams; what stood whole in it is kept", async () => {
  const stories = await someStories(3);
  const big = new Uint8Array(longestStories);

  const answer = await send(...bodiesOf(stories), big);

  expect(await readRefusal(answer)).toMatchObject({ status: 413, code: "too-big" });
  expect(await held()).toEqual(stories.map(({ id }) => id));
});

test.each([0, 1, 2, 3])(
  "where the connection dies after %i whole stories and the piece behind them, these are kept",
  async (count) => {
    const stories = await someStories(4);
    const whole = concat(...bodiesOf(stories));
    const size = stories[0]!.body.length;
    // What is read in one piece goes with it where the line breaks within.
    const pieces = [whole.subarray(0, Math.min(whole.length - 1, count * size + buckets[0]!))];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.error(new TypeError("the connection died"));
        else controller.enqueue(piece);
      },
    });

    await intake.send(
      new Request(address, { method: "POST", body, duplex: "half" } as RequestInit),
    );

    expect(await held()).toEqual(stories.slice(0, count).map(({ id }) => id));
  },
);

test("where storage fails for some, the others have their receipts; where it fails for all, that is said", async () => {
  const stories = await someStories(3);
  const full = Object.assign(new Error("database or disk is full"), { errcode: 13 });
  const [first] = stories;
  let fails = (id: string): boolean => id === first!.id;
  const { storage } = intake;
  await intake.close();
  intake = await openTestIntake(folder.path, {
    storage: {
      ...storage,
      accept: async (story) => {
        if (fails(story.id)) throw full;
        return intake.storage.accept(story);
      },
      find: (ids) => intake.storage.find(ids),
    },
  });

  const some = await receiptsOf(await send(...bodiesOf(stories)));
  fails = () => true;
  const none = await send(...bodiesOf(await someStories(2)));

  expect(some.map(({ story }) => story)).toEqual(stories.slice(1).map(({ id }) => id));
  expect(await readRefusal(none)).toMatchObject({ status: 507, code: "full" });
});
