import { type ComponentChild, h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Article, ArticleMedia, Picture } from "../../../protocol/article.ts";
import { type Block, type Cell, isSafeHref, type Run } from "../../../protocol/block.ts";
import { routes } from "../../../protocol/routes.ts";
import { interfaceLanguageOf } from "../../../protocol/language.ts";
import type { PageWords } from "../../../rendering/words.ts";
import { wordsIn } from "../../../rendering/words-in.ts";

/** What is needed while a body is written. */
interface Writing {
  readonly origin: string;
  readonly words: PageWords;
  readonly notes: string[];
}

type Blocks = readonly Block<ArticleMedia>[];

/**
 * An article's whole text as HTML for feed readers: plain elements, whole addresses, no class, no style, no script, a
 * content warning before everything else. It is drawn from the blocks, so there is no way in for markup.
 */
export function cleanHtml(article: Article, origin: string): string {
  const words = wordsIn(interfaceLanguageOf(article.language));
  const writing: Writing = { origin, words, notes: [] };
  const body = renderBlocks(article.body, writing);
  const parts = [
    article.warning === undefined
      ? null
      : h("p", null, h("strong", null, words.warning), ` ${article.warning}`),
    article.lead === undefined
      ? null
      : figure(article.lead, article.lead.alt, article.lead.caption ?? null, origin),
    ...body,
    ...corrections(article, words),
    ...notes(writing),
  ];
  return parts
    .map((part) => renderToString(h("div", null, part)).slice(5, -6))
    .join("\n")
    .trim();
}

const renderBlocks = (blocks: Blocks, writing: Writing): ComponentChild[] =>
  blocks.map((block) => renderBlock(block, writing));

function renderBlock(block: Block<ArticleMedia>, writing: Writing): ComponentChild {
  switch (block.kind) {
    case "paragraph":
      return h("p", null, runs(block.runs, writing));
    case "heading":
      return h(block.level === 2 ? "h2" : "h3", null, runs(block.runs, writing));
    case "list": {
      const items = block.items.map((item) => h("li", null, renderBlocks(item, writing)));
      return h(block.ordered ? "ol" : "ul", null, items);
    }
    case "quote":
      return h("blockquote", null, renderBlocks(block.blocks, writing));
    case "figure": {
      const caption = block.caption.length === 0 ? null : runs(block.caption, writing);
      return block.media.kind === "picture"
        ? figure(block.media, block.alt, caption, writing.origin)
        : null;
    }
    case "audio":
      return block.media.kind === "sound"
        ? h("audio", {
            controls: true,
            preload: "none",
            src: writing.origin + routes.media(block.media.hash, block.media.type),
          })
        : null;
    case "table":
      return table(block.head, block.rows, writing);
    case "rule":
      return h("hr", null);
    case "unknown":
      return block.text === "" ? null : h("p", null, block.text);
  }
}

function runs(all: readonly Run[], writing: Writing): ComponentChild[] {
  return all.map(({ text, strong, emphasis, href, note }) => {
    let child: ComponentChild = text;
    if (emphasis) child = h("em", null, child);
    if (strong) child = h("strong", null, child);
    const address =
      href !== undefined && isSafeHref(href) ? whole(href, writing.origin) : undefined;
    if (address !== undefined) child = h("a", { href: address }, child);
    return [child, note === undefined ? null : h("sup", null, `[${writing.notes.push(note)}]`)];
  });
}

/** An address that means the same wherever the text is read; a place on the page means nothing there. */
const whole = (href: string, origin: string): string | undefined =>
  href.startsWith("#") ? undefined : href.startsWith("/") ? origin + href : href;

function figure(
  picture: Picture,
  alt: string,
  caption: ComponentChild,
  origin: string,
): ComponentChild {
  const file = widestJpeg(picture);
  if (file === undefined) return null;
  const { width, height } = file;
  const src = origin + routes.media(file.hash, file.type);
  return h(
    "figure",
    null,
    h("img", { src, alt, width, height }),
    caption === null ? null : h("figcaption", null, caption),
  );
}

/** The file of a picture that every reader shows. */
export const widestJpeg = (picture: Picture): Picture["files"][number] | undefined =>
  picture.files
    .filter(({ type }) => type === "jpg")
    .toSorted((one, other) => other.width - one.width)[0];

function table(
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  writing: Writing,
): ComponentChild {
  const row = (tag: "th" | "td", cells: readonly Cell[]) =>
    h(
      "tr",
      null,
      cells.map((cell) => h(tag, null, runs(cell, writing))),
    );
  return h(
    "table",
    null,
    head.length === 0 ? null : h("thead", null, row("th", head)),
    h(
      "tbody",
      null,
      rows.map((cells) => row("td", cells)),
    ),
  );
}

function corrections({ corrections: all }: Article, words: PageWords): ComponentChild[] {
  if (all.length === 0) return [];
  const items = all.map(({ date, text }) => h("li", null, `${date}: ${text}`));
  return [h("h2", null, words.corrections), h("ul", null, items)];
}

function notes({ notes: texts, words }: Writing): ComponentChild[] {
  if (texts.length === 0) return [];
  const items = texts.map((text) => h("li", null, text));
  return [h("h2", null, words.notes), h("ol", null, items)];
}
