import type { ArticleMedia } from "../../protocol/article.ts";
import type { Block, Run } from "../../protocol/block.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import english from "../../../docs/privacy/en.md?raw";
import ukrainian from "../../../docs/privacy/uk.md?raw";

type Body = readonly Block<ArticleMedia>[];

const texts: Readonly<Record<InterfaceLanguage, string>> = { uk: ukrainian, en: english };

/** Our own privacy page as blocks, with the newsroom's contacts where the text leaves a place for them. */
export function privacyText(language: InterfaceLanguage, contacts: readonly string[]): Body {
  const lines = contacts.map((contact) => `- ${contact}`).join("\n");
  return parsePlainMarkdown(texts[language].replace("{contacts}", () => lines));
}

/**
 * The little Markdown that docs/privacy keeps to: front matter, `##` headings, paragraphs, `-` lists, tables,
 * **strong**, [links](address). The server reads the same files with a whole parser; a test holds the two together.
 */
export function parsePlainMarkdown(text: string): Body {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, "");
  return body
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parsePart);
}

function parsePart(part: string): Block<ArticleMedia> {
  const heading = /^(#{2,3}) (.*)$/.exec(part);
  if (heading)
    return { kind: "heading", level: heading[1] === "##" ? 2 : 3, runs: parseRuns(heading[2]!) };
  if (part.startsWith("|")) return parseTable(part);
  if (!part.startsWith("- ")) return { kind: "paragraph", runs: parseRuns(part) };
  const items = part.slice(2).split(/\n- /);
  return {
    kind: "list",
    ordered: false,
    items: items.map((item) => [{ kind: "paragraph", runs: parseRuns(item) }]),
  };
}

function parseTable(part: string): Block<ArticleMedia> {
  const [head = [], , ...rows] = part.split("\n").map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => parseRuns(cell.trim())),
  );
  return { kind: "table", head, rows };
}

function parseRuns(text: string): readonly Run[] {
  const pieces = text.replaceAll(/\s*\n\s*/g, " ").split(/(\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/);
  return pieces
    .filter((piece) => piece !== "")
    .map((piece): Run => {
      const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(piece);
      if (link) return { text: link[1]!, href: link[2]! };
      return piece.startsWith("**") ? { text: piece.slice(2, -2), strong: true } : { text: piece };
    });
}
