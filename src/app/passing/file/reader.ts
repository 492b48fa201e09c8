// The script of a passed-on edition, opened from wherever somebody saved it: no network, no worker, no app behind it.
import { unpack } from "../../../device/packing.ts";
import type { Article } from "../../../protocol/article.ts";
import { plainText } from "../../../protocol/block.ts";
import type { Entry } from "../../../protocol/edition.ts";
import { ArticleView } from "../../../rendering/article-view.ts";
import { dayInWords } from "../../../rendering/dates.ts";
import { wordsIn } from "../../../rendering/words-in.ts";
import { interfaceLanguageOf } from "../../../protocol/language.ts";
import { otherLanguage } from "../../../rendering/words.ts";
import { h, nodesOf, pictures } from "./elements.ts";
import "./file.css";
import { beginnings, folded, rank, snippet, split } from "./finding.ts";
import { inFile } from "./in-file.ts";
import { fileWords } from "./words.ts";

/** An article of this file: its headline, its text where the file has it, and what is looked through. */
interface Held {
  readonly entry: Entry;
  article?: Article;
  readonly title: string;
  text: string;
  plain: string;
}

let language = interfaceLanguageOf(document.documentElement.lang);
const main = document.querySelector("main")!;
const say = (text: string): void => main.querySelector("p")?.replaceChildren(text);
const held: Held[] = [];
let query = "";

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function open(): Promise<void> {
  say(fileWords[language].opening);
  for (const block of document.querySelectorAll("script[data-pictures]"))
    for (const [, hash, address] of (block.textContent ?? "").matchAll(
      /^([\w-]{43}) (data:image\/[a-z]+;base64,[\w+/=]*)$/gm,
    ))
      pictures.set(hash ?? "", address ?? "");
  for (const block of document.querySelectorAll("script[data-kind]"))
    for (const line of (await unpack(block.textContent ?? "", rest)) ?? []) take(line);
  if (held.length === 0) return say(fileWords[language].broken);
  held.sort((a, b) => (a.entry.date < b.entry.date ? 1 : -1));
  addEventListener("hashchange", show);
  show();
}

/** Reads one line of a pack; what is signed is the app's to check. */
function take(line: string): void {
  if (!line.startsWith("{")) return;
  const value = JSON.parse(line) as (Entry | Article) & { segments?: unknown; desk?: unknown };
  if ("body" in value) {
    const one = held.at(-1);
    if (one === undefined) return;
    one.article = inFile(value, (hash) => pictures.has(hash));
    one.plain = plainText(value.body);
    one.text = folded(`${value.summary} ${one.plain}`);
  } else if ("article" in value) {
    held.push({ entry: value, title: folded(value.title), text: "", plain: "" });
  }
}

/** The list, or the article that the address names. */
function show(): void {
  const slug = location.hash.slice(1);
  const one = held.find(({ entry, article }) => article !== undefined && entry.slug === slug);
  if (one?.article === undefined) return showList();
  const words = wordsIn(language);
  const view = ArticleView({ article: one.article, words }) as unknown as Node;
  main.replaceChildren(
    ...nodesOf([h("p", { class: "way" }, h("a", { href: "#" }, fileWords[language].all)), view]),
  );
  for (const link of main.querySelectorAll<HTMLAnchorElement>('a[href^="/"]'))
    link.href =
      document.querySelector<HTMLAnchorElement>("#home")!.href + link.getAttribute("href");
  // Notes lead to places of this page; the address names the article.
  for (const link of main.querySelectorAll<HTMLAnchorElement>('a[href^="#note"]'))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(link.hash.slice(1))?.scrollIntoView();
    });
  scrollTo(0, 0);
  main.focus();
}

function showList(): void {
  const words = fileWords[language];
  const field = h("input", {
    type: "search",
    id: "query",
    autocomplete: "off",
    spellcheck: "false",
    value: query,
  }) as HTMLInputElement;
  const status = h("p", { role: "status", class: "found" }) as HTMLElement;
  const list = h("ul", { class: "list" }) as HTMLElement;
  const fill = (): void => {
    query = field.value;
    const wanted = beginnings(query);
    const hits = found(wanted);
    status.textContent =
      wanted.length === 0 ? "" : hits.length === 0 ? words.nothing : words.found(hits.length);
    list.replaceChildren(...nodesOf(hits.map((one) => row(one, wanted))));
  };
  field.addEventListener("input", fill);
  const switchTo = h("button", { type: "button" }, words.otherLanguage) as HTMLElement;
  switchTo.addEventListener("click", () => {
    language = otherLanguage(language);
    document.documentElement.lang = language;
    showList();
  });
  const others = held.some(({ entry }) => interfaceLanguageOf(entry.language) !== language);
  main.replaceChildren(
    ...nodesOf([
      h(
        "p",
        { class: "way" },
        h("label", { for: "query" }, words.search),
        others ? switchTo : null,
      ),
      field,
      status,
      list,
    ]),
  );
  fill();
}

function found(wanted: readonly string[]): readonly Held[] {
  const own = held.filter(({ entry }) => interfaceLanguageOf(entry.language) === language);
  if (wanted.length === 0) return own;
  return own
    .map((one) => ({ one, fits: rank(wanted, one.title, one.text) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits)
    .map(({ one }) => one);
}

function row({ entry, article, plain }: Held, wanted: readonly string[]): Node {
  const words = wordsIn(language);
  const title =
    article === undefined
      ? marked(entry.title, wanted)
      : h("a", { href: `#${entry.slug}` }, marked(entry.title, wanted));
  const text = wanted.length === 0 ? "" : snippet(plain, wanted);
  const day = `${dayInWords(entry.date, words, true)}${article === undefined ? ` · ${fileWords[language].headline}` : ""}`;
  return h(
    "li",
    { lang: entry.language },
    h("h2", null, title),
    text === "" && entry.summary !== "" ? h("p", null, entry.summary) : null,
    text === "" ? null : h("p", null, marked(text, wanted)),
    h("p", { class: "day", lang: language }, day),
  ) as Node;
}

const marked = (text: string, wanted: readonly string[]): readonly (Node | string)[] =>
  nodesOf(split(text, wanted).map((piece, at) => (at % 2 === 1 ? h("mark", null, piece) : piece)));

open().catch(() => say(fileWords[language].broken));
