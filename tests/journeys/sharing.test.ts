// Words and photos that other apps share become a draft: offline, photos made anew, and nothing of them left in clear.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPhoto, findTexts, isSaved, openWrite } from "../support/author.ts";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, deviceRows, type Phone, type Started } from "../support/phone.ts";

const sentinels = {
  title: "Жоржинівка над ставом",
  text: "Кульбабинець росте біля криниці",
  latin: "quokkaberry-sentinel",
  file: "verbolozivka-sentinel.jpg",
};

let scene: Scene;
let phone: Phone;
let started: Started;

beforeAll(async () => {
  scene = await openScene();
  phone = await aPhone(scene);
  started = await phone.firstVisit();
  scene.network.cut();
  await started.browser.setOffline(true);
});
afterAll(() => scene.close());

/** What the system's share sheet sends: a form, to the address in the manifest. */
async function share(
  page: Page,
  fields: Readonly<Record<string, string>>,
  photo?: { readonly name: string; readonly bytes: Buffer },
): Promise<void> {
  await page.goto("about:blank");
  await page.evaluate(
    ([action, words, name, base64]) => {
      const form = Object.assign(document.createElement("form"), {
        action,
        method: "post",
        enctype: "multipart/form-data",
        autocomplete: "off",
      });
      for (const [field, value] of Object.entries(words))
        form.append(Object.assign(document.createElement("input"), { name: field, value }));
      if (name !== undefined) {
        const transfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
        const input = Object.assign(document.createElement("input"), {
          type: "file",
          name: "photos",
        });
        input.files = transfer.files;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    },
    [
      `${scene.network.origin}/take`,
      fields,
      photo?.name,
      photo?.bytes.toString("base64") ?? "",
    ] as const,
  );
}

const fieldsOf = async (page: Page): Promise<readonly string[]> =>
  Promise.all((await page.locator("textarea").all()).map((field) => field.inputValue()));

test("a new draft opens with the words and the photo, and says where they come from", async () => {
  const { page } = started;
  await share(
    page,
    { title: sentinels.title, text: `${sentinels.text}. ${sentinels.latin}`, url: "" },
    { name: sentinels.file, bytes: await aPhoto() },
  );

  await page.getByText("This is a new draft of what you shared.").waitFor();
  await page.getByLabel("Caption").waitFor();
  await isSaved(page);
  const words = [sentinels.title, `${sentinels.text}. ${sentinels.latin}`];
  expect((await fieldsOf(page)).slice(0, 2)).toEqual(words);
  await until("its photo is there", () =>
    page.evaluate<boolean>(
      "[...document.images].some((image) => image.src.startsWith('blob:') && image.naturalWidth > 0)",
    ),
  );
  // Writing has no address of its own, and neither has what was shared.
  expect(new URL(page.url()).pathname).toMatch(/^\/(en\/)?$/);
  expect(await page.evaluate("caches.has('shared')")).toBe(false);
  expect(await troublesOn(page, "a shared draft")).toEqual([]);
  await page.setViewportSize({ width: 320, height: 568 });
  await until("it fits the narrowest phone", async () => !(await scrollsSideways(page)));
  await page.setViewportSize({ width: 390, height: 844 });
});

test("taken once: a reload opens no second draft", async () => {
  const { page } = started;
  await page.goto(`${scene.network.origin}/`);
  await openWrite(page);

  await page.getByText("Keep writing").waitFor();
  expect(await page.getByText("Keep writing").count()).toBe(1);
});

test("a second sharing is a second draft; it can be discarded, and taken back", async () => {
  const { page } = started;
  await share(page, { text: "https://example.org/khlib" });
  await page.getByText("This is a new draft of what you shared.").waitFor();
  expect(await fieldsOf(page)).toContain("https://example.org/khlib");
  await isSaved(page);

  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await shows(chromiumPage(page), "Discarded.");
  expect(await page.getByText("Keep writing").count()).toBe(1);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await until("both are there", async () => (await page.getByText("Keep writing").count()) === 2);
});

test("nothing of what was shared is left in clear, not even after its drafts were discarded", async () => {
  const { page, browser } = started;
  for (let left = 2; left > 0; left -= 1) {
    await page.getByText("Keep writing").first().click();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("button", { name: "Discard draft" }).click();
    await page.getByRole("button", { name: "Discard", exact: true }).click();
    await shows(chromiumPage(page), "Discarded.");
    // The next tap ends the time for 'Undo'.
    await page.getByRole("heading", { name: "My stories" }).click();
    await until(
      "it is gone for good",
      async () => (await page.getByText("Keep writing").count()) === left - 1,
    );
  }
  await until("its records are gone", async () => (await deviceRows(page)).drafts === 0);
  await browser.close();

  expect(await findTexts(phone.folder, [...Object.values(sentinels), "SentinelPhone"])).toEqual([]);
  scene.watch.assertQuiet();
});
