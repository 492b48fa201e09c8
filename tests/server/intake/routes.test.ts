import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { concat } from "../../../src/protocol/bytes.ts";
import {
  attachmentBuckets,
  leafSize,
  mediaTypes,
  parseLimits,
  type StoryId,
} from "../../../src/protocol/intake.ts";
import {
  aFolder,
  openTestIntake,
  readReceipt,
  readRefusal,
  readStates,
  type TestIntake,
} from "../../support/intake.ts";
import {
  aPart,
  aPartOf,
  aSealedStory,
  aStoryId,
  hashOf,
  leavesAddress,
  leavesRequest,
  sendPart,
  storyRequest,
} from "../../support/sealed.ts";

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

const statesRequest = (stories: readonly StoryId[], nonce = aStoryId()): Request =>
  new Request("http://newsroom.test/intake/receipts", {
    method: "POST",
    body: JSON.stringify({ format: 1, nonce, stories }),
  });

const heldOf = (answer: Response): readonly (string | null)[] => [
  answer.headers.get("soniakh-leaves-held"),
  answer.headers.get("soniakh-complete"),
];

describe("limits", () => {
  test("say what a phone may attach, and may be kept for a few minutes", async () => {
    const answer = await intake.send(new Request("http://newsroom.test/intake/limits"));

    expect(parseLimits(await answer.json())).toMatchObject({
      ok: true,
      value: { attachment: attachmentBuckets.at(-1), leaf: leafSize, epoch: 1 },
    });
    expect(answer.headers.get("cache-control")).toBe("max-age=300");
  });
});

describe("a story", () => {
  test("is answered with a signed receipt over the manifest's bytes as they were sent", async () => {
    const story = await aSealedStory();

    const answer = await intake.send(storyRequest(story));

    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toBe(mediaTypes.receipt);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await readReceipt(answer, intake.signer)).toEqual({
      format: 1,
      story: story.id,
      manifest: hashOf(story.manifestBytes),
      parts: [],
      sequence: 1,
      date: "2026-11-11",
    });
    expect(await intake.inbox.findText(story.id)).toEqual(story.text);
  });

  test("sent again has the same receipt, byte for byte, also after a restart years later", async () => {
    const story = await aSealedStory();
    const first = await (await intake.send(storyRequest(story))).bytes();
    await intake.close();
    intake = await openTestIntake(folder.path, {
      signer: intake.signer,
      now: () => Date.UTC(2031, 0, 1),
    });

    const again = await intake.send(storyRequest(story));

    expect(again.status).toBe(200);
    expect(await again.bytes()).toEqual(first);
  });

  test("sent fifty times at once gives one row and one receipt", async () => {
    const story = await aSealedStory();

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => intake.send(storyRequest(story))),
    );

    const receipts = await Promise.all(
      answers.map(async (answer) => Buffer.from(await answer.bytes()).toString("base64")),
    );
    expect(new Set(receipts).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await intake.inbox.list()).toHaveLength(1);
  });

  test("with other bytes under the same id is a conflict, and the first stays", async () => {
    const story = await aSealedStory();
    await intake.send(storyRequest(story));
    const other = await aSealedStory({ change: { id: story.id } });

    const answer = await intake.send(storyRequest(other));

    expect(await readRefusal(answer)).toMatchObject({ status: 409, code: "conflict" });
    expect(await intake.inbox.findText(story.id)).toEqual(story.text);
  });

  test("from two devices bears two ids, and both are kept (fault 17)", async () => {
    const [one, two] = [await aSealedStory(), await aSealedStory()];

    await intake.send(storyRequest(one));
    await intake.send(storyRequest(two));

    expect((await intake.inbox.list()).map(({ id }) => id)).toEqual([one.id, two.id]);
  });

  test("that is not sealed is refused and leaves nothing", async () => {
    const text = new Uint8Array(16_384).fill(32);
    const story = await aSealedStory({
      change: { text: { hash: hashOf(text), bytes: text.length } },
    });

    const answer = await intake.send(
      storyRequest({ id: story.id, body: concat(story.manifestBytes, Uint8Array.of(10), text) }),
    );

    expect(await readRefusal(answer)).toMatchObject({ status: 422, code: "not-sealed" });
    expect(await intake.inbox.list()).toEqual([]);
  });

  test.each([
    [
      "a text of no bucket's size",
      { text: { hash: hashOf(new Uint8Array()), bytes: 16_385 } },
      "wrong-size",
    ],
    [
      "an attachment of no bucket's size",
      { parts: [{ id: hashOf(new Uint8Array()), bytes: 65_537 }] },
      "wrong-size",
    ],
    [
      "another text than the manifest names",
      { text: { hash: hashOf(new Uint8Array()), bytes: 16_384 } },
      "digest",
    ],
    ["an app that is too old", { version: 0 }, "malformed"],
    ["a newer format", { format: 2 }, "malformed"],
  ])("with %s is refused", async (_, change, code) => {
    const story = await aSealedStory({ change });

    const answer = await intake.send(storyRequest(story));

    expect(await readRefusal(answer)).toMatchObject({ code });
    expect(await intake.inbox.list()).toEqual([]);
  });

  test("bigger than any bucket is refused while it streams, before the end", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += leafSize;
        controller.enqueue(new Uint8Array(leafSize));
      },
    });
    const request = new Request(`http://newsroom.test/intake/stories/${aStoryId()}`, {
      method: "PUT",
      body: endless,
      duplex: "half",
    } as RequestInit);

    const answer = await intake.send(request);

    expect(await readRefusal(answer)).toMatchObject({ status: 413, code: "too-big" });
    expect(sent).toBeLessThan(5 * 1_048_576);
  });
});

describe("an attachment", () => {
  test("goes up in leaves, is complete, and renews the story's receipt", async () => {
    const part = await aPart(98_304);
    const story = await aSealedStory({ parts: [part] });
    const before = await readReceipt(await intake.send(storyRequest(story)), intake.signer);

    const answer = await sendPart(intake.send, part);

    expect([answer.status, ...heldOf(answer)]).toEqual([200, "2", "1"]);
    const after = await readReceipt(await intake.send(storyRequest(story)), intake.signer);
    expect(before.parts).toEqual([]);
    expect(after).toEqual({ ...before, parts: [part.id] });
    const stored = await intake.inbox.readPart(story.id, part.id);
    expect(await new Response(stored as ReadableStream).bytes()).toEqual(part.bytes);
  });

  test("of more leaves than one request carries goes up in several", async () => {
    const part = await aPart(64 * leafSize);

    const first = await intake.send(leavesRequest(part, 0));
    const last = await intake.send(leavesRequest(part, 32));

    expect([heldOf(first), heldOf(last)]).toEqual([
      ["32", "0"],
      ["64", "1"],
    ]);
  });

  test("keeps each whole leaf when the connection dies, and goes on from there", async () => {
    const part = await aPart(4 * leafSize);
    const head = concat(part.leafList, part.bytes.slice(0, 2 * leafSize + 1_000));
    const pieces = [head];
    const dying = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const piece = pieces.shift();
        if (piece === undefined) controller.error(new Error("the line is dead"));
        else controller.enqueue(piece);
      },
    });
    const headers = { "soniakh-leaf-list": "1" };
    const dead = new Request(leavesAddress(part), {
      method: "PUT",
      headers,
      body: dying,
      duplex: "half",
    } as RequestInit);
    await intake.send(dead);

    const asked = await intake.send(new Request(leavesAddress(part), { method: "HEAD" }));
    const rest = await intake.send(leavesRequest(part, 2));

    expect([heldOf(asked), heldOf(rest)]).toEqual([
      ["2", "0"],
      ["4", "1"],
    ]);
  });

  test("and the question how far it got end their connection where the phone asks for that, and only there", async () => {
    const part = await aPart(4 * leafSize);
    const closing = (request: Request): Request => {
      request.headers.set("soniakh-close", "1");
      return request;
    };
    const look = (): Request => new Request(leavesAddress(part), { method: "HEAD" });

    const answers = [
      await intake.send(leavesRequest(part, 0, 1)),
      await intake.send(closing(leavesRequest(part, 1, 1))),
      await intake.send(look()),
      await intake.send(closing(look())),
    ];

    const ends = answers.map(({ headers }) => headers.get("connection"));
    expect(ends).toEqual([null, "close", null, "close"]);
  });

  test("with a flipped bit is refused by digest, and only that leaf is missing", async () => {
    const part = await aPart(4 * leafSize);
    const bent = part.bytes.slice();
    bent[2 * leafSize + 7]! ^= 1;

    const answer = await intake.send(leavesRequest({ ...part, bytes: bent }));

    expect(await readRefusal(answer)).toMatchObject({ status: 422, code: "digest", part: part.id });
    expect(heldOf(answer)).toEqual(["2", "0"]);
    expect(heldOf(await intake.send(leavesRequest(part, 2)))).toEqual(["4", "1"]);
  });

  test("that is here already is answered at once, without reading the body", async () => {
    const part = await aPart();
    await sendPart(intake.send, part);
    const never = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    const again = new Request(leavesAddress(part), {
      method: "PUT",
      body: never,
      duplex: "half",
    } as RequestInit);

    const answer = await intake.send(again);

    expect([answer.status, ...heldOf(answer)]).toEqual([200, "1", "1"]);
  });

  test("that is not sealed leaves nothing", async () => {
    const part = aPartOf(new Uint8Array(leafSize));

    const answer = await intake.send(leavesRequest(part));

    expect(await readRefusal(answer)).toMatchObject({ status: 422, code: "not-sealed" });
    expect((await intake.blobs.listUnfinished()).every(({ bytes }) => bytes === 0)).toBe(true);
  });

  test("without its leaf list is unknown", async () => {
    const part = await aPart(2 * leafSize);

    const answer = await intake.send(leavesRequest(part, 1));

    expect(await readRefusal(answer)).toMatchObject({ status: 404, code: "unknown" });
    expect(heldOf(answer)).toEqual(["0", "0"]);
  });

  test("whose earlier leaves are missing is told where to go on", async () => {
    const part = await aPart(4 * leafSize);
    await intake.send(leavesRequest(part, 0, 1));

    const answer = await intake.send(leavesRequest(part, 2));

    expect(await readRefusal(answer)).toMatchObject({ code: "digest" });
    expect(heldOf(answer)).toEqual(["1", "0"]);
  });

  test("with another leaf list than its id names is refused", async () => {
    const part = await aPart(2 * leafSize);
    const other = await aPart(2 * leafSize);

    const answer = await intake.send(leavesRequest({ ...part, leafList: other.leafList }));

    expect(await readRefusal(answer)).toMatchObject({ code: "digest" });
    expect(await intake.blobs.listUnfinished()).toEqual([]);
  });

  test("too big for any bucket is refused before anything is read", async () => {
    const part = await aPart();
    const address = `http://newsroom.test/intake/blobs/${part.id}?leaf=0&leaves=1000&bytes=65536000`;

    const answer = await intake.send(new Request(address, { method: "PUT", body: part.bytes }));

    expect(await readRefusal(answer)).toMatchObject({ status: 413, code: "too-big" });
  });

  test("sent by two connections at once is one file with the right bytes", async () => {
    const part = await aPart(32 * leafSize);

    const answers = await Promise.all([
      intake.send(leavesRequest(part)),
      intake.send(leavesRequest(part)),
    ]);

    expect(answers.map(heldOf)).toEqual([
      ["32", "1"],
      ["32", "1"],
    ]);
    expect(
      await new Response((await intake.blobs.read(part.id)) as ReadableStream).bytes(),
    ).toEqual(part.bytes);
    expect(await intake.blobs.listUnfinished()).toEqual([]);
  });
});

describe("the receipts query", () => {
  test("is answered under the nonce with the states and parts of those that are known", async () => {
    const part = await aPart();
    const story = await aSealedStory({ parts: [part] });
    await intake.send(storyRequest(story));
    await sendPart(intake.send, part);
    await intake.inbox.setState(story.id, "opened");
    const nonce = aStoryId();

    const answer = await intake.send(statesRequest([aStoryId(), story.id, story.id], nonce));

    expect(answer.headers.get("content-type")).toBe(mediaTypes.states);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await readStates(answer, intake.signer)).toEqual({
      format: 1,
      nonce,
      date: "2026-11-11",
      stories: [
        { id: story.id, state: "opened", manifest: hashOf(story.manifestBytes), parts: [part.id] },
      ],
    });
  });

  test("that is no query is refused", async () => {
    const answer = await intake.send(
      new Request("http://newsroom.test/intake/receipts", { method: "POST", body: "{}" }),
    );

    expect(await readRefusal(answer)).toMatchObject({ status: 422, code: "malformed" });
  });
});

test("a path that the intake does not have is a refusal too", async () => {
  const answer = await intake.send(new Request("http://newsroom.test/intake/elsewhere"));

  expect(await readRefusal(answer)).toMatchObject({ status: 404, code: "unknown" });
});
