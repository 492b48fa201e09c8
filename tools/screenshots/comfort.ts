// What makes reading comfortable: a note in its place, a picture up close, listening, the place offered, the end.
import type { Page } from "playwright-core";
import { aVoiceFor } from "../../tests/support/a-voice.ts";
import { until } from "../../tests/support/browsers/waiting.ts";
import type { Camera, Language } from "./camera.ts";
import { scrollTo } from "./looking.ts";
import { openPhone } from "./phone.ts";
import { textsIn } from "./texts.ts";

export interface ComfortTrip {
  readonly camera: Camera;
  readonly language: Language;
  readonly origin: string;
}

const small = ["390", "320"] as const;
const articles = { uk: "/a/bez-merezhi", en: "/a/without-a-network" } as const;
const listen = { uk: "Слухати", en: "Listen" } as const;
const stop = { uk: "Зупинити", en: "Stop" } as const;

/** Takes every comfort of an article; on a phone that has a voice. */
export async function readInComfort({ camera, language, origin }: ComfortTrip): Promise<void> {
  const phone = await openPhone({ origin, language });
  const { page } = phone;
  try {
    await page.addInitScript(aVoiceFor(language));
    await openArticle(page, origin, language);
    const take = (screen: string, at?: (page: Page) => Promise<unknown>): Promise<void> =>
      camera.take(page, language, screen, at === undefined ? {} : { at });
    await take("comfort-bar");
    await page.getByRole("button", { name: listen[language], exact: true }).click();
    await page.locator(".line.listening").waitFor();
    await take("comfort-listening");
    await page.getByRole("button", { name: stop[language], exact: true }).click();
    await take("comfort-progress", scrollTo("article .body h2"));
    await take("comfort-end", scrollTo(".neighbours"));
    await takeNote(page, camera, language);
    await page.locator("article .lead-picture .picture").click();
    await page.locator("dialog.viewer[open]").waitFor();
    await take("comfort-picture");
    await page.keyboard.press("Escape");
    await takeReturn(page, { camera, language, origin });
  } finally {
    await phone.close();
  }
}

async function openArticle(page: Page, origin: string, language: Language): Promise<void> {
  await page.goto(`${origin}/${language}/`);
  await page.locator("link[href*=comfort]").waitFor({ state: "attached" });
  await page.locator(`.list a[href="${articles[language]}"]`).click();
  await page.getByRole("button", { name: listen[language], exact: true }).waitFor();
}

/** A card lies where its line is, so it is opened anew in each size. */
async function takeNote(page: Page, camera: Camera, language: Language): Promise<void> {
  const open = async (): Promise<void> => {
    await page.locator(".note-card").waitFor({ state: "detached" });
    await page.locator("article sup a").first().click();
    await page.locator(".note-card").waitFor();
  };
  await camera.take(page, language, "comfort-note", { sizes: small, at: open });
  await page.keyboard.press("Escape");
}

async function takeReturn(page: Page, trip: ComfortTrip): Promise<void> {
  const { camera, language, origin } = trip;
  await scrollTo("article .body h2")(page);
  await until("the place is known", () =>
    page.evaluate<boolean>(`new Promise((resolve) => {
      const open = indexedDB.open("soniakh");
      open.onsuccess = () => {
        const get = open.result.transaction("facts").objectStore("facts").get("place");
        get.onsuccess = () => { open.result.close(); resolve(get.result?.value.block > 0); };
      };
    })`),
  );
  await page.evaluate("document.querySelector('.back').click()");
  await page.getByRole("link", { name: textsIn(language).shelf, exact: true }).waitFor();
  await openArticle(page, origin, language);
  await page.locator(".line.return").waitFor();
  await camera.take(page, language, "comfort-return", { sizes: small });
}
