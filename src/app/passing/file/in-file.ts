import type { Article, ArticleMedia, Picture } from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";

/** An article as it can stand in a file: with those pictures alone that the file has, and without recordings. */
export function inFile(article: Article, has: (hash: string) => boolean): Article {
  const { lead, ...rest } = article;
  const picture = <P extends Picture>(one: P): P => ({
    ...one,
    files: one.files.filter(({ hash }) => has(hash)),
  });
  const blocks = (all: readonly Block<ArticleMedia>[]): readonly Block<ArticleMedia>[] =>
    all.map((block): Block<ArticleMedia> => {
      if (block.kind === "list") return { ...block, items: block.items.map(blocks) };
      if (block.kind === "quote") return { ...block, blocks: blocks(block.blocks) };
      if (block.kind === "audio") return { kind: "unknown", text: "" };
      if (block.kind !== "figure" || block.media.kind !== "picture") return block;
      return { ...block, media: picture(block.media) };
    });
  const body = blocks(article.body);
  if (lead === undefined || picture(lead).files.length === 0) return { ...rest, body };
  return { ...rest, lead: picture(lead), body };
}
