import type { ContentFolder } from "../../storage/content-folder.ts";
import { hashOf } from "../hashing.ts";
import { pictureRecipe } from "../pictures.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { MarkdownReader } from "./markdown-reader.ts";
import { readPlainText } from "./plain-text.ts";
import { type ReadSource, sourceLimit } from "./source.ts";

/** Changes when files are read differently: then all are read again. */
const importRecipe = `1 ${pictureRecipe}`;

/** A content file's bytes, or why there are none; and the name under which an unchanged one is known again. */
export interface LoadedFile {
  readonly path: string;
  readonly hash: string;
  readonly content:
    | { readonly ok: true; readonly text: string; readonly changedAt: number }
    | { readonly ok: false; readonly why: string };
}

/** Loads a file. Bytes that are not UTF-8 are a clause, not garbage on a page. */
export async function loadFile(folder: ContentFolder, path: string): Promise<LoadedFile> {
  const file = await folder.read(path, sourceLimit);
  if (!file.ok)
    return {
      path,
      hash: hashOf(`${importRecipe} ${file.why}`),
      content: { ok: false, why: file.why },
    };
  const hash = hashOf(`${importRecipe} ${hashOf(file.bytes)}`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file.bytes);
    return { path, hash, content: { ok: true, text, changedAt: file.changedAt } };
  } catch {
    return { path, hash, content: { ok: false, why: "is not UTF-8 text" } };
  }
}

/** What a loaded file says. Its language, where it has none itself, is that of its first folder. */
export async function readFile(
  { path, content }: LoadedFile,
  markdown: MarkdownReader,
): Promise<ReadSource> {
  if (!content.ok) return content;
  const read = isPlainText(path)
    ? readPlainText(content.text)
    : await readArticle(content.text, markdown);
  if (!read.ok) return read;
  const folder = /^(uk|en)\//.exec(path)?.[1];
  const language = isPlainText(path)
    ? (folder ?? read.source.language)
    : (read.source.language ?? folder);
  return { ok: true, source: { ...read.source, language: language ?? "uk" } };
}

export const isPlainText = (path: string): boolean => path.toLowerCase().endsWith(".txt");

async function readArticle(text: string, markdown: MarkdownReader): Promise<ReadSource> {
  const front = readFrontMatter(text);
  if (!front.ok) return front;
  // What is withdrawn is not read: it may be withdrawn because of what it says.
  const body = front.fields.withdrawn
    ? ({ ok: true, blocks: [], remarks: [] } as const)
    : await markdown.read(front.body);
  if (!body.ok) return body;
  return { ok: true, source: { ...front.fields, body: body.blocks, remarks: body.remarks } };
}
