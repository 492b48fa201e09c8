import { type ComponentChild, h, type JSX } from "preact";
import type { Entry } from "../protocol/edition.ts";
import { routes } from "../protocol/routes.ts";
import { dayInWords } from "./dates.ts";
import { Seed, type Stored } from "./ornaments.ts";
import { PictureView } from "./picture-view.ts";
import type { PageWords } from "./words.ts";

/** What a list shows of an article: its entry, and what of it is on this phone (on served pages nothing is said). */
export interface Listed extends Entry {
  readonly stored?: Stored;
  readonly kept?: boolean;
}

export interface RowProps {
  readonly entry: Listed;
  readonly words: PageWords;
  /** Days of this year are printed without it. */
  readonly year: string;
  /** The article that is open beside the list, on wide screens. */
  readonly current?: boolean;
  /** Which of how many it is, where not all are drawn. */
  readonly place?: { readonly at: number; readonly of: number };
}

function facts({ entry, words, year }: RowProps): ComponentChild {
  const stored = entry.stored ?? "headline";
  return h(
    "p",
    { class: "meta" },
    h(Seed, entry.stored === undefined ? { stored } : { stored, label: words.stored[stored] }),
    h(
      "span",
      null,
      `${words.minutes(entry.minutes)} · `,
      h(
        "time",
        { datetime: entry.date },
        dayInWords(entry.date, words, entry.date.slice(0, 4) !== year),
      ),
    ),
  );
}

const kicker = (entry: Entry): ComponentChild =>
  entry.tags[0] === undefined
    ? null
    : h("p", { class: "kicker", lang: entry.language }, entry.tags[0]);

const link = ({
  entry,
  current,
}: RowProps): { href: string; lang: string; "aria-current": "true" | undefined } => ({
  href: routes.article(entry.slug),
  lang: entry.language,
  "aria-current": current ? "true" : undefined,
});

/** The first article of a list. */
export function LeadStory(props: RowProps): JSX.Element {
  const { entry } = props;
  return h(
    "li",
    { class: "lead" },
    entry.lead
      ? h(PictureView, {
          picture: entry.lead,
          alt: "",
          sizes: "(min-width: 900px) 372px, 100vw",
          eager: true,
        })
      : null,
    h(
      "div",
      { class: "words" },
      kicker(entry),
      h("h2", null, h("a", link(props), entry.title)),
      entry.summary === ""
        ? null
        : h("p", { class: "standfirst", lang: entry.language }, entry.summary),
      facts(props),
    ),
  );
}

/** Any other article of a list. The whole row is the link's target. */
export function ArticleRow(props: RowProps): JSX.Element {
  const { entry, place } = props;
  return h(
    "li",
    { class: "row", "aria-posinset": place?.at, "aria-setsize": place?.of },
    h(
      "div",
      { class: "words" },
      kicker(entry),
      h("h2", null, h("a", link(props), entry.title)),
      facts(props),
    ),
    entry.lead ? h(PictureView, { picture: entry.lead, alt: "", sizes: "84px" }) : null,
  );
}

export interface ListProps {
  readonly entries: readonly Listed[];
  readonly words: PageWords;
  /** True where the first article stands large. */
  readonly withLead?: boolean;
  readonly current?: string;
  /** The rows that follow; the app's alone. */
  readonly rest?: ComponentChild;
}

/** A list of articles, newest first; the newest says which year it is, so that server and phone print the same. */
export function ArticleList({
  entries,
  words,
  withLead = false,
  current,
  rest,
}: ListProps): JSX.Element {
  const year = entries[0]?.date.slice(0, 4) ?? "";
  return h(
    "ol",
    { class: "list" },
    entries.map((entry, index) =>
      h(withLead && index === 0 ? LeadStory : ArticleRow, {
        key: entry.id,
        entry,
        words,
        year,
        current: entry.slug === current,
      }),
    ),
    rest,
  );
}
