import { expect, test } from "vitest";
import { createFacts, startingDownload } from "../../src/device/facts.ts";
import { aStore } from "../support/device.ts";

test("a fact is there again for whoever opens the same device", async () => {
  const store = aStore();
  await createFacts(store).set("place", { path: "/a/stattia", block: 12 });

  expect(await createFacts(store).get("place")).toEqual({ path: "/a/stattia", block: 12 });
});

test("a fact that was never set, or was removed, is undefined", async () => {
  const facts = createFacts(aStore());
  await facts.set("canary", true);
  await facts.remove("canary");

  expect(await facts.get("canary")).toBeUndefined();
  expect(await facts.get("edition")).toBeUndefined();
});

test("settings that nobody touched follow the phone, and one that was set keeps the others", async () => {
  const facts = createFacts(aStore());
  expect(await facts.settings()).toEqual({ look: "phone", size: 0 });

  await facts.set("settings", { ...(await facts.settings()), look: "dark" });

  expect(await facts.settings()).toEqual({ look: "dark", size: 0 });
});

test("downloading starts sparingly where data is counted or room is short, else with everything", () => {
  const plenty = { saveData: false, cellular: false, freeBytes: 5_000_000_000 };

  expect(startingDownload(plenty)).toBe("everything");
  expect(startingDownload({ ...plenty, freeBytes: undefined })).toBe("everything");
  expect(startingDownload({ ...plenty, saveData: true })).toBe("small");
  expect(startingDownload({ ...plenty, cellular: true })).toBe("small");
  expect(startingDownload({ ...plenty, freeBytes: 499_000_000 })).toBe("small");
});
