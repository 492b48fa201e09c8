import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepingFormerAssets } from "../../tools/former-assets.mjs";

const now = Date.UTC(2026, 10, 23);
const day = 86_400_000;
let app: string;
beforeEach(() => {
  app = join(mkdtempSync(join(tmpdir(), "soniakh-former-")), "app");
});
afterEach(() => rmSync(join(app, ".."), { recursive: true, force: true }));

/** What a build does: empties the folder and writes its files. */
const aBuild =
  (...names: readonly string[]) =>
  async (): Promise<void> => {
    rmSync(app, { recursive: true, force: true });
    mkdirSync(join(app, "assets"), { recursive: true });
    for (const name of names) writeFileSync(join(app, "assets", name), name);
  };
const age = (name: string, days: number): void => {
  const at = new Date(now - days * day);
  utimesSync(join(app, "assets", name), at, at);
};
const assets = (): readonly string[] => readdirSync(join(app, "assets")).toSorted();

test("files of earlier builds stay for pages that were opened before a deploy, and go after thirty days", async () => {
  await keepingFormerAssets(app, now, aBuild("index-1.js", "seldom-1.js"));
  age("index-1.js", 31);
  age("seldom-1.js", 29);

  await keepingFormerAssets(app, now, aBuild("index-2.js"));

  expect(assets()).toEqual(["index-2.js", "seldom-1.js"]);
  expect(readdirSync(join(app, ".."))).toEqual(["app"]);
});

test("a build that breaks off loses no earlier file", async () => {
  await aBuild("index-1.js")();
  age("index-1.js", 1);
  const broken = keepingFormerAssets(app, now, async () => {
    await aBuild()();
    throw new Error("killed");
  });
  await expect(broken).rejects.toThrow("killed");

  await keepingFormerAssets(app, now, aBuild("index-2.js"));

  expect(assets()).toEqual(["index-1.js", "index-2.js"]);
});
