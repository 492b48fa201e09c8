// The newsroom cannot be reached: the sealed story leaves the phone as a file, by any hand; it arrives once, whichever way is first.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { receiptCode } from "../../src/protocol/intake.ts";
import { aPhoto, isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { savedFile } from "../support/handing-over.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, storiesAt } from "../support/phone.ts";
import { hashOf } from "../support/sealed.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const text = "Кульбабинець росте біля криниці";

let scene: Scene;
let page: Page;
let file: Awaited<ReturnType<typeof savedFile>>;

beforeAll(async () => {
  scene = await openScene();
  const phone = await aPhone(scene);
  const started = await phone.firstVisit();
  page = started.page;
  // Not the browser's own offline mode: like a site that is blocked, the rest of the network is there.
  scene.network.cut();
});
afterAll(() => scene.close());

/** `npm run intake -- import FILE`. */
async function importFile(bytes: Uint8Array): Promise<string> {
  const path = join(scene.newsroom.dataDir, "from-the-bot.soniakh");
  await writeFile(path, bytes);
  const command = join(root, "src/server/commands/intake.ts");
  const { stdout } = await run(process.execPath, [command, "import", path], {
    cwd: root,
    env: { ...process.env, DATA_DIR: scene.newsroom.dataDir },
  });
  return stdout;
}

const lettersOf = (story: Uint8Array): string => {
  const line = story.subarray(0, story.indexOf(10));
  return receiptCode(Buffer.from(hashOf(line), "base64url"), "en");
};

test("a waiting story is saved as a file that says nothing in clear, and stays in the line", async () => {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill("Жоржинівка");
  await page.getByLabel("Story", { exact: true }).fill(text);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "foto.jpg", mimeType: "image/jpeg", buffer: await aPhoto() });
  await page.getByLabel("Caption").waitFor();
  await isSaved(page);
  await sealAndSend(page, { photos: true });
  await page.getByRole("button", { name: "Save as a file" }).click();
  await page.getByRole("heading", { name: "Story as a file" }).waitFor();
  await page.getByRole("button", { name: "Save the file" }).waitFor();
  const found = await troublesOn(page, "a story as a file");
  await page.setViewportSize({ width: 320, height: 568 });
  expect([found, await scrollsSideways(page)]).toEqual([[], false]);
  await page.setViewportSize({ width: 390, height: 844 });

  file = await savedFile(page, () => page.getByRole("button", { name: "Save the file" }).click());

  expect(file.name).toBe("story.soniakh");
  expect(file.bytes.includes(text)).toBe(false);
  expect(file.bytes.includes("age-encryption.org/v1")).toBe(true);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByText("Waiting for a network").first().waitFor();
  expect(storiesAt(scene.newsroom)).toEqual([]);
});

test("the newsroom takes it in while its server runs: the receipt has the letters that the phone will show", async () => {
  const said = await importFile(file.bytes);
  const again = await importFile(file.bytes);

  expect(said).toMatch(/a new story with 1 attachment\. Receipt \S+ \(\S+\)\./);
  expect(said).toContain(`(${lettersOf(file.bytes)})`);
  expect(again).toContain("known already, nothing new in it.");
  expect(storiesAt(scene.newsroom)).toHaveLength(1);
});

test("then the network is there: the phone asks, gets that receipt, and sends nothing again", async () => {
  const before = scene.network.requests.length;
  scene.network.restore();
  await page.getByRole("button", { name: "Try now" }).click();

  await page.getByText("Sent", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Жоржинівка", exact: true }).click();
  await shows(chromiumPage(page), `Receipt ${lettersOf(file.bytes)}: the newsroom has everything`);
  const asked = scene.network.requests.slice(before).filter((line) => line.includes("/intake/"));
  expect(asked.filter((line) => line.startsWith("PUT /intake/blobs/"))).toEqual([]);
  expect(storiesAt(scene.newsroom)).toHaveLength(1);
  expect(await importFile(file.bytes)).toContain("known already, nothing new in it.");
  expect(storiesAt(scene.newsroom)).toHaveLength(1);
  await openWrite(page).catch(() => undefined);
  scene.watch.assertQuiet();
});
