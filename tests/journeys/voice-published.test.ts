// A voice from one phone to another: recorded as iPhones record (MP4), sealed, published, and heard without a network.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSaved, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { openEditor, openStory, tickChecklist } from "../support/editor.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone } from "../support/phone.ts";
import { endRecording, sayIt, slicesOnDisk, withMicrophone } from "../support/voices.ts";

const title = "The bakery, by ear";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

/** A recorder that knows no WebM, as in Safari before 18.4. */
const withoutWebm = `{
  const supports = MediaRecorder.isTypeSupported;
  MediaRecorder.isTypeSupported = (type) => !type.includes("webm") && supports.call(MediaRecorder, type);
}`;

/** Seconds that the element on the page says, once it has played a part of them. */
async function playedLength(page: Page): Promise<number> {
  const audio = page.locator("figure audio");
  await audio.evaluate(async (element) => {
    if (element instanceof HTMLAudioElement) await element.play();
  });
  const read = (): Promise<{ at: number; length: number }> =>
    audio.evaluate((element) =>
      element instanceof HTMLAudioElement
        ? { at: element.currentTime, length: element.duration }
        : { at: 0, length: 0 },
    );
  await until("it plays", async () => (await read()).at > 0.3);
  return (await read()).length;
}

test("a recording in MP4 is heard at the desk, published with its length, and heard offline on the phone", async () => {
  const phone = await aPhone(scene, withMicrophone);
  const { page } = await phone.firstVisit((early) => early.addInitScript(withoutWebm));
  await sayIt(page);
  await until("three slices", async () => (await slicesOnDisk(page)) >= 3);
  await endRecording(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await isSaved(page);
  await sealAndSend(page, { voice: true });
  await shows(chromiumPage(page), "Sent");

  const editor = await openEditor(scene);
  await openStory(editor, title);
  await editor.locator("figure audio").waitFor();
  const atTheDesk = await playedLength(editor);
  await editor.getByLabel("Put the recording into the article").check();
  await tickChecklist(editor);
  await editor.getByRole("button", { name: "Publish", exact: true }).click();
  await shows(chromiumPage(editor), "Published. Readers");

  await page.goto(`${scene.network.origin}/`);
  await shows(chromiumPage(page), "Updated, ");
  scene.network.cut();
  await page.goto(`${scene.network.origin}/`);
  await page
    .getByRole("link", { name: new RegExp(title) })
    .first()
    .click();
  await page.locator("figure audio").waitFor();
  const offline = await playedLength(page);

  expect(await page.locator("figure audio").getAttribute("src")).toMatch(/\.mp4$/);
  expect(atTheDesk).toBeGreaterThan(2);
  expect(Math.abs(offline - atTheDesk)).toBeLessThan(0.1);
  const said = await page.locator("figure audio").getAttribute("aria-label");
  const seconds = Number(/0:(\d\d)$/.exec(said ?? "")?.[1]);
  console.log(`${atTheDesk} s at the desk, ${offline} s offline, "${said}"`);
  expect(Math.abs(seconds - atTheDesk)).toBeLessThan(0.75);
  scene.network.restore();
  scene.watch.assertQuiet();
});
