import { type ComponentChild, h, type JSX, options } from "preact";
import { renderToString } from "preact-render-to-string";
import { hashOf } from "../../../device/hashing.ts";
import {
  packBlock,
  pictureBlock,
  pictureLine,
  sealLine,
} from "../../../device/passed-on-layout.ts";
import { gzip, toBase64 } from "../../../device/packing.ts";
import type { Gathered } from "../../../device/passing-on.ts";
import type { Rest } from "../../../device/words-once.ts";
import type { Article } from "../../../protocol/article.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { ArticleView } from "../../../rendering/article-view.ts";
import { dayInWords } from "../../../rendering/dates.ts";
import type { PageWords } from "../../../rendering/words.ts";
import { inFile } from "./in-file.ts";
import { fileWords } from "./words.ts";

/** What is the same in every file of one app. */
export interface FileFrame {
  /** The newsroom's name. */
  readonly name: string;
  /** Where the newsroom is, `https://…`. */
  readonly origin: string;
  readonly words: PageWords;
  readonly style: string;
  /** The script of a file that has more articles than can stand in it as they are. */
  readonly reader: string;
}

/**
 * The file as HTML, in the order: what it is, the articles (or the word that they need a browser), how to take them in,
 * the packed lines with their signatures, the check sum. It asks for nothing: its own policy forbids every request.
 */
export async function fileHtml(gathered: Gathered, frame: FileFrame, rest: Rest): Promise<Blob> {
  const { articles, packs, pictures, kind } = gathered;
  const isReadable = articles.length > 0;
  const parts = [
    await headOf(gathered, frame, isReadable),
    "<body>\n",
    topOf(gathered, frame),
    "\n",
  ];
  if (isReadable) parts.push("<main>\n");
  else parts.push(`<main tabindex="-1" data-old="${fileWords[languageOf(frame)].tooOld}">\n`);
  if (isReadable) parts.push(...(await readable(gathered, frame, rest)));
  else parts.push(renderToString(h("p", null, fileWords[languageOf(frame)].toRead)), "\n");
  parts.push("</main>\n", footOf(frame), "\n");
  for (const packed of packs) parts.push(packBlock(kind, packed));
  if (!isReadable) {
    parts.push(pictureBlock(pictures.map(({ hash, address }) => pictureLine(hash, address))));
    const reader = await gzip(new TextEncoder().encode(frame.reader), rest);
    parts.push(`<script type="text/plain" id="reader">${await toBase64(reader, rest)}</script>\n`);
    parts.push(`<script>${starter}</script>\n`);
  }
  parts.push("</body>\n</html>\n");
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return new Blob([bytes, await sealLine(bytes)], { type: "text/html" });
}

/** Unpacks the reader and runs it: the page's policy names both by their hashes. Below its floor a browser is told so. */
const starter = `(async () => {
const main = document.querySelector("main");
try {
const letters = atob(document.querySelector("#reader").textContent);
const bytes = Uint8Array.from(letters, (one) => one.charCodeAt(0));
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
const script = document.createElement("script");
script.textContent = await new Response(stream).text();
document.body.append(script);
} catch { main.textContent = main.dataset.old; }
})()`;

const languageOf = ({ words }: FileFrame): InterfaceLanguage => words.language;

/** What a policy names inline scripts and styles by: SHA-256 in plain base64. */
async function sourceOf(text: string): Promise<string> {
  const hash = await hashOf(new TextEncoder().encode(text));
  return `'sha256-${hash.replaceAll("-", "+").replaceAll("_", "/")}='`;
}

async function headOf(gathered: Gathered, frame: FileFrame, isReadable: boolean): Promise<string> {
  const script = isReadable
    ? ""
    : `; script-src ${await sourceOf(starter)} ${await sourceOf(frame.reader)}`;
  const policy = `default-src 'none'; img-src data:; style-src ${await sourceOf(frame.style)}${script}; base-uri 'none'; form-action 'none'`;
  const tags: readonly JSX.Element[] = [
    h("meta", { charset: "utf-8" }),
    h("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "referrer", content: "no-referrer" }),
    h("title", null, `${frame.name}, ${dayOf(gathered, frame)}`),
  ];
  return `<!doctype html>\n<html lang="${languageOf(frame)}">\n<head>\n${tags.map((tag) => renderToString(tag)).join("\n")}\n<style>${frame.style}</style>\n</head>\n`;
}

const dayOf = ({ publishedAt }: Gathered, { words }: FileFrame): string =>
  dayInWords(publishedAt.slice(0, 10), words, true);

function topOf(gathered: Gathered, frame: FileFrame): string {
  const words = fileWords[languageOf(frame)];
  const what = `${words.articles(gathered.texts)}. ${words.newsAsOf(dayOf(gathered, frame))}`;
  return renderToString(
    h(
      "header",
      { class: "file" },
      h(gathered.articles.length > 0 ? "p" : "h1", { class: "name" }, frame.name),
      h("p", null, what),
    ),
  );
}

function footOf({ name, origin, words }: FileFrame): string {
  return renderToString(
    h(
      "footer",
      { class: "keep" },
      h("p", null, fileWords[words.language].toKeep(name)),
      h("p", null, h("a", { id: "home", href: origin }, origin)),
    ),
  );
}

/** Each article as its page shows it, readable where no script runs; several have their titles in front. */
async function readable(
  { articles, pictures }: Gathered,
  frame: FileFrame,
  rest: Rest,
): Promise<readonly string[]> {
  const addresses = new Map(pictures.map(({ hash, address }) => [hash, address]));
  const parts: string[] = [];
  if (articles.length > 1) parts.push(renderToString(contents(articles, frame)), "\n");
  for (const [at, article] of articles.entries()) {
    await rest();
    const shown = inFile(article, (hash) => addresses.has(hash));
    const view = h(
      "div",
      { id: `a${at + 1}` },
      h(ArticleView, { article: shown, words: frame.words }),
    );
    parts.push(renderedForFile(view, addresses, frame.origin, `a${at + 1}-`), "\n");
  }
  return parts;
}

function contents(articles: readonly Article[], { words }: FileFrame): JSX.Element {
  const rows = articles.map(({ title, language }, at): ComponentChild =>
    h("li", null, h("a", { href: `#a${at + 1}`, lang: language }, title)),
  );
  const label = fileWords[words.language].contents;
  return h(
    "nav",
    { class: "inside", "aria-label": label },
    h("h2", null, label),
    h("ul", null, rows),
  );
}

type Props = Record<string, unknown>;

/** Renders with pictures as `data:` addresses, paths of the newsroom with its origin, and ids of this article alone. */
function renderedForFile(
  node: JSX.Element,
  addresses: ReadonlyMap<string, string>,
  origin: string,
  prefix: string,
): string {
  const before = options.vnode;
  options.vnode = (vnode) => {
    if (typeof vnode.type === "string") changeFor(vnode.type, vnode.props as Props);
    before?.(vnode);
  };
  const changeFor = (type: string, props: Props): void => {
    const { href, id, src } = props;
    if (type === "img") {
      Object.assign(props, { srcset: undefined, sizes: undefined, loading: undefined });
      props["src"] = addresses.get(/[\w-]{43}/.exec(String(src))?.[0] ?? "");
    }
    if (typeof href === "string" && href.startsWith("#note"))
      props["href"] = `#${prefix}${href.slice(1)}`;
    if (typeof href === "string" && href.startsWith("/")) props["href"] = origin + href;
    if (typeof id === "string" && id.startsWith("note")) props["id"] = prefix + id;
  };
  try {
    return renderToString(node);
  } finally {
    if (before === undefined) delete options.vnode;
    else options.vnode = before;
  }
}
