import { afterEach, beforeEach, expect, test } from "vitest";
import { findBrokenLink } from "../../../src/server/storage/sqlite-newsroom.ts";
import {
  aPublication,
  json,
  type Newsroom,
  openNewsroom,
  signedIn,
  storyId,
} from "./newsroom-support.ts";

let newsroom: Newsroom;
beforeEach(() => (newsroom = openNewsroom()));
afterEach(() => newsroom.close());

async function aDayAtTheDesk(): Promise<void> {
  const request = await signedIn(newsroom);
  await request(`/desk/api/stories/${storyId}/state`, json("PUT", { state: "opened" }));
  await request(
    "/desk/api/articles",
    json("POST", aPublication({ attestation: { secondEditor: true } })),
  );
  await request("/desk/api/session", { method: "DELETE" });
}

test("the trail says what was done and on which day, in order, and nothing of what was written", async () => {
  await aDayAtTheDesk();

  const trail = await newsroom.storage.listAudit();

  expect(trail.map(({ action }) => action)).toEqual([
    "link-made",
    "signed-in",
    "opened",
    "published",
    "signed-out",
  ]);
  expect(trail[3]?.subject).toMatch(new RegExp(`^${storyId} [\\w-]{22} second-editor$`));
  expect(new Set(trail.map(({ day }) => day))).toEqual(new Set(["2026-11-23"]));
  expect(JSON.stringify(trail)).not.toContain("Насіння");
  expect(JSON.stringify(trail)).not.toContain("10:30");
});

test("the chain shows where an entry was changed, taken out or moved", async () => {
  await aDayAtTheDesk();
  const trail = await newsroom.storage.listAudit();

  const changed = trail.map((entry) =>
    entry.number === 3 ? { ...entry, action: "declined" as const } : entry,
  );
  const shortened = trail.filter(({ number }) => number !== 2);

  expect(findBrokenLink(trail)).toBeUndefined();
  expect(findBrokenLink(changed)).toBe(3);
  expect(findBrokenLink(shortened)).toBe(2);
});

test("the database itself refuses to change the trail", async () => {
  await aDayAtTheDesk();

  const change = newsroom.sqlite.query.updateTable("audit").set({ subject: "" }).execute();
  const removal = newsroom.sqlite.query.deleteFrom("audit").execute();

  await expect(change).rejects.toThrow("append-only");
  await expect(removal).rejects.toThrow("append-only");
});

test("looking twice is noted once", async () => {
  const request = await signedIn(newsroom);
  const open = () =>
    request(`/desk/api/stories/${storyId}/state`, json("PUT", { state: "opened" }));

  await open();
  await open();

  const opened = (await newsroom.storage.listAudit()).filter(({ action }) => action === "opened");
  expect(opened).toHaveLength(1);
});
