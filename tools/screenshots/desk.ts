// An editor's trip, at a laptop's width: in by a link, the key, a story, its terms, published.
import type { RunningNewsroom } from "../../tests/support/newsroom.ts";
import type { Camera, Language } from "./camera.ts";
import { openBrowser } from "./phone.ts";
import { textsIn } from "./texts.ts";

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
  try {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${newsroom.origin}/desk/`);
    await page.locator("[role=status]").first().waitFor();
    await camera.take(page, language, "desk-sign-in", atDesk);
    // Only the fragment differs from the address that is open: a page of its own, as from a message.
    await page.goto("about:blank");
    await page.goto(await newsroom.deskLink());
    await page.locator("input[type=file]").setInputFiles(newsroom.deskKeyFile);
    await page.getByLabel(desk.passphrase).fill(await newsroom.passphrase());
    await camera.take(page, language, "desk-key", atDesk);
    await page.getByRole("button", { name: desk.open, exact: true }).click();
    const item = page.getByRole("button").filter({ hasText: bread.title });
    await item.waitFor();
    await camera.take(page, language, "desk-list", atDesk);
    await item.click();
    await page.locator(".doc figure img").waitFor();
    await camera.take(page, language, "desk-story", { ...atDesk, main: true });
    await page.getByLabel(desk.alt).fill(bread.alt);
    for (const line of await page.locator(".checklist input:not([disabled])").all())
      await line.check();
    await page.getByRole("button", { name: desk.publish, exact: true, disabled: false }).waitFor();
    await camera.take(page, language, "desk-ready", atDesk);
    await page.getByRole("button", { name: desk.publish, exact: true }).click();
    await page.getByRole("button", { name: desk.published }).waitFor();
    await camera.take(page, language, "desk-published", atDesk);
  } finally {
    await browser.close();
  }
}
