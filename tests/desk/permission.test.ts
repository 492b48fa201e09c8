import { expect, test } from "vitest";
import { permissionOf } from "../../src/desk/permission.ts";
import type { Terms } from "../../src/protocol/story.ts";

const open: Terms = { publish: "publish", approval: "no-need", adult: true, harm: "no" };
const today = "2026-11-23";

test.each<[string, Partial<Terms>, string | undefined]>([
  ["publish without asking again", {}, undefined],
  ["only read", { publish: "read-only" }, "read-only"],
  ["show me first", { approval: "show-first" }, "show-first"],
  ["not before today", { notBefore: "2026-11-23" }, undefined],
  ["not before tomorrow", { notBefore: "2026-11-24" }, "not-before"],
])("terms that say '%s'", (_words, change, ban) => {
  expect(permissionOf({ ...open, ...change }, today).ban?.kind).toBe(ban);
});

test("what an author did not say is forbidden", () => {
  const { approval: _approval, ...unsaid } = open;

  expect(permissionOf(unsaid, today)).toEqual({
    ban: { kind: "show-first" },
    photos: false,
    voice: false,
    place: "none",
    secondEditor: false,
  });
});

test.each<[string, Partial<Terms>, string | undefined]>([
  ["own name", { signature: "own-name", name: " Олена " }, "Олена"],
  ["another name", { signature: "other-name", name: "Леся" }, "Леся"],
  ["no name, though one stands there", { signature: "no-name", name: "Олена" }, undefined],
  ["a name and no word on it", { name: "Олена" }, undefined],
  ["an empty name", { signature: "own-name", name: " " }, undefined],
])("the byline: %s", (_words, change, byline) => {
  expect(permissionOf({ ...open, ...change }, today).byline).toBe(byline);
});

test.each<[string, Partial<Terms>, boolean]>([
  ["grown up and harmless", {}, false],
  ["under 18", { adult: false }, true],
  ["could harm", { harm: "remove-marks" }, true],
  ["not sure", { harm: "not-sure" }, true],
])("a second editor reads a story that is %s: %o", (_words, change, needed) => {
  expect(permissionOf({ ...open, ...change }, today).secondEditor).toBe(needed);
});

test("photos and voice are printed only where that was said", () => {
  expect(
    permissionOf({ ...open, photos: "newsroom-only", voice: "words-only" }, today),
  ).toMatchObject({ photos: false, voice: false });
  expect(permissionOf({ ...open, photos: "publish", voice: "may-be-heard" }, today)).toMatchObject({
    photos: true,
    voice: true,
  });
});
