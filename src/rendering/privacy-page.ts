import { h, type JSX } from "preact";
import type { ArticleMedia } from "../protocol/article.ts";
import type { Block } from "../protocol/block.ts";
import { routes } from "../protocol/routes.ts";
import { renderBlocks } from "./blocks.ts";
import { LanguageSwitch, Masthead, Page } from "./frame.ts";
import { renderNotes } from "./inline.ts";
import type { PageSetting } from "./pages.ts";
import { otherLanguage } from "./words.ts";

export interface PrivacyPageProps extends PageSetting {
  readonly body: readonly Block<ArticleMedia>[];
}

export function PrivacyPage({ words, name, body }: PrivacyPageProps): JSX.Element {
  const notes = { words, texts: [] };
  const other = h(LanguageSwitch, { words, href: routes.privacy(otherLanguage(words.language)) });
  const blocks = renderBlocks(body, notes);
  return h(
    Page,
    { screen: "text", words, place: undefined, before: h(Masthead, { words, name, end: other }) },
    h(
      "div",
      { class: "prose" },
      h("h1", null, words.privacyTitle),
      h("div", { class: "body" }, blocks),
      renderNotes(notes),
    ),
  );
}
