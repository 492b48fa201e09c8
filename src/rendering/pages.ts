import { type ComponentChild, type ComponentChildren, h, type JSX } from "preact";
import type { Article } from "../protocol/article.ts";
import { routes } from "../protocol/routes.ts";
import { ArticleView } from "./article-view.ts";
import { dayInWords } from "./dates.ts";
import { Footer, LanguageSwitch, Masthead, Page, StateLine } from "./frame.ts";
import { Icon } from "./icon.ts";
import { ArticleList, type Listed, type ListProps } from "./listing.ts";
import { Mark } from "./ornaments.ts";
import { otherLanguage, type PageWords } from "./words.ts";

/** What every page says: in which words, and whose. */
export interface PageSetting {
  readonly words: PageWords;
  /** The newsroom's name in the page's language. */
  readonly name: string;
}

export interface ArticlePageProps extends PageSetting {
  readonly article: Article;
  /** The same text in the other language. */
  readonly translation?: string | undefined;
  /** True where the page holds the beginning only: a link leads to the whole. */
  readonly isPart?: boolean | undefined;
  /** Between the article and the footer; the app's alone. */
  readonly end?: ComponentChild;
  /** The bar of actions; the app's alone. */
  readonly actions?: ComponentChild;
  /** The list beside the article on wide screens; the app's alone. */
  readonly beside?: ComponentChild;
}

/** The way back, over the picture. A real link: without script it leads to the front page. */
export function BackLink({ words }: { words: PageWords }): JSX.Element {
  return h(
    "a",
    { class: "back", href: routes.front(words.language), "aria-label": words.back },
    h(Icon, { name: "back" }),
  );
}

export function ArticlePage({
  article,
  words,
  translation,
  isPart,
  end,
  actions,
  beside,
}: ArticlePageProps): JSX.Element {
  const language =
    translation === undefined
      ? null
      : h(
          "a",
          {
            href: translation,
            hreflang: otherLanguage(words.language),
            lang: otherLanguage(words.language),
          },
          words.inOtherLanguage,
        );
  return h(
    Page,
    {
      screen: "article",
      words,
      place: "read",
      beside,
      after: [end, h(Footer, { words, language }), actions],
    },
    h(BackLink, { words }),
    h(ArticleView, { article, words }),
    isPart ? leadsOn(routes.whole(article.slug), words.rest) : null,
  );
}

export interface FrontPageProps extends PageSetting, Pick<ListProps, "entries" | "rest"> {
  /** A tag's page says which. */
  readonly tag?: string | undefined;
  readonly older?: string | undefined;
  /** At the end of the masthead: the language switch unless the app says otherwise. */
  readonly end?: ComponentChild;
  /** The line under the masthead: on served pages the day of the newest article. */
  readonly state?: ComponentChild;
  readonly children?: ComponentChildren;
}

export function FrontPage({
  words,
  name,
  entries,
  tag,
  older,
  end,
  state,
  rest,
  children,
}: FrontPageProps): JSX.Element {
  const other = h(LanguageSwitch, { words, href: routes.front(otherLanguage(words.language)) });
  const list = h(ArticleList, {
    entries,
    words,
    withLead: tag === undefined,
    rest,
  });
  return h(
    Page,
    {
      screen: tag === undefined ? "front" : "tag",
      words,
      place: "read",
      before: h(Masthead, { words, name, heading: tag === undefined, end: end ?? other }),
      after: h(Footer, { words, language: null }),
    },
    state ?? newest(entries[0], words),
    tag === undefined ? null : h("h1", { class: "title" }, tag),
    children,
    entries.length === 0 ? null : list,
    olderLink(older, words),
  );
}

/** What the line under the masthead says before the app knows more: the day of the newest article. */
function newest(entry: Listed | undefined, words: PageWords): ComponentChild {
  const text =
    entry === undefined ? words.readAnywhere : words.newsOf(dayInWords(entry.date, words, false));
  return h(StateLine, { text });
}

const olderLink = (older: string | undefined, words: PageWords): ComponentChild =>
  older === undefined ? null : leadsOn(older, words.older);

/** To what only the server has: `target` keeps the app from following the link itself. */
const leadsOn = (href: string, text: string): ComponentChild =>
  h("p", { class: "older" }, h("a", { class: "button outline", href, target: "_self" }, text));

export interface NoticeProps {
  readonly title: string;
  readonly more?: string | undefined;
  /** How far the seeds are inked, 0 to 1. */
  readonly progress?: number;
  readonly heading?: boolean;
  readonly children?: ComponentChildren;
}

/** One sentence under a sunflower with hollow seeds, and at most one button. */
export function Notice({
  title,
  more,
  progress = 0,
  heading = true,
  children,
}: NoticeProps): JSX.Element {
  return h(
    "div",
    { class: "notice" },
    h(Mark, { size: 120, progress }),
    h(heading ? "h1" : "p", { class: "sentence" }, title),
    more === undefined ? null : h("p", { class: "more" }, more),
    children,
  );
}

/** A page that says one thing. */
export function NoticePage({
  words,
  name,
  title,
  more,
  children,
}: PageSetting & NoticeProps): JSX.Element {
  return h(
    Page,
    { screen: "notice", words, place: undefined, before: h(Masthead, { words, name }) },
    h(
      Notice,
      { title, more },
      children ??
        h("a", { class: "button outline", href: routes.front(words.language) }, words.toFront),
    ),
  );
}
