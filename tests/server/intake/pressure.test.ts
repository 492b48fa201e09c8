import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  aFolder,
  openTestIntake,
  readReceipt,
  readRefusal,
  type TestIntake,
} from "../../support/intake.ts";
import {
  aPart,
  aSealedStory,
  aStoryId,
  leavesAddress,
  leavesRequest,
  sendPart,
  storyRequest,
} from "../../support/sealed.ts";

let folder: Awaited<ReturnType<typeof aFolder>>;
let intake: TestIntake;
type Bend = Parameters<typeof openTestIntake>[1];

const open = async (bend: Bend): Promise<void> => {
  intake = await openTestIntake(folder.path, bend);
};
beforeEach(async () => {
  folder = await aFolder();
});
afterEach(async () => {
  await intake.close();
  await folder.remove();
});

/** A body that gives nothing until `end` is called, and then ends. */
function aHangingBody(): {
  readonly body: ReadableStream<Uint8Array>;
  readonly taken: () => boolean;
  end(): void;
} {
  let end = (): void => undefined;
  let taken = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        taken = true;
        return new Promise<void>((resolve) => {
          end = () => {
            controller.close();
            resolve();
          };
        });
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken, end: () => end() };
}

const put = (address: string, body: ReadableStream<Uint8Array>): Request =>
  new Request(address, {
    method: "PUT",
    headers: { "soniakh-leaf-list": "1" },
    body,
    duplex: "half",
  } as RequestInit);

test("more attachments at once than there are places for are asked to come later; text still gets in", async () => {
  await open({ bounds: { uploads: 1 } });
  const part = await aPart();
  const hanging = aHangingBody();
  const first = intake.send(put(leavesAddress(part), hanging.body));
  await vi.waitUntil(hanging.taken);

  const second = await intake.send(leavesRequest(await aPart()));
  const story = await intake.send(storyRequest(await aSealedStory()));

  expect(await readRefusal(second)).toMatchObject({ status: 503, code: "busy" });
  expect(story.status).toBe(201);
  hanging.end();
  await first;
  expect((await intake.send(leavesRequest(part))).status).toBe(200);
});

test("whoever holds places open and sends nothing gives them up to those who send, once they had their time", async () => {
  let time = 0;
  await open({ bounds: { stories: 2, storyGrace: 10_000 }, elapsed: () => time });
  const silent = [await aSealedStory(), await aSealedStory()].map((story) => {
    const hanging = aHangingBody();
    return {
      hanging,
      answer: intake.send(put(`http://newsroom.test/intake/stories/${story.id}`, hanging.body)),
    };
  });
  for (const { hanging } of silent) await vi.waitUntil(hanging.taken);

  time = 9_000;
  const early = await intake.send(storyRequest(await aSealedStory()));
  time = 10_001;
  const texts = [];
  for (let n = 0; n < 3; n += 1) texts.push(await intake.send(storyRequest(await aSealedStory())));
  const [first] = silent;
  const pushedOut = await first!.answer;

  expect(await readRefusal(early)).toMatchObject({ status: 503, code: "busy" });
  expect(texts.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(await readRefusal(pushedOut)).toMatchObject({ status: 503, code: "busy" });
  expect(pushedOut.headers.get("retry-after")).toBe("17");
  for (const { hanging } of silent) hanging.end();
  await Promise.all(silent.map(({ answer }) => answer));
});

test("the slowest gives its place up, not one that moves", async () => {
  let time = 0;
  await open({ bounds: { uploads: 2, uploadGrace: 60_000 }, elapsed: () => time });
  const [quick, slow] = [await aPart(4 * 65_536), await aPart(4 * 65_536)];
  const bodies = [quick, slow].map(() => new TransformStream<Uint8Array, Uint8Array>());
  const answers = [quick, slow].map((part, at) =>
    intake.send(put(leavesAddress(part), bodies[at]!.readable)),
  );
  const [quickly, slowly] = bodies.map(({ writable }) => writable.getWriter());
  await quickly!.write(quick.leafList);
  await quickly!.write(quick.bytes.slice(0, 65_536));
  await slowly!.write(slow.leafList);
  time = 60_001;

  const third = await intake.send(leavesRequest(await aPart()));
  await quickly!.write(quick.bytes.slice(65_536));
  await quickly!.close();

  expect(third.status).toBe(200);
  expect((await answers[0]!).headers.get("soniakh-complete")).toBe("1");
  expect(await readRefusal(await answers[1]!)).toMatchObject({ status: 503, code: "busy" });
});

test("those who are sent away are told different times, all within half a minute", async () => {
  const dice = [0, 0.5, 0.999];
  await open({ bounds: { stories: 0 }, random: () => dice.shift() ?? 0 });

  const answers = [];
  for (let at = 0; at < 3; at += 1)
    answers.push(await intake.send(storyRequest(await aSealedStory())));

  expect(answers.map((answer) => answer.headers.get("retry-after"))).toEqual(["5", "17", "29"]);
});

test("a leaf that does not come in its time ends the request, and the leaves before it stay", async () => {
  await open({ bounds: { leafTimeout: 50 } });
  const part = await aPart(2 * 65_536);
  await intake.send(leavesRequest(part, 0, 1));
  const address = leavesAddress(part, 1);

  const answer = await intake.send(
    new Request(address, {
      method: "PUT",
      body: aHangingBody().body,
      duplex: "half",
    } as RequestInit),
  );

  expect(await readRefusal(answer)).toMatchObject({ status: 503, code: "busy" });
  expect(answer.headers.get("soniakh-leaves-held")).toBe("1");
});

test("what is refused is read away for no longer than one leaf may take, however steadily it comes", async () => {
  await open({ bounds: { leafTimeout: 100 } });
  const part = await aPart(2 * 65_536);
  const cut = Promise.withResolvers<void>();
  let pieces = 0;
  const steady = new ReadableStream<Uint8Array>(
    {
      cancel: () => cut.resolve(),
      // The network's pace: a leaf in a third of its time.
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        pieces += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    },
    { highWaterMark: 0 },
  );

  const answer = await intake.send(put(leavesAddress(part, 99), steady));
  await cut.promise;

  expect(answer.status).toBeGreaterThanOrEqual(400);
  // One request carries 33 of them with its list.
  expect(pieces).toBeLessThan(16);
});

test("a slow phone that keeps moving is never cut off, however long the whole takes", async () => {
  await open({ bounds: { leafTimeout: 200 } });
  const part = await aPart(4 * 65_536);
  const pieces = [
    part.leafList,
    ...Array.from({ length: 4 }, (_, at) => part.bytes.slice(at * 65_536, (at + 1) * 65_536)),
  ];
  let isCancelled = false;
  const slow = new ReadableStream<Uint8Array>(
    {
      cancel: () => void (isCancelled = true),
      // The network's pace is what this is about: 5 × 100 ms are more than one leaf's time.
      pull: (controller) =>
        new Promise<void>((resolve) => {
          setTimeout(() => {
            const piece = pieces.shift();
            if (isCancelled) return resolve();
            if (piece === undefined) controller.close();
            else controller.enqueue(piece);
            resolve();
          }, 100);
        }),
    },
    { highWaterMark: 0 },
  );

  const answer = await intake.send(put(leavesAddress(part), slow));

  expect(answer.headers.get("soniakh-complete")).toBe("1");
});

test("a disk that fills up refuses attachments first, then text, and still answers for what it has", async () => {
  let free = 2_000_000;
  await open({
    freeBytes: async () => free,
    bounds: { attachmentReserve: 1_000_000, textReserve: 100_000 },
  });
  const story = await aSealedStory();
  const receipt = await readReceipt(await intake.send(storyRequest(story)), intake.signer);

  free = 900_000;
  const part = await intake.send(leavesRequest(await aPart()));
  const text = await intake.send(storyRequest(await aSealedStory()));
  free = 90_000;
  const none = await intake.send(storyRequest(await aSealedStory()));
  const again = await intake.send(storyRequest(story));

  expect(await readRefusal(part)).toMatchObject({ status: 507, code: "full" });
  expect(text.status).toBe(201);
  expect(await readRefusal(none)).toMatchObject({ status: 507, code: "full" });
  expect(await readReceipt(again, intake.signer)).toEqual(receipt);
});

test("a database that is gone is 'later', and nothing was taken (fault 26)", async () => {
  await open({});
  const story = await aSealedStory();
  const other = await openTestIntake(folder.path);
  await other.sqlite.close();
  const full = Object.assign(new Error("database or disk is full"), {
    code: "ERR_SQLITE_ERROR",
    errcode: 13,
  });
  const away = Object.assign(new Error("disk I/O error"), {
    code: "ERR_SQLITE_ERROR",
    errcode: 4_874,
  });
  const failing = (error: Error): Bend => ({
    storage: { ...intake.storage, accept: () => Promise.reject(error) },
  });
  const [filled, lost] = [
    await openTestIntake(folder.path, failing(full)),
    await openTestIntake(folder.path, failing(away)),
  ];

  const answers = [await filled.send(storyRequest(story)), await lost.send(storyRequest(story))];

  expect(await Promise.all(answers.map(readRefusal))).toMatchObject([
    { status: 507, code: "full" },
    { status: 503, code: "busy" },
  ]);
  await filled.close();
  await lost.close();
});

test("a failing part of one story does not stand in the way of the next (fault 16)", async () => {
  await open({});
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  await intake.send(storyRequest(story));
  const refused = await intake.send(
    new Request(`http://newsroom.test/intake/blobs/${part.id}?leaf=0&leaves=9999&bytes=655294464`, {
      method: "PUT",
      body: part.bytes,
    }),
  );

  const next = await intake.send(storyRequest(await aSealedStory()));
  const sent = await sendPart(intake.send, part);

  expect(await readRefusal(refused)).toMatchObject({ status: 413, code: "too-big", part: part.id });
  expect([next.status, sent.status]).toEqual([201, 200]);
});

test("an unreadable body is a refusal, not a fault", async () => {
  await open({});
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("reset")),
  });

  const answer = await intake.send(
    put(`http://newsroom.test/intake/stories/${aStoryId()}`, broken),
  );

  expect(await readRefusal(answer)).toMatchObject({ status: 503, code: "busy" });
});
