// FAULTS.md 31: sixty seconds of a very thin line, three stories with nine photos waiting, and a new edition out.
import sharp from "sharp";
import { afterEach, expect, inject, test } from "vitest";
import { aPhoto, isSaved, newStory, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { aMarkdown, openContentFolder } from "../support/content-folder.ts";
import { openScene, picturesAreThere, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Started, storiesAt } from "../support/phone.ts";

const thin = { bytesPerSecond: 2_500 };
const minute = 60_000;

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

/** Writes a story with three photos and seals it, without a network. */
async function sealOne({ page }: Started, title: string, photo: Buffer): Promise<void> {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  const files = [1, 2, 3].map((n) => ({ name: `${n}.jpg`, mimeType: "image/jpeg", buffer: photo }));
  await page.locator("input[type=file]").setInputFiles(files);
  await page.getByLabel("Caption 3").waitFor();
  await isSaved(page);
  await sealAndSend(page, { photos: true });
}

const aPicture = (hue: number): Promise<Buffer> =>
  sharp({
    create: {
      width: 1_200,
      height: 800,
      channels: 3,
      noise: { type: "gaussian", mean: hue, sigma: 9 },
      background: "black",
    },
  })
    .png()
    .toBuffer();

test("31: in a minute at 20 kbit/s all three texts are accepted before any picture moves either way", async () => {
  const content = await openContentFolder("samples");
  scene = await openScene({ template: inject("newsroomTemplate"), contentDir: content.path });
  scene.onEnd(() => content.close());
  const { network, newsroom } = scene;
  const phone = await aPhone(scene);
  const first = await phone.firstVisit();
  network.cut();
  const photo = await aPhoto(1_000, 750);
  for (const title of ["Перша", "Друга", "Третя"]) await sealOne(first, title, photo);
  for (const n of [1, 2, 3]) {
    await content.write(`pictures/new-${n}.png`, await aPicture(40 * n));
    const fields = {
      title: `News ${n}`,
      language: "en",
      picture: `../pictures/new-${n}.png`,
      alt: "Поле",
    };
    await content.write(`en/news-${n}.md`, aMarkdown(fields));
  }
  await until("the new edition is out", () =>
    newsroom.printed().includes("Published: 15 articles"),
  );
  await first.browser.kill();

  network.setSpeed(thin);
  network.restore();
  const asked = network.requests.length;
  const begun = performance.now();
  const { page } = await phone.open();
  await until("all three texts are accepted", () => storiesAt(newsroom).length === 3, {
    within: minute,
  });
  const seconds = (performance.now() - begun) / 1_000;
  const meanwhile = network.requests.slice(asked);

  console.log(`three texts accepted after ${seconds.toFixed(1)} s at 20 kbit/s`);
  expect(meanwhile.filter((line) => /blobs|\/library\/media\//.test(line))).toEqual([]);

  network.setSpeed(undefined);
  await page.goto(`${network.origin}/en/`);
  await shows(chromiumPage(page), "News 3", minute);
  await until("pictures are there", () => picturesAreThere(chromiumPage(page)));
  await until(
    "everything is with the newsroom",
    async () =>
      await page.evaluate<boolean>(`(async () => {
      const database = await new Promise((resolve) => {
        const request = indexedDB.open("soniakh");
        request.onsuccess = () => resolve(request.result);
      });
      const stories = await new Promise((resolve) => {
        const request = database.transaction("stories").objectStore("stories").getAll();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
      return stories.every(({ state }) => state.kind === "sent");
    })()`),
  );
  const all = network.requests.slice(asked);
  const firstOf = (pattern: RegExp): number => all.findIndex((line) => pattern.test(line));
  const texts = all.flatMap((line, at) => (/PUT \/intake\/stories/.test(line) ? [at] : []));
  expect(texts[2]).toBeLessThan(firstOf(/GET \/library\/head/));
  expect(firstOf(/GET \/library\/packs/)).toBeLessThan(firstOf(/\/intake\/blobs/));
  expect(storiesAt(newsroom)).toHaveLength(3);
  scene.watch.assertQuiet();
});
