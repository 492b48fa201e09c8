// FAULTS.md 6: the newsroom's receipt has come, and the browser is killed before it is stored.
import { afterAll, beforeAll, expect, test } from "vitest";
import { goToSeal, newStory, openWrite } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { inTime } from "../support/browsers/waiting.ts";
import { aFreezer, pressAndGo } from "../support/freezing.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, type Phone, sendAgain, storiesAt } from "../support/phone.ts";

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
});
afterAll(() => scene?.close());

test.each([
  { killed: "before anybody has looked at the receipt", at: /answer of \/intake\/stories\/.*$/ },
  {
    killed: "as the receipt is being stored",
    at: /answer of \/intake\/stories\/[^]*\nput stories$/,
  },
])("6: killed $killed, the phone asks and gets the same receipt", async ({ at }) => {
  const before = storiesAt(scene.newsroom);
  const phone = await visited.copy();
  const freezer = aFreezer();
  const killed = await phone.open(freezer.prepare);
  await newStory(killed.page);
  await killed.page.getByLabel("Story", { exact: true }).fill("Півник на даху показував на схід.");
  await goToSeal(killed.page);
  await freezer.arm(at);
  await pressAndGo(killed.page);
  await inTime("the page freezes", freezer.frozen);
  await killed.browser.kill();
  // The newsroom has it; the phone does not know.
  expect(storiesAt(scene.newsroom)).toHaveLength(before.length + 1);
  const receipt = freezer.answers.at(-1);
  expect(receipt).toMatch(/^soniakh-1 receipt /);

  const asked = scene.network.requests.length;
  const { browser, page } = await phone.open();
  await openWrite(page);
  await page.locator("[data-status=sent]").waitFor();
  const intake = scene.network.requests.slice(asked).filter((one) => one.includes("/intake/"));
  expect(intake[0]).toBe("POST /intake/receipts");
  expect(storiesAt(scene.newsroom)).toHaveLength(before.length + 1);
  expect(await sendAgain(chromiumPage(page))).toEqual([
    { status: 200, receipt },
    { status: 200, receipt },
  ]);
  await browser.close();
  scene.watch.assertQuiet();
});
