// What an author does with the hands in every trip: opens the list, writes, answers, seals, and waits for what is true.
import type { Page } from "playwright-core";
import type { Trip } from "./reading.ts";
import { openPhone, type Phone } from "./phone.ts";
import { isReadyToWrite } from "../../tests/support/author.ts";
import { type StoryText, type Texts, textsIn } from "./texts.ts";

export interface WritingTrip extends Trip {
  /** A JPEG. */
  readonly photo: Buffer;
}

export interface Author extends WritingTrip {
  readonly phone: Phone;
  readonly page: Page;
  readonly texts: Texts;
}

/** An author's phone that needs no network any more for writing and sealing. */
export async function openAuthor<T extends WritingTrip>(
  trip: T,
  args: readonly string[] = [],
): Promise<T & Author> {
  const phone = await openPhone({ ...trip, args });
  await isReadyToWrite(phone.page);
  return { ...trip, phone, page: phone.page, texts: textsIn(trip.language) };
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();

/** 'My stories', from any of the three places. */
export async function openList({ page, texts }: Author): Promise<void> {
  await page.getByRole("link", { name: texts.write, exact: true }).click();
  await page.getByRole("heading", { name: texts.myStories }).waitFor();
}

/** Resolves when the page says that what stands on it is on disk. */
export const saved = ({ page, texts }: Author): Promise<void> =>
  page.getByRole("status").filter({ hasText: texts.saved }).waitFor();

export async function write(author: Author, { title, text }: StoryText): Promise<void> {
  const { page, texts } = author;
  await page.getByLabel(texts.title, { exact: true }).fill(title);
  await page.getByLabel(texts.story, { exact: true }).fill(text);
  await saved(author);
}

/** One more photo on the page. */
export async function addPhoto({ page, photo }: Author): Promise<void> {
  const photos = page.locator(".photo-piece img");
  const before = await photos.count();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "loaf.jpg", mimeType: "image/jpeg", buffer: photo });
  await photos.nth(before).waitFor();
}

export async function answer(
  author: Author,
  answers: readonly (readonly [RegExp, string, ...unknown[]])[],
): Promise<void> {
  for (const [question, name] of answers) {
    const group = author.page.getByRole("group", { name: question });
    await group.getByRole("radio", { name, exact: true }).click();
  }
}

export type Status = "waiting" | "sending" | "sent" | "needs-you";

export const rowOf = ({ page }: Author, { title }: StoryText): ReturnType<Page["locator"]> =>
  page.locator(".story").filter({ hasText: title });

/** Resolves when a story is where it should be. */
export const stands = (author: Author, story: StoryText, status: Status): Promise<void> =>
  rowOf(author, story)
    .filter({ has: author.page.locator(`[data-status="${status}"]`) })
    .waitFor();

/** A story from the blank page to the list, with the terms of the one before. */
export async function send(author: Author, story: StoryText): Promise<void> {
  const { page, texts } = author;
  await press(page, texts.newStory);
  await write(author, story);
  await press(page, texts.send);
  await press(page, texts.next);
  await press(page, texts.asLastTime);
  await press(page, texts.seal);
  await page.getByRole("heading", { name: texts.myStories }).waitFor();
}

/** The first story of a phone, from its page to the list: every question that it has is answered. */
export async function sealFirst(
  author: Author,
  { photos = false }: { readonly photos?: boolean } = {},
): Promise<void> {
  const { page, texts } = author;
  await press(page, texts.send);
  await press(page, texts.next);
  await answer(author, texts.answers);
  const [label, name] = texts.name;
  await page.getByLabel(label, { exact: true }).fill(name);
  const asked = texts.lastAnswers.filter(
    ([, , about]) => about === undefined || (about === "photos" && photos),
  );
  await answer(author, asked);
  await press(page, texts.next);
  await press(page, texts.seal);
  await page.getByRole("heading", { name: texts.myStories }).waitFor();
}
