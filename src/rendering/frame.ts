import { type ComponentChild, type ComponentChildren, h, type JSX } from "preact";
import { routes } from "../protocol/routes.ts";
import { Icon, type IconName } from "./icon.ts";
import { Mark, Petal, Seed } from "./ornaments.ts";
import { otherLanguage, type PageWords } from "./words.ts";

/** The three places. */
export type Place = "read" | "shelf" | "write";

/** The id of the element that holds a page's text: the skip link leads there, and the app puts the focus there. */
export const textId = "text";

export function SkipLink({ words }: { words: PageWords }): JSX.Element {
  return h("a", { class: "skip", href: `#${textId}` }, words.skip);
}

export interface MastheadProps {
  readonly words: PageWords;
  /** The newsroom's name. */
  readonly name: string;
  /** True where the name is the page's heading. */
  readonly heading?: boolean;
  /** What stands at the end: the language switch on served pages, the settings in the app. */
  readonly end?: ComponentChild;
}

export function Masthead({ words, name, heading = false, end }: MastheadProps): JSX.Element {
  const home = h(
    "a",
    { href: routes.front(words.language) },
    h(Mark, { size: 38 }),
    h("span", null, name),
  );
  return h("header", { class: "masthead" }, h(heading ? "h1" : "p", null, home), end);
}

/** The link to the same page in the other language. */
export function LanguageSwitch({ words, href }: { words: PageWords; href: string }): JSX.Element {
  const language = otherLanguage(words.language);
  return h(
    "a",
    { class: "language", href, hreflang: language, lang: language, rel: "alternate" },
    words.otherLanguage,
  );
}

export interface StateProps {
  readonly icon?: IconName;
  readonly strong?: string;
  readonly text?: string | undefined;
  /** How many articles are on this phone, in words. */
  readonly count?: string | undefined;
  /** At its end; the app's alone. */
  readonly end?: ComponentChild;
}

/** The one line that says how things stand. It is a live region: what changes in it is read out. */
export function StateLine({ icon, strong, text, count, end }: StateProps): JSX.Element {
  return h(
    "div",
    { class: "state", role: "status" },
    icon ? h(Icon, { name: icon, size: 18 }) : null,
    h("span", null, strong ? h("strong", null, strong) : null, strong && text ? " " : null, text),
    count
      ? h("span", { class: "count" }, h("span", null, h(Seed, { stored: "complete" }), count))
      : null,
    end,
  );
}

const places: readonly { readonly place: Place; readonly icon: IconName }[] = [
  { place: "read", icon: "book" },
  { place: "shelf", icon: "shelf" },
  { place: "write", icon: "pencil" },
];

/** The bar at the thumb, a rail on wide screens. Writing has no address of its own: its link bears the front page's. */
export function PlaceBar({
  words,
  current,
}: {
  words: PageWords;
  current: Place | undefined;
}): JSX.Element {
  const front = routes.front(words.language);
  const href: Readonly<Record<Place, string>> = { read: front, shelf: routes.shelf, write: front };
  return h(
    "nav",
    { class: "places", "aria-label": words.places },
    places.map(({ place, icon }) =>
      h(
        "a",
        {
          key: place,
          href: href[place],
          "data-place": place,
          "aria-current": place === current ? "page" : undefined,
        },
        place === current ? h(Petal, null) : null,
        h(Icon, { name: icon }),
        h("span", null, words[place]),
      ),
    ),
  );
}

/** What stands where sites usually ask for consent: reading leaves nothing. */
export function Footer({
  words,
  language,
}: {
  words: PageWords;
  language: ComponentChild;
}): JSX.Element {
  return h(
    "footer",
    { class: "footer" },
    h("p", null, h("a", { href: routes.privacy(words.language) }, words.privacy)),
    language === null || language === undefined ? null : h("p", null, language),
  );
}

export interface PageProps {
  /** Which screen it is, for the style sheet. */
  readonly screen: string;
  readonly words: PageWords;
  readonly place: Place | undefined;
  /** Before the text: the masthead. */
  readonly before?: ComponentChild;
  /** A list beside the text, on wide screens. */
  readonly beside?: ComponentChild;
  /** After the text: the footer. */
  readonly after?: ComponentChild;
  readonly children?: ComponentChildren;
}

/** A page: skip link, text, places. Served pages and the app's screens are built from the same frame. */
export function Page({
  screen,
  words,
  place,
  before,
  beside,
  after,
  children,
}: PageProps): JSX.Element {
  return h(
    "div",
    { class: "page", "data-screen": screen, "data-beside": beside ? "" : undefined },
    h(SkipLink, { words }),
    before,
    beside,
    h("main", { id: textId, tabindex: -1 }, children),
    after,
    h(PlaceBar, { words, current: place }),
  );
}
