// An editor's trip, at a laptop's width: in by a link, the key, a story, its terms, published.
import type { Page } from "playwright-core";
import type { RunningNewsroom } from "../../tests/support/newsroom.ts";
import type { Camera, Language } from "./camera.ts";
import { openBrowser } from "./phone.ts";
import { type StoryText, textsIn } from "./texts.ts";

export interface DeskTrip {
  readonly camera: Camera;
  readonly language: Language;
  readonly newsroom: RunningNewsroom;
}

const atDesk = { sizes: ["1440"] } as const;

/** Takes every screen of the desk; the bread story in this language is published afterwards. */
export async function workThrough({ camera, language, newsroom }: DeskTrip): Promise<void> {
  const browser = await openBrowser(language);
  const page = await browser.page();
  const { desk, bread } = textsIn(language);
  const take = (screen: string, options = {}): Promise<void> =>
    camera.take(page, language, screen, { ...atDesk, ...options });
  try {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${newsroom.origin}/desk/`);
    await page.locator("[role=status]").first().waitFor();
    await take("desk-sign-in");
    await showKey(page, language, newsroom);
    await take("desk-key");
    await page.getByRole("button", { name: desk.open, exact: true }).click();
    await page.getByRole("button").filter({ hasText: bread.title }).waitFor();
    await take("desk-list");
    await openStory(page, bread);
    await page.locator(".doc figure img").waitFor();
    await take("desk-story", { main: true });
    await page.locator(".doc audio").waitFor();
    await take("desk-sound", {
      at: (open: Page) => open.locator(".doc audio").scrollIntoViewIfNeeded(),
    });
    await page.getByLabel(desk.alt).fill(bread.alt);
    await tickAll(page);
    await page.getByRole("button", { name: desk.publish, exact: true, disabled: false }).waitFor();
    await take("desk-ready");
    await page.getByRole("button", { name: desk.preview, exact: true }).click();
    await take("desk-preview");
    await publish(page, language);
    await take("desk-published");
    await page.getByRole("button").filter({ hasText: desk.declinedTab }).click();
    await take("desk-empty");
  } finally {
    await browser.close();
  }
}

/** Signs in by a fresh link, as far as the key, with the pass phrase written. */
export async function showKey(
  page: Page,
  language: Language,
  newsroom: RunningNewsroom,
): Promise<void> {
  // Only the fragment differs from the address that may be open: a page of its own, as from a message.
  await page.goto("about:blank");
  await page.goto(await newsroom.deskLink());
  await page.locator("input[type=file]").setInputFiles(newsroom.deskKeyFile);
  await page.getByLabel(textsIn(language).desk.passphrase).fill(await newsroom.passphrase());
}

/** A story out of the list, with its terms in sight. */
export async function openStory(page: Page, { title }: StoryText): Promise<void> {
  await page.locator(".item button").filter({ hasText: title }).click();
  await page.locator(".side").waitFor();
}

/** Every line of the checklist that an editor can tick. */
export async function tickAll(page: Page): Promise<void> {
  for (const line of await page.locator(".checklist input:not([disabled])").all())
    await line.check();
}

export async function publish(page: Page, language: Language): Promise<void> {
  const { desk } = textsIn(language);
  await page.getByRole("button", { name: desk.publish, exact: true }).click();
  await page.getByRole("button", { name: desk.published }).waitFor();
}
