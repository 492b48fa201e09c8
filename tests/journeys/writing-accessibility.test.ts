// Every screen of writing and sending: by axe, on a narrow phone, with large type, by keyboard alone; no field remembers anything.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, isReadyToWrite, isSaved } from "../support/author.ts";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Started, storyIds } from "../support/phone.ts";
import { withMicrophone } from "../support/voices.ts";
import { aSealedStory, storyRequest } from "../support/sealed.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.close());

const phone = { width: 390, height: 844 };
const small = { width: 320, height: 568 };
const desktop = { width: 1440, height: 900 };
type Sight = readonly ["light" | "dark", typeof phone];

const every: readonly Sight[] = (["light", "dark"] as const).flatMap((look) =>
  [phone, small, desktop].map((size) => [look, size] as const),
);
// Each language in each look, and each size: a third of all combinations, for the sake of everyone's time.
const some = {
  uk: [
    ["light", phone],
    ["dark", small],
  ],
  en: [
    ["dark", phone],
    ["light", desktop],
  ],
} as const satisfies Readonly<Record<string, readonly Sight[]>>;

const fieldsThatRemember = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    `[...document.querySelectorAll("input, textarea, select")].filter((field) => field.autocomplete !== "off").map((field) => field.outerHTML.slice(0, 120))`,
  );

const setBars = (page: Page, position: string): Promise<void> =>
  page.evaluate(
    `for (const bar of document.querySelectorAll(".top-bar, .foot, .page-foot")) bar.style.position = "${position}"`,
  );

/** Looks at a screen from all sides, and gathers what is wrong. */
function anEye(page: Page, sights: readonly Sight[]) {
  const found: string[] = [];
  return {
    found,
    async look(screen: string): Promise<void> {
      // In mid-scroll a bar covers half a row, as it covers half a line of text; axe would take the row for small.
      await setBars(page, "static");
      for (const [colorScheme, size] of sights) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        found.push(...(await troublesOn(page, `${screen}, ${colorScheme}, ${size.width}`)));
      }
      await setBars(page, "");
      for (const field of await fieldsThatRemember(page))
        found.push(`${screen}: remembers ${field}`);
      await page.setViewportSize(small);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      if (await scrollsSideways(page)) found.push(`${screen}: scrolls sideways with large text`);
      await page.evaluate("document.documentElement.style.fontSize = ''");
      await page.setViewportSize(phone);
    },
  };
}

async function visit(language: "uk" | "en"): Promise<Started> {
  scene.network.restore();
  const started = await (await aPhone(scene, withMicrophone)).start();
  await started.page.goto(`${scene.network.origin}/?lang=${language}`);
  await shows(
    chromiumPage(started.page),
    language === "uk" ? "Можна читати без мережі" : "You can read offline",
  );
  await isReadyToWrite(started.page);
  return started;
}

const pick = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "image/jpeg", buffer });
const nextStep = (page: Page): Promise<void> => page.locator(".foot .sun").click();
const step = (page: Page, number: number): Promise<void> =>
  page.locator(".sending .which", { hasText: new RegExp(`^${number}`) }).waitFor();
const status = (page: Page, is: string): Promise<void> =>
  page.locator(`[data-status=${is}]`).first().waitFor();

type Look = (screen: string) => Promise<void>;

async function lookAtPage(page: Page, look: Look): Promise<void> {
  await page.locator(".begin .sun").click();
  await page.locator(".text-field").waitFor();
  await look("page, blank");
  await page.locator(".title-field").fill("Драбина / Ladder");
  await page.locator(".text-field").first().fill("Ми лагодили дах. We were mending the roof.");
  await pick(page, "photo.jpg", await aPhoto(800, 600));
  await page.locator(".photo-piece img").waitFor();
  await page.locator(".page-foot [role=status]").first().waitFor();
  await page.locator(".photo-more").click();
  await page.locator(".photo-acts").waitFor();
  await look("page with a photo, and what can be done with it");
  await page.locator(".tools .icon.voice").click();
  await page.locator(".recorder-dot[data-on=true]").waitFor();
  await page.locator(".voice-block").waitFor();
  await look("page, a voice is recorded");
  await page.locator(".recorder-acts button").last().click();
  await page.locator(".voice-line").waitFor();
  await look("page with a recording");
  await pick(page, "none.jpg", Buffer.from("no photo at all"));
  await page.locator(".photo-trouble").first().waitFor();
  await look("page, a photo that cannot be opened");
  await page.locator(".tools .small").last().click();
  await page.locator("dialog[open] .sheet-rows").waitFor();
  await look("page, sheet");
  await page.locator("dialog[open] .sheet-rows button").last().click();
  await page.locator("dialog[open] .sheet-acts").waitFor();
  await look("page, discard?");
  await page.locator("dialog[open] .sheet-acts button").last().click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await page.locator(".photo-piece .remove").click();
  await page.locator("p.line button").click();
  await page.locator(".photo-piece img").waitFor();
}

async function lookAtSending(page: Page, look: Look): Promise<void> {
  await page.locator(".top-bar .send").click();
  await step(page, 1);
  await page.locator(".leaving-photos img").waitFor();
  await page.locator(".leaving .go").click();
  await look("what leaves");
  await nextStep(page);
  await step(page, 2);
  await look("terms");
  await nextStep(page);
  await page.locator(".still-open").waitFor();
  await look("terms, an open question");
  await answerAll(page);
  await page.locator(".more-terms .go").click();
  await look("terms, all of them");
  await nextStep(page);
  await step(page, 3);
  await look("the letter");
  await nextStep(page);
}

/** Yes to all, under another name; questions come as they apply. */
async function answerAll(page: Page): Promise<void> {
  const questions = page.locator("fieldset.question");
  for (let at = 0; at < (await questions.count()); at += 1) {
    const answers = questions.nth(at).getByRole("radio");
    await answers.nth((await answers.count()) === 3 ? 1 : 0).check();
  }
  await page.locator(".line-field input[type=text]").fill("Леся");
}

/** The newsroom has other bytes under the waiting story's id: it is refused, and no waiting will change that. */
async function spoilTheWaiting(page: Page): Promise<void> {
  const [id] = await storyIds(page);
  const other = await aSealedStory({ change: { id } });
  const answer = await fetch(storyRequest(other, scene.newsroom.origin));
  expect(answer.status).toBe(201);
}

for (const language of ["uk", "en"] as const) {
  test(`axe finds nothing on any screen of writing and sending, in ${language}`, async () => {
    const { page, browser } = await visit(language);
    const { look, found } = anEye(
      page,
      process.env["PROOF"] === undefined ? some[language] : every,
    );
    scene.network.cut();
    await page.locator("[data-place=write]").first().click();
    await page.locator(".stories-empty").waitFor();
    await look("my stories, empty");
    await page.locator(".checked-card").last().click();
    await page.locator("h2.title2").waitFor();
    await look("if the phone may be checked");
    await page.goBack();

    await lookAtPage(page, look);
    await lookAtSending(page, look);
    await status(page, "waiting");
    await page.locator(".state").first().waitFor();
    await look("my stories, waiting without a network");

    await spoilTheWaiting(page);
    scene.network.restore();
    await page.locator(".story-acts button").first().click();
    await status(page, "needs-you");
    await look("my stories, one needs its author");

    await page.locator(".begin .sun").click();
    await page.keyboard.type("Друга. The second.");
    await page.locator(".top-bar .send").click();
    await step(page, 1);
    await nextStep(page);
    await page.locator(".as-last-time button").click();
    await step(page, 3);
    await nextStep(page);
    await status(page, "sent");
    await page.locator(".begin .sun").click();
    await page.keyboard.type("Третя. The third.");
    await page.locator(".to-list").click();
    await page.locator(".story.draft").waitFor();
    await page
      .locator(".story", { has: page.locator("[data-status=sent]") })
      .locator("h2 button")
      .click();
    await look("my stories, a draft, one sent, one that needs its author");
    await page
      .locator(".story", { has: page.locator("[data-status=sent]") })
      .locator(".story-head .square")
      .click();
    await page.locator("dialog[open] .sheet-rows").waitFor();
    await look("my stories, what is seldom done with a story");
    await page.locator("dialog[open] .sheet-rows button").last().click();
    await page.locator("dialog[open] .sheet-acts").waitFor();
    await look("my stories, discard?");

    expect(found).toEqual([]);
    await browser.close();
    scene.watch.assertQuiet([/^console error: .*\b409\b/]);
  });
}

/** Tab, until the focus is where it is wanted. Says where it went instead. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  const stops: string[] = [];
  const stop = (): Promise<{ readonly name: string; readonly isSeen: boolean }> =>
    page.evaluate(`(() => {
      const one = document.activeElement;
      // Not a stop: the window itself, or a screen that took the focus as it came.
      if (!one.matches("a, button, input, textarea")) return { name: "", isSeen: true };
      const name = one.getAttribute("aria-label") ?? one.closest("fieldset")?.querySelector("legend").textContent
        ?? one.labels?.[0]?.textContent ?? one.textContent;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const isText = one instanceof HTMLTextAreaElement || one instanceof HTMLInputElement;
      const isMarked = isText || (outlineStyle !== "none" && outlineWidth !== "0px");
      const { left, top, width, height } = one.getBoundingClientRect();
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      const isCovered = over === null || !(one.contains(over) || over.contains(one));
      return { name: name.trim(), isSeen: isMarked && !isCovered };
    })()`);
  for (let steps = 0; steps < 40; steps += 1) {
    await page.keyboard.press("Tab");
    const { name, isSeen } = await stop();
    stops.push(name);
    if (name.includes(wanted)) {
      expect(isSeen, `the focus on «${name}» can be seen`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab never reached «${wanted}»; it went to ${stops.join(" | ")}`);
}

test("with a keyboard alone, from the list through the whole sending", async () => {
  const { page, browser } = await visit("en");
  await tabTo(page, "Write");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  await until("the focus is at the list", () =>
    page.evaluate<boolean>("document.activeElement.id === 'text'"),
  );
  await tabTo(page, "New story");
  await page.keyboard.press("Enter");
  await page.locator("textarea:focus").waitFor();
  await page.keyboard.type("Written without a finger on the glass.");
  await isSaved(page);
  await tabTo(page, "Send");
  await page.keyboard.press("Enter");
  await step(page, 1);
  await tabTo(page, "Next");
  await page.keyboard.press("Enter");
  await step(page, 2);
  // Space takes the first answer, the arrows the next ones.
  for (const [question, keys] of [
    ["What may be done", ["Space"]],
    ["finished text", ["Space", "ArrowDown"]],
    ["Whose name", ["Space", "ArrowDown", "ArrowDown"]],
    ["18 or over", ["Space"]],
    ["harm someone", ["Space"]],
  ] as const) {
    await tabTo(page, question);
    for (const key of keys) await page.keyboard.press(key);
  }
  await tabTo(page, "Next");
  await page.keyboard.press("Enter");
  await step(page, 3);
  await tabTo(page, "Seal and send");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  await status(page, "sent");
  await until("the focus is not lost", () =>
    page.evaluate<boolean>("document.activeElement !== document.body"),
  );
  await browser.close();
  scene.watch.assertQuiet([/^console error: .*\b409\b/]);
});
