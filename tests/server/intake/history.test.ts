import { rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { leafSize } from "../../../src/protocol/intake.ts";
import { reconcile, sweep } from "../../../src/server/intake/sweeping.ts";
import { aFolder, openTestIntake, readReceipt, type TestIntake } from "../../support/intake.ts";
import {
  aPart,
  aPartOf,
  aSealedStory,
  hashOf,
  leavesRequest,
  type SealedPart,
  type SealedStory,
  storyRequest,
} from "../../support/sealed.ts";

let parts: readonly SealedPart[];
let stories: readonly SealedStory[];

beforeAll(async () => {
  parts = await Promise.all([aPart(), aPart(2 * leafSize), aPart(1.5 * leafSize)]);
  const [one, two, three] = parts as [SealedPart, SealedPart, SealedPart];
  // Stories share attachments, as a mended story shares those of the one that it replaces.
  stories = await Promise.all([
    aSealedStory({ parts: [one, two] }),
    aSealedStory({ parts: [two, three] }),
    aSealedStory({ parts: [three, one, two] }),
  ]);
});

type Event =
  | { readonly kind: "story" | "open" | "pick-up"; readonly story: number }
  | { readonly kind: "leaves"; readonly part: number; readonly leaf: number }
  | { readonly kind: "sweep" };

const which = fc.nat(2);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constantFrom("story", "open", "pick-up" as const), story: which }),
  fc.record({ kind: fc.constant("leaves" as const), part: which, leaf: fc.nat(1) }),
  fc.record({ kind: fc.constant("sweep" as const) }),
);
/** What happens at once, step after step; between steps the server may be restarted on a folder that lost a file. */
const history = fc.array(
  fc.record({
    atOnce: fc.array(event, { minLength: 1, maxLength: 6 }),
    lost: fc.option(which, { freq: 6 }),
  }),
  { minLength: 1, maxLength: 10 },
);

async function happen(intake: TestIntake, what: Event, day: string): Promise<void> {
  switch (what.kind) {
    case "story":
      await intake.send(storyRequest(stories[what.story]!));
      return;
    case "leaves":
      await intake.send(leavesRequest(parts[what.part]!, what.leaf % parts[what.part]!.leaves));
      return;
    case "open":
      await intake.inbox.setState(stories[what.story]!.id, "opened");
      return;
    case "pick-up": {
      const { id, manifestBytes, manifest } = stories[what.story]!;
      const proof = { manifest: hashOf(manifestBytes), text: manifest.text.hash };
      await intake.inbox.pickUp(id, { ...proof, parts: manifest.parts.map((part) => part.id) });
      return;
    }
    case "sweep":
      await sweep(intake.storage, intake.blobs, day, { unnamed: 1, awaited: 3 });
  }
}

const usual: readonly Event[] = [0, 1, 2].flatMap((at): readonly Event[] => [
  { kind: "story", story: at },
  { kind: "leaves", part: at, leaf: 0 },
  { kind: "open", story: at },
]);
const isEqual = (one: Event, other: Event): boolean => fc.stringify(one) === fc.stringify(other);

/** What a receipt says is held is on disk, whole, until the desk has picked it up. */
async function expectTrue(intake: TestIntake): Promise<void> {
  for (const { id, parts: named, pickedUp } of await intake.inbox.list()) {
    if (pickedUp) continue;
    expect(await intake.inbox.findText(id)).toBeDefined();
    for (const part of named.filter(({ held }) => held)) {
      const stored = await intake.inbox.readPart(id, part.id);
      expect(stored, "a part that a receipt names is on disk").toBeDefined();
      expect(aPartOf(await new Response(stored as ReadableStream).bytes()).id).toBe(part.id);
    }
  }
}

test("whatever happens at once and in whatever order, a receipt says only what is on disk, and everything gets in at last", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.array(event, { maxLength: 3 }), async (steps, missing) => {
      const folder = await aFolder();
      let intake = await openTestIntake(folder.path);
      // Most of it has happened already, so that the rare meets the rare.
      for (const what of usual.filter((each) => !missing.some((other) => isEqual(each, other))))
        await happen(intake, what, "2026-11-01");
      for (const [at, { atOnce, lost }] of steps.entries()) {
        const day = `2026-11-${String(at + 10)}`;
        await Promise.all(atOnce.map((what) => happen(intake, what, day)));
        await expectTrue(intake);
        if (lost === null) continue;
        await intake.close();
        await rm(join(folder.path, "blobs", parts[lost]!.id), { force: true });
        intake = await openTestIntake(folder.path, { signer: intake.signer });
        await reconcile(intake.storage, intake.blobs);
        await expectTrue(intake);
      }
      for (const story of stories) await intake.send(storyRequest(story));
      for (const part of parts) await intake.send(leavesRequest(part));
      for (const story of stories) {
        const receipt = await readReceipt(await intake.send(storyRequest(story)), intake.signer);
        expect(receipt.parts).toEqual(story.parts.map(({ id }) => id));
      }
      await expectTrue(intake);
      await intake.close();
      await folder.remove();
    }),
    { numRuns: 40 },
  );
});
