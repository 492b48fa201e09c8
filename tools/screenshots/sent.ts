// What becomes of a story that was sealed: it waits, goes, is sent; and the list with all that an author may have in it.
import { type Author, press, rowOf, send, stands, write } from "./author.ts";
import { scrollToEnd } from "./looking.ts";

export async function takeSent(author: Author): Promise<void> {
  const { page, phone, texts, camera, language } = author;
  const bread = rowOf(author, texts.bread);
  await stands(author, texts.bread, "waiting");
  await page.locator(".state").waitFor();
  await camera.take(page, language, "stories-waiting", { main: true });
  await press(page, texts.saveAsFile);
  await page.getByRole("button", { name: texts.saveFile, exact: true }).waitFor();
  await camera.take(page, language, "stories-file");
  await press(page, texts.close);
  await press(page, texts.openFromFile);
  await page.locator(".paper-words").waitFor();
  await camera.take(page, language, "stories-open-file");
  await press(page, texts.close);
  await phone.setClock("2026-11-23 08:10");
  await phone.setOffline(false);
  await stands(author, texts.bread, "sent");
  await bread.locator("h2 button").click();
  await bread.locator(".path").waitFor();
  await camera.take(page, language, "stories-sent");
  await press(page, `${texts.more}: ${texts.bread.title}`);
  await camera.take(page, language, "story-more", { sizes: ["390", "320"] });
  await press(page, texts.withdraw);
  await camera.take(page, language, "story-withdraw", { sizes: ["390", "320"] });
  await page.keyboard.press("Escape");
  await press(page, `${texts.more}: ${texts.bread.title}`);
  await press(page, texts.changeTerms);
  await page.locator(".question").first().waitFor();
  await camera.take(page, language, "story-terms", { sizes: ["390", "320"] });
  await page.goBack();
  await page.getByRole("heading", { name: texts.myStories }).waitFor();
}

/** A story that was refused, a draft, and one that waits, above the one that was sent. */
export async function takeList(author: Author): Promise<void> {
  const { page, phone, texts, camera, language } = author;
  const refuse = "**/intake/stories/**";
  await page.route(refuse, (route) => route.fulfill(tooBig));
  await send(author, texts.road);
  await stands(author, texts.road, "needs-you");
  await page.unroute(refuse);
  await phone.setClock("2026-11-23 09:30");
  await press(page, texts.newStory);
  await write(author, texts.potatoes);
  await page.goBack();
  await phone.setOffline(true);
  await phone.setClock("2026-11-23 14:05");
  await send(author, texts.letter);
  await stands(author, texts.letter, "waiting");
  await page.locator(".state").waitFor();
  await camera.take(page, language, "stories", { main: true });
  await camera.take(page, language, "large-stories", { sizes: ["390", "320"], large: true });
  await camera.take(page, language, "stories-end", { sizes: ["390", "320"], at: scrollToEnd });
  await phone.setOffline(false);
  await stands(author, texts.letter, "sent");
}

const tooBig = {
  status: 413,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: "about:blank", title: "Too big", status: 413, code: "too-big" }),
};
