// The trip of an author: a blank page, a story with a photo, the three sending screens, and what becomes of it.
import {
  type Author,
  addPhoto,
  answer,
  openAuthor,
  openList,
  press,
  saved,
  write,
  type WritingTrip,
} from "./author.ts";
import { scrollToEnd } from "./looking.ts";
import { takeList, takeSent } from "./sent.ts";

/** Takes every screen of writing and sending. Two stories are at the newsroom afterwards. */
export async function writeThrough(trip: WritingTrip): Promise<void> {
  const author = await openAuthor(trip);
  try {
    await author.phone.setClock("2026-11-22 21:47");
    await takePage(author);
    await takeSending(author);
    await takeSent(author);
    await takeList(author);
  } finally {
    await author.phone.close();
  }
}

const large = { sizes: ["390", "320"], large: true } as const;

async function takePage(author: Author): Promise<void> {
  const { page, texts, camera, language } = author;
  await openList(author);
  await camera.take(page, language, "stories-empty");
  await press(page, texts.newStory);
  await page.getByLabel(texts.story, { exact: true }).waitFor();
  await camera.take(page, language, "page-empty");
  await write(author, texts.bread);
  await addPhoto(author);
  await page.getByLabel(texts.caption).fill(texts.bread.caption);
  await page.getByLabel(texts.continued).fill(texts.bread.after);
  await saved(author);
  await press(page, texts.record);
  await page.locator(".voice-block").waitFor();
  await page.getByText("0:03", { exact: true }).waitFor();
  await camera.take(page, language, "page-recording", { sizes: ["390", "320"] });
  await page.locator(".recorder-acts button").last().click();
  await page.locator(".voice-line").waitFor();
  await camera.take(page, language, "page", { main: true });
  await camera.take(page, language, "large-page", large);
  await takePainting(author);
  await press(page, texts.more);
  await camera.take(page, language, "page-more", { sizes: ["390"] });
  await press(page, texts.saveAsFile);
  await page.locator("dialog .sheet-acts").waitFor();
  await camera.take(page, language, "page-file");
  await press(page, texts.close);
  await press(page, texts.more);
  await press(page, texts.discardDraft);
  // Pressed before the question is there, Escape would hide the page.
  await page.locator("dialog[open] .button").nth(1).waitFor();
  await camera.take(page, language, "page-discard");
  await page.keyboard.press("Escape");
  await takeEarlier(author);
}

/** How the page was before: the list, one of it to read, and back to that. */
async function takeEarlier(author: Author): Promise<void> {
  const { page, phone, texts, camera, language } = author;
  await page.goBack();
  await phone.setClock("2026-11-23 07:30");
  await press(page, texts.keepWriting);
  await page.getByLabel(texts.story, { exact: true }).fill("…");
  await saved(author);
  await press(page, texts.more);
  await press(page, texts.earlier);
  const row = page.locator(".sheet-rows button").first();
  await row.waitFor();
  await camera.take(page, language, "page-earlier", { sizes: ["390", "320"] });
  await row.click();
  await page.locator(".earlier-page").waitFor();
  await camera.take(page, language, "page-earlier-read", { sizes: ["390", "320"] });
  await press(page, texts.asItWas);
  await saved(author);
  await phone.setClock("2026-11-22 21:47");
}

/** What can be done with a photo; and its corner painted over, as a face would be. The photo stays as it was. */
async function takePainting({ page, texts, camera, language }: Author): Promise<void> {
  const tools = page.getByRole("button", { name: texts.photoTools, exact: true });
  await tools.click();
  await camera.take(page, language, "page-photo-tools", {
    at: (open) => open.locator(".photo-acts").scrollIntoViewIfNeeded(),
  });
  await press(page, texts.paintOver);
  const picture = page.locator(".painting-photo svg");
  await picture.waitFor();
  const { x, y, width, height } = (await picture.boundingBox()) ?? noBox;
  await page.mouse.move(x + width * 0.72, y + height * 0.3);
  await page.mouse.down();
  for (const part of [0.35, 0.4, 0.45])
    await page.mouse.move(x + width * (part + 0.4), y + height * part, { steps: 4 });
  await page.mouse.up();
  await camera.take(page, language, "painting", { main: true });
  await page.locator("dialog.painting header button").first().click();
  await tools.click();
}

const noBox = { x: 0, y: 0, width: 0, height: 0 };

async function takeSending(author: Author): Promise<void> {
  const { page, phone, texts, camera, language } = author;
  await press(page, texts.send);
  await page.locator(".leaving-photos img").waitFor();
  // The aunt's name is one of them.
  await page.locator(".reread li").waitFor();
  await camera.take(page, language, "sending-1-leaves", { main: true });
  await camera.take(page, language, "large-leaves", large);
  await press(page, texts.next);
  await answer(author, texts.answers);
  const [label, name] = texts.name;
  await page.getByLabel(label, { exact: true }).fill(name);
  await page.evaluate("document.activeElement.blur()");
  await camera.take(page, language, "sending-2-terms", { main: true });
  await camera.take(page, language, "large-terms", large);
  await press(page, texts.next);
  await page.locator(".still-open").waitFor();
  await camera.take(page, language, "sending-2-open", {
    sizes: ["390", "320"],
    at: (open) => open.locator(".still-open").scrollIntoViewIfNeeded(),
  });
  await answer(author, texts.lastAnswers);
  await camera.take(page, language, "sending-2-end", { at: scrollToEnd });
  await press(page, texts.next);
  await page.locator(".letter").waitFor();
  await camera.take(page, language, "sending-3-seal", { main: true });
  await phone.setOffline(true);
  await phone.setClock("2026-11-22 21:52");
  await press(page, texts.seal);
}
