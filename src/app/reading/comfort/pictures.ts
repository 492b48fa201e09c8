import type { Article, ArticleMedia, Picture } from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";

/** A picture of an article with what is said of it. */
export interface Shown {
  readonly picture: Picture;
  readonly alt: string;
  readonly caption: string;
}

/** Every picture of an article in the order in which they stand on its page. */
export function picturesIn({ lead, body }: Pick<Article, "lead" | "body">): readonly Shown[] {
  const first =
    lead === undefined ? [] : [{ picture: lead, alt: lead.alt, caption: lead.caption ?? "" }];
  return [...first, ...body.flatMap(shownIn)].filter(({ picture }) => picture.files.length > 0);
}

function shownIn(block: Block<ArticleMedia>): readonly Shown[] {
  switch (block.kind) {
    case "figure": {
      const { media, alt, caption } = block;
      return media.kind === "picture"
        ? [{ picture: media, alt, caption: caption.map(({ text }) => text).join("") }]
        : [];
    }
    case "quote":
      return block.blocks.flatMap(shownIn);
    case "list":
      return block.items.flat().flatMap(shownIn);
    default:
      return [];
  }
}
