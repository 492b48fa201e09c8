import { expect, test } from "vitest";
import type { StoryId } from "../../../src/protocol/intake.ts";
import { type SealedStory, tellOverdue } from "../../../src/server/newsroom/inbox.ts";
import { aHash, anId } from "../../support/makers.ts";

const aStory = (change: Partial<SealedStory> = {}): SealedStory => ({
  id: anId(3) as StoryId,
  manifestHash: aHash(7),
  date: "2026-11-09",
  state: "received",
  textBytes: 16_384,
  pickedUp: false,
  parts: [],
  ...change,
});

test("the operator is warned of what lies unopened for 14 days, by number alone", () => {
  const waiting = [aStory(), aStory({ date: "2026-10-01" })];
  const others = [aStory({ state: "opened" }), aStory({ date: "2026-11-10" })];

  expect(tellOverdue([...waiting, ...others], "2026-11-23")).toBe(
    "2 stories have been waiting unopened for 14 days or longer, and their authors are told so. Open the desk.",
  );
  expect(tellOverdue(others, "2026-11-23")).toBeUndefined();
  // A clock that jumped back by years warns of nothing.
  expect(tellOverdue(waiting, "2016-11-23")).toBeUndefined();
});
