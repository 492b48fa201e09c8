import type { ArticleMedia } from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";
import { readMarkdown } from "../import/markdown.ts";

/**
 * docs/privacy as blocks: `{contacts}` on a line of its own becomes the list of them, and the front matter is left
 * out. A picture has no place there. Throws where the text cannot be read: it is our own.
 */
export function privacyBlocks(
  markdown: string,
  contacts: readonly string[],
): readonly Block<ArticleMedia>[] {
  const body = markdown.replaceAll("\r\n", "\n").replace(/^---\n[\s\S]*?\n---\n/, "");
  const read = readMarkdown(body);
  if (!read.ok) throw new Error(`The privacy page ${read.why}`);
  return read.blocks.flatMap((block) => withoutPictures(block, contacts));
}

function withoutPictures(
  block: Block<string>,
  contacts: readonly string[],
): readonly Block<ArticleMedia>[] {
  switch (block.kind) {
    case "figure":
    case "audio":
      return [];
    case "quote":
      return [
        { kind: "quote", blocks: block.blocks.flatMap((one) => withoutPictures(one, contacts)) },
      ];
    case "list": {
      const items = block.items.map((item) =>
        item.flatMap((one) => withoutPictures(one, contacts)),
      );
      return [{ ...block, items }];
    }
    case "paragraph":
      return block.runs.map(({ text }) => text).join("") === "{contacts}"
        ? [contactList(contacts)]
        : [block];
    default:
      return [block];
  }
}

function contactList(contacts: readonly string[]): Block<ArticleMedia> {
  const items = contacts.map((text): readonly Block<ArticleMedia>[] => {
    const href = hrefOf(text);
    return [{ kind: "paragraph", runs: [href === undefined ? { text } : { text, href }] }];
  });
  return { kind: "list", ordered: false, items };
}

/** A contact that is an address through and through can be touched. */
function hrefOf(contact: string): string | undefined {
  if (/^https:\/\/\S+$/.test(contact)) return contact;
  if (/^[^\s@:]+@[^\s@]+\.[^\s@]+$/.test(contact)) return `mailto:${contact}`;
  return /^\+?[\d\s()-]{7,20}$/.test(contact) ? `tel:${contact.replace(/[^\d+]/g, "")}` : undefined;
}
