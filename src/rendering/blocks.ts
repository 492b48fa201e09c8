import { type ComponentChild, h } from "preact";
import type { ArticleMedia } from "../protocol/article.ts";
import type { Block, Cell, Run } from "../protocol/block.ts";
import { routes } from "../protocol/routes.ts";
import { type Notes, renderRuns } from "./inline.ts";
import { PictureView } from "./picture-view.ts";

type ArticleBlock = Block<ArticleMedia>;

const inText = "(min-width: 700px) 640px, calc(100vw - 40px)";

/** A body as vnodes, one for each block. Everything is an element or a text node: there is no way in for markup. */
export const renderBlocks = (blocks: readonly ArticleBlock[], notes: Notes): ComponentChild[] =>
  blocks.map((block) => renderBlock(block, notes));

function renderBlock(block: ArticleBlock, notes: Notes): ComponentChild {
  switch (block.kind) {
    case "paragraph":
      return h("p", null, renderRuns(block.runs, notes));
    case "heading":
      return h(block.level === 2 ? "h2" : "h3", null, renderRuns(block.runs, notes));
    case "list":
      return h(
        block.ordered ? "ol" : "ul",
        null,
        block.items.map((item) => h("li", null, renderItem(item, notes))),
      );
    case "quote":
      return h("blockquote", null, renderBlocks(block.blocks, notes));
    case "figure":
      return renderFigure(block, notes);
    case "audio":
      return renderAudio(block, notes);
    case "table":
      return renderTable(block.head, block.rows, notes);
    case "rule":
      return h("hr", null);
    case "unknown":
      return block.text === "" ? null : h("p", null, block.text);
  }
}

/** An item that is one paragraph stands without one, as people write lists. */
function renderItem(item: readonly ArticleBlock[], notes: Notes): ComponentChild[] {
  const [first, ...rest] = item;
  if (first?.kind !== "paragraph") return renderBlocks(item, notes);
  return [renderRuns(first.runs, notes), renderBlocks(rest, notes)];
}

const caption = (runs: readonly Run[], notes: Notes): ComponentChild =>
  runs.length === 0 ? null : h("figcaption", null, renderRuns(runs, notes));

function renderFigure(
  block: Extract<ArticleBlock, { kind: "figure" }>,
  notes: Notes,
): ComponentChild {
  if (block.media.kind !== "picture") return null;
  return h(
    "figure",
    null,
    h(PictureView, { picture: block.media, alt: block.alt, sizes: inText }),
    caption(block.caption, notes),
  );
}

function renderAudio(
  block: Extract<ArticleBlock, { kind: "audio" }>,
  notes: Notes,
): ComponentChild {
  const { media } = block;
  if (media.kind !== "sound") return null;
  const length = notes.words.seconds(media.length);
  return h(
    "figure",
    { class: "sound" },
    h("audio", {
      controls: true,
      preload: "none",
      src: routes.media(media.hash, media.type),
      "aria-label": `${notes.words.recording}, ${length}`,
    }),
    h(
      "figcaption",
      null,
      block.caption.length > 0 ? renderRuns(block.caption, notes) : notes.words.recording,
      ", ",
      length,
    ),
  );
}

function renderTable(
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  notes: Notes,
): ComponentChild {
  const headRow = h(
    "tr",
    null,
    head.map((cell) => h("th", { scope: "col" }, renderRuns(cell, notes))),
  );
  const bodyRows = rows.map((row) =>
    h(
      "tr",
      null,
      row.map((cell) => h("td", null, renderRuns(cell, notes))),
    ),
  );
  return h(
    "div",
    // A scroller must be reachable by keyboard, and a region needs a name.
    { class: "scroller", role: "region", tabindex: 0, "aria-label": notes.words.table },
    h(
      "table",
      null,
      head.length > 0 ? h("thead", null, headRow) : null,
      h("tbody", null, bodyRows),
    ),
  );
}
