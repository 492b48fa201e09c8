// A phone at the floor of PLATFORM.md: no Ed25519 and no X25519, no Background Sync, nothing that is newer. It writes and sends.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { alterApp } from "../support/altered-app.ts";
import { aPhoto, isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { byAge, openExported } from "../support/exported.ts";
import { takeAway } from "../support/floor.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, storiesAt } from "../support/phone.ts";

const title = "Гойдалка на старій шовковиці";
const text = "Мотузка пережила дві зими, а дошку ми витесали нову.";

let scene: Scene;
beforeAll(async () => {
  const altered = await alterApp(inject("newsroomTemplate"), { everywhere: takeAway });
  scene = await openScene({ template: altered.template });
  scene.onEnd(altered.remove);
});
afterAll(() => scene?.close());

test("on the oldest phone a story with a photo is written, sealed without a network, and sent with the app open", async () => {
  const phone = await aPhone(scene);
  const { browser, page } = await phone.firstVisit();
  expect(await page.evaluate("typeof SyncManager")).toBe("undefined");
  expect(
    await page.evaluate(
      `crypto.subtle.generateKey("X25519", true, ["deriveBits"]).then(() => "made", (error) => error.name)`,
    ),
  ).toBe("NotSupportedError");

  scene.network.cut();
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Story", { exact: true }).fill(text);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await aPhoto(2_400, 1_800) });
  await page.getByLabel("Caption").fill("Шовковиця в червні");
  await isSaved(page);
  await browser.kill();

  const second = await phone.open();
  await openWrite(second.page);
  await second.page.getByText("Keep writing").click();
  await second.page.getByLabel("Caption").waitFor();
  await sealAndSend(second.page, { photos: true });
  await second.page.locator("[data-status=waiting]").waitFor();
  expect(await second.page.locator("main").innerText()).toContain(
    "The story goes while Soniakh is open and online",
  );
  await second.browser.close();

  scene.network.restore();
  const third = await phone.open();
  await openWrite(third.page);
  await third.page.locator("[data-status=sent]").waitFor();
  await third.page.getByRole("button", { name: title, exact: true }).click();
  await third.page.getByText(/Receipt [2-9A-Z]{3}-[2-9A-Z]{3}/).waitFor();
  expect(storiesAt(scene.newsroom)).toHaveLength(1);
  scene.watch.assertQuiet();
});

whenPresent("age", (age) => {
  test("what it sealed opens with the stock age program and the recovery key", async () => {
    const [arrived, ...others] = await openExported(scene.newsroom, byAge(scene.newsroom, age));

    expect(others).toEqual([]);
    expect(arrived?.story.title).toBe(title);
    expect(JSON.stringify(arrived?.story.blocks)).toContain(text);
    expect([...(arrived?.attachments[0]?.subarray(0, 3) ?? [])]).toEqual([0xff, 0xd8, 0xff]);
  });
});
