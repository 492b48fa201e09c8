import { effect, type ReadonlySignal } from "@preact/signals";
import { h, type JSX, render } from "preact";
import type { Store } from "../../../device/database.ts";
import type { Found } from "../../../device/library.ts";
import type { Settings } from "../../../device/facts.ts";
import { blockAttribute, keepStartPage } from "../../../device/start-page.ts";
import type { Newsroom } from "../../../protocol/newsroom.ts";
import type { Slug } from "../../../protocol/article.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { routes } from "../../../protocol/routes.ts";
import { ArticlePage } from "../../../rendering/pages.ts";
import type { Served } from "../../../rendering/served.ts";
import { intoTemplate } from "../../../rendering/template.ts";
import { otherLanguage } from "../../../rendering/words.ts";
import { speechIn } from "../../messages/speech.ts";
import { lookOf, papers } from "../../shell/look.ts";
import { blocksOf } from "../paragraph.ts";
import type { FontWorld } from "./font.ts";
import type { Reading } from "../reading-model.ts";

/** What keeping pages for a start needs of the app. */
export interface StartPageWorld extends Pick<FontWorld, "settings"> {
  readonly store: Store;
  readonly newsroom: Newsroom;
  readonly reading: Pick<Reading, "opened">;
  readonly language: () => InterfaceLanguage;
  /** True where a list stands beside the article: no page is kept of that. */
  readonly wide: ReadonlySignal<boolean>;
  readonly entry: string;
}

type HeldArticle = NonNullable<Found["article"]>;

/** A reader who looks at an article for a moment is not kept waiting for the next start's sake. Milliseconds. */
const calm = 1_000;

/**
 * Keeps the open article as a page, the same that a server would send: the worker answers the next start with it, and the
 * text stands there before any script has run.
 */
export function keepStartPages(world: StartPageWorld): void {
  const { reading, settings, language, wide } = world;
  let kept = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const opened = reading.opened.value;
    const chosen = JSON.stringify([settings.settings.value, language()]);
    const isWide = wide.value;
    if (opened?.kind !== "here" || opened.found.article === undefined || isWide) return;
    const { article, translation } = opened.found;
    const next = article.hash + chosen;
    clearTimeout(timer);
    if (next === kept) return;
    timer = setTimeout(() => {
      kept = next;
      void keep(world, article, translation)
        // No room: the next start takes the longer way.
        .catch(() => false)
        // The worker may not be here yet: tried again with the next news of the article.
        .then((isKept) => isKept || (kept = ""));
    }, calm);
  });
}

async function keep(
  world: StartPageWorld,
  held: HeldArticle,
  translation: Slug | undefined,
): Promise<boolean> {
  const { store, entry } = world;
  const shell = await caches.match("/index.html", { ignoreSearch: true });
  const template = (await shell?.text()) ?? "";
  // The one that the worker precached may be of another build than this page, and with it the answer to the next start.
  if (!template.includes(entry)) return false;
  // Of no window: what is drawn there fetches no picture.
  const apart = document.implementation.createHTMLDocument("");
  const html = makeStartPage(template, apart, held, translation, {
    language: world.language(),
    name: world.newsroom.name,
    settings: world.settings.settings.peek(),
  });
  return html !== undefined && keepStartPage(store, held.hash, { entry, html });
}

/** What of the app shows in a page. */
export interface Showing extends Pick<Newsroom, "name"> {
  readonly language: InterfaceLanguage;
  readonly settings: Settings;
}

/** The page as a server would send it, its blocks numbered, as the reader's settings have it look. */
export function makeStartPage(
  template: string,
  document: Document,
  { article, hash, json }: HeldArticle,
  translation: Slug | undefined,
  { language, name: names, settings }: Showing,
): string | undefined {
  // A script block could end where this stands; the newsroom writes none.
  if (json.includes("<")) return undefined;
  const { words } = speechIn(language);
  // Its words are not here: a page of one language with the words of another is none.
  if (words.language !== language) return undefined;
  const name = names[language];
  const path = translation && routes.article(translation);
  const other = h("link", { rel: "alternate", hreflang: otherLanguage(language), href: path });
  const served: Served = {
    kind: "article",
    status: 200,
    language,
    // As on the shell: which article it was stands in no history before the app says it.
    title: name,
    description: name,
    head: path === undefined ? [] : [other],
    body: h(ArticlePage, { words, name, article, translation: path }),
    data: { json },
  };
  const page = intoTemplate(template, served, {
    render: (node) => markupOf(node, document),
    hashOf: () => hash,
  });
  const attributes = { ...lookOf(settings), awaits: "app" };
  const looks = Object.entries(attributes).map(([key, value]) => ` data-${key}="${value}"`);
  const { look } = settings;
  const bar = /(<meta name="theme-color" content=")[^"]*/g;
  const ruled = look === "phone" ? page : page.replace(bar, `$1${papers[look]}`);
  return ruled.replace("<html", () => `<html${looks.join("")}`);
}

function markupOf(node: JSX.Element, document: Document): string {
  const root = document.createElement("div");
  render(node, root);
  for (const [number, block] of blocksOf(root).entries())
    block.setAttribute(blockAttribute, String(number));
  // oxlint-disable-next-line soniakh/no-markup -- read, not written: nodes that were built become what they would be parsed from
  return root.innerHTML;
}
