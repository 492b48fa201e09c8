import { type ComponentChild, h, type JSX } from "preact";
import type { Article } from "../protocol/article.ts";
import { renderBlocks } from "./blocks.ts";
import { dayInWords, minutesOf } from "./dates.ts";
import { type Notes, renderNotes } from "./inline.ts";
import { Seed } from "./ornaments.ts";
import { PictureView } from "./picture-view.ts";
import type { PageWords } from "./words.ts";

export interface ArticleProps {
  readonly article: Article;
  readonly words: PageWords;
}

/**
 * An article, from its picture to its corrections. It depends on nothing but the article and the
 * page's language, so that the app can take over the served one without touching a node.
 */
export function ArticleView({ article, words }: ArticleProps): JSX.Element {
  const notes: Notes = { words, texts: [] };
  const body = renderBlocks(article.body, notes);
  return h(
    "article",
    // The text's own letters say which way it runs.
    {
      lang: article.language,
      dir: "auto",
      class: article.lead === undefined ? "bare" : undefined,
    },
    article.lead === undefined ? null : leadPicture(article.lead),
    h("header", null, heading(article), provenance(article, words)),
    article.warning === undefined
      ? h("div", { class: "body" }, body)
      : behindWarning(article.warning, body, words),
    corrections(article, words),
    renderNotes(notes),
  );
}

function leadPicture(lead: NonNullable<Article["lead"]>): ComponentChild {
  return h(
    "figure",
    { class: "lead-picture" },
    h(PictureView, {
      picture: lead,
      alt: lead.alt,
      sizes: "(min-width: 700px) 680px, 100vw",
      eager: true,
    }),
    lead.caption === undefined ? null : h("figcaption", null, lead.caption),
  );
}

function heading({ tags, title, summary, byline }: Article): ComponentChild[] {
  return [
    tags[0] === undefined ? null : h("p", { class: "kicker" }, tags[0]),
    h("h1", null, title),
    summary === "" ? null : h("p", { class: "standfirst" }, summary),
    byline === undefined ? null : h("p", { class: "byline" }, byline),
  ];
}

function provenance(article: Article, words: PageWords): ComponentChild {
  const day = (date: string): ComponentChild =>
    h("time", { datetime: date }, dayInWords(date, words, true));
  const updated =
    article.updatedAt === undefined ? undefined : dayInWords(article.updatedAt, words, true);
  return h(
    "div",
    { class: "provenance", lang: words.language },
    h(Seed, { stored: "complete" }),
    h(
      "p",
      null,
      h("strong", null, words.provenance[article.provenance]),
      ` ${words.minutes(minutesOf(article.summary, article.body))} · `,
      day(article.date),
      updated === undefined ? null : ` · ${words.updated(updated)}`,
      article.verified === undefined
        ? null
        : h(
            "span",
            { class: "verified" },
            `${words.verified} `,
            h("span", { lang: article.language }, article.verified),
          ),
    ),
  );
}

function behindWarning(warning: string, body: ComponentChild, words: PageWords): ComponentChild {
  return h(
    "details",
    { class: "warning" },
    h(
      "summary",
      null,
      h("span", { lang: words.language }, h("strong", null, words.warning), " "),
      warning,
      h("span", { class: "button outline", lang: words.language }, words.openText),
    ),
    h("div", { class: "body" }, body),
  );
}

function corrections({ corrections: all }: Article, words: PageWords): ComponentChild {
  if (all.length === 0) return null;
  const items = all.map(({ date, text }) =>
    h(
      "li",
      null,
      h("time", { datetime: date, lang: words.language }, dayInWords(date, words, true)),
      ` — ${text}`,
    ),
  );
  return h(
    "section",
    { class: "corrections" },
    h("h2", { lang: words.language }, words.corrections),
    h("ul", null, items),
  );
}
