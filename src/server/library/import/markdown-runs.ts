import type { Image, ImageReference, Nodes, PhrasingContent } from "mdast";
import { blockLimits, isSafeHref, type Run } from "../../../protocol/block.ts";

/** What is looked up and noted while one file is read. */
export interface Notebook {
  readonly addresses: Map<string, { readonly url: string; readonly title?: string }>;
  readonly notes: Map<string, string>;
  /** Clauses about what was left out. */
  readonly remarks: Set<string>;
}

export const createNotebook = (): Notebook => ({
  addresses: new Map(),
  notes: new Map(),
  remarks: new Set(),
});

/** A picture in the middle of a text. */
export interface PicturePiece {
  readonly path: string;
  readonly alt: string;
  readonly caption: string;
}

/** A stretch of text, or a picture. */
export type Piece = { readonly run: Run } | { readonly picture: PicturePiece };

type Look = Pick<Run, "strong" | "emphasis" | "href">;

const longestNote = 10_000;

/** Inline Markdown as runs and pictures, in order; neighbours of one look are one run, the ends are trimmed. */
export function toPieces(nodes: readonly PhrasingContent[], notebook: Notebook): readonly Piece[] {
  const pieces: Piece[] = [];
  addAll(nodes, {}, pieces, notebook);
  return pieces;
}

/** Inline Markdown where no picture may stand: it leaves its description. */
export function toRuns(nodes: readonly PhrasingContent[], notebook: Notebook): readonly Run[] {
  const runs = toPieces(nodes, notebook).map((piece) =>
    "run" in piece ? piece.run : { text: piece.picture.alt },
  );
  return tidy(runs);
}

function addAll(
  nodes: readonly PhrasingContent[],
  look: Look,
  pieces: Piece[],
  notebook: Notebook,
): void {
  for (const node of nodes) add(node, look, pieces, notebook);
}

function add(node: PhrasingContent, look: Look, pieces: Piece[], notebook: Notebook): void {
  const put = (text: string) => pieces.push({ run: { text, ...look } });
  const inside = (more: Look) =>
    "children" in node && addAll(node.children, { ...look, ...more }, pieces, notebook);
  switch (node.type) {
    case "text":
      return void put(node.value.replace(/\s+/g, " "));
    case "inlineCode":
      return void put(node.value);
    case "break":
      return void put("\n");
    case "strong":
      return void inside({ strong: true });
    case "emphasis":
      return void inside({ emphasis: true });
    case "delete":
      return void inside({});
    case "link":
      return void inside(lookOf(node.url, notebook));
    case "linkReference":
      return void inside(lookOf(notebook.addresses.get(node.identifier)?.url ?? "", notebook));
    case "image":
    case "imageReference":
      return void pieces.push({ picture: pictureOf(node, notebook) });
    case "footnoteReference":
      return addNote(notebook.notes.get(node.identifier) ?? "", look, pieces, notebook);
    case "html":
      return;
  }
}

function lookOf(url: string, notebook: Notebook): Look {
  if (isSafeHref(url)) return { href: url };
  notebook.remarks.add(
    `has a link that may not stand there (${clip(url, 60)}); its words stay without it`,
  );
  return {};
}

/** A note stands at the end of the run before it. */
function addNote(text: string, look: Look, pieces: Piece[], notebook: Notebook): void {
  if (text.length > longestNote)
    notebook.remarks.add(`has a footnote longer than ${longestNote} characters; it was cut`);
  const note = text.slice(0, longestNote);
  const before = pieces.at(-1);
  if (note === "") return;
  if (before === undefined || !("run" in before) || before.run.note !== undefined) {
    pieces.push({ run: { text: "", ...look, note } });
  } else pieces[pieces.length - 1] = { run: { ...before.run, note } };
}

function pictureOf(node: Image | ImageReference, notebook: Notebook): PicturePiece {
  const address = node.type === "image" ? node : notebook.addresses.get(node.identifier);
  const alt = (node.alt ?? "").replace(/\s+/g, " ").trim();
  if (alt.length > blockLimits.alt)
    notebook.remarks.add(
      `has a picture's description longer than ${blockLimits.alt} characters; it was cut`,
    );
  return {
    path: address?.url ?? "",
    alt: alt.slice(0, blockLimits.alt),
    caption: (address?.title ?? "").slice(0, 1_000),
  };
}

/** Joins neighbours of one look, drops empty runs, trims both ends. */
export function tidy(runs: readonly Run[]): readonly Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before !== undefined && isOneLook(before, run)) {
      joined[joined.length - 1] = { ...before, ...run, text: before.text + run.text };
    } else if (run.text !== "" || run.note !== undefined) joined.push(run);
  }
  return trimEnds(joined);
}

const isOneLook = (before: Run, run: Run): boolean =>
  before.note === undefined &&
  before.strong === run.strong &&
  before.emphasis === run.emphasis &&
  before.href === run.href;

function trimEnds(runs: readonly Run[]): readonly Run[] {
  const trimmed = runs.map((run, at) => {
    let { text } = run;
    if (at === 0) text = text.trimStart();
    if (at === runs.length - 1) text = text.trimEnd();
    return text === run.text ? run : { ...run, text };
  });
  return trimmed.filter(({ text, note }) => text !== "" || note !== undefined);
}

/** The words of a piece of the tree; HTML says nothing. */
export function textOf(node: Nodes): string {
  if (node.type === "html") return "";
  if ("value" in node) return node.value;
  if (node.type === "break") return "\n";
  if (node.type === "image" || node.type === "imageReference") return node.alt ?? "";
  if (!("children" in node)) return "";
  const between = node.type === "footnoteDefinition" || node.type === "list" ? "\n" : "";
  return node.children.map(textOf).join(between);
}

const clip = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
