// What the newsroom does with three stories, seen from the author's phone; and what the author says later, seen at the desk.
import type { Page } from "playwright-core";
import type { RunningNewsroom } from "../../tests/support/newsroom.ts";
import {
  type Author,
  addPhoto,
  answer,
  openAuthor,
  openList,
  press,
  rowOf,
  saved,
  sealFirst,
  send,
  stands,
  write,
  type WritingTrip,
} from "./author.ts";
import { openStory, publish, showKey, tickAll } from "./desk.ts";
import { openBrowser } from "./phone.ts";

export interface AnswersTrip extends WritingTrip {
  readonly newsroom: RunningNewsroom;
}

type AnswersAuthor = Author & AnswersTrip;

const small = ["390", "320"] as const;
const atDesk = { sizes: ["1440"] } as const;

/** Takes what becomes of stories at the newsroom: read, published, declined, other terms, withdrawn. */
export async function hearBack(trip: AnswersTrip): Promise<void> {
  const author = await openAuthor(trip);
  const desk = await openBrowser(trip.language);
  try {
    await author.phone.setClock("2026-11-23 14:05");
    await openList(author);
    await takeBytes(author);
    const { road, potatoes, letter } = author.texts;
    for (const story of [potatoes, letter]) {
      await send(author, story);
      await stands(author, story, "sent");
    }
    const editor = await desk.page();
    await editor.setViewportSize({ width: 1440, height: 900 });
    await showKey(editor, trip.language, trip.newsroom);
    await press(editor, author.texts.desk.open);
    await openStory(editor, letter);
    await decline(editor, author);
    await openStory(editor, road);
    await tickAll(editor);
    for (const alt of await editor.getByLabel(author.texts.desk.alt).all())
      await alt.fill(author.texts.bread.alt);
    await publish(editor, trip.language);
    await takeAnswered(author);
    await takeLater(author, editor);
  } finally {
    await desk.close();
    await author.phone.close();
  }
}

/** A story with three photos, of which the network takes one before it goes. */
async function takeBytes(author: Author): Promise<void> {
  const { page, texts, camera, language } = author;
  await press(page, texts.newStory);
  await write(author, texts.road);
  for (let count = 0; count < 3; count += 1) await addPhoto(author);
  await saved(author);
  const taken = new Set<string>();
  const blobs = "**/intake/blobs/*";
  await page.route(blobs, (route) => {
    taken.add(route.request().url());
    return taken.size > 1 ? route.abort() : route.continue();
  });
  await sealFirst(author, { photos: true });
  await stands(author, texts.road, "sending");
  await rowOf(author, texts.road).locator("progress:not([value='0'])").waitFor();
  await camera.take(page, language, "stories-sending", { main: true });
  await page.unroute(blobs);
  await press(page, texts.tryNow);
  await stands(author, texts.road, "sent");
}

async function decline(editor: Page, { texts }: Author): Promise<void> {
  await press(editor, texts.desk.decline);
  await editor.locator(".sure button").first().click();
  await editor.locator(".decided").waitFor();
}

/** The app is opened anew: it asks about what it has sent. */
async function takeAnswered(author: Author): Promise<void> {
  const { page, texts, camera, language, origin } = author;
  const comeBack = async (): Promise<void> => {
    await page.goto(`${origin}/`);
    await openList(author);
  };
  await comeBack();
  await page.locator(".story-status .petal").waitFor();
  await camera.take(page, language, "stories-answered", { main: true });
  for (const [story, screen] of [
    [texts.road, "story-published"],
    [texts.letter, "story-declined"],
  ] as const) {
    const title = rowOf(author, story).locator("h2 button");
    await title.click();
    await camera.take(page, language, screen, {
      sizes: small,
      at: () => rowOf(author, story).scrollIntoViewIfNeeded(),
    });
    await title.click();
  }
}

/** Other terms and then a withdrawal of the story that nobody has decided on yet. */
async function takeLater(author: AnswersAuthor, editor: Page): Promise<void> {
  const { page, texts, camera, language } = author;
  const { potatoes } = texts;
  await press(page, `${texts.more}: ${potatoes.title}`);
  await press(page, texts.changeTerms);
  await page.locator(".question").first().waitFor();
  await answer(author, texts.strictAnswers);
  await press(page, texts.sealTerms);
  await rowOf(author, potatoes).getByText(texts.termsThere).waitFor();
  await rowOf(author, potatoes).locator("h2 button").click();
  await camera.take(page, language, "story-terms-there", { sizes: small });
  await reopen(editor, author);
  await openStory(editor, potatoes);
  await editor.locator(".authors-word").waitFor();
  await camera.take(editor, language, "desk-terms-changed", atDesk);
  await press(page, `${texts.more}: ${potatoes.title}`);
  await press(page, texts.withdraw);
  await page.locator("dialog .sheet-acts button, dialog .button").first().click();
  await rowOf(author, potatoes).getByText(texts.withdrawalThere).first().waitFor();
  await camera.take(page, language, "story-withdrawn", { sizes: small });
  await reopen(editor, author);
  await editor.locator(".item button").filter({ hasText: texts.desk.takenBack }).click();
  await editor.locator(".doc.none h2").waitFor();
  await camera.take(editor, language, "desk-withdrawn", atDesk);
}

/** The desk looks at what came in once more. */
async function reopen(editor: Page, { texts, newsroom, language }: AnswersAuthor): Promise<void> {
  await showKey(editor, language, newsroom);
  await press(editor, texts.desk.open);
  // Whether something is new or not.
  await editor.locator(".item button, .list .empty p").first().waitFor();
}
