import {
  type Article,
  type ArticleMedia,
  type Slug,
  parseArticle,
} from "../../protocol/article.ts";
import type { Block } from "../../protocol/block.ts";
import { checklist } from "../../protocol/checklist.ts";
import { type StoryId, readStoryId } from "../../protocol/intake.ts";
import {
  parsing,
  readBoolean,
  readCount,
  readList,
  readObject,
  readString,
} from "../../protocol/parsing.ts";
import type { DeskRefusal } from "./refusing.ts";

/** What an editor vouches for: the server cannot see the terms, which are sealed. */
export interface Attestation {
  readonly termsAllow: boolean;
  /** The lines of {@link checklist} that are ticked. */
  readonly checklist: readonly string[];
  /** A second editor has read it: needed where the author is under 18 or the story could harm someone. */
  readonly secondEditor: boolean;
}

/** A request to publish; `article` is still unread and has neither slug nor day. */
export interface PublishRequest {
  readonly story: StoryId;
  readonly article: object;
  readonly attestation: Attestation;
  /** How many of the author's notes the editor has seen: one that came meanwhile may forbid it. */
  readonly notes: number;
}

/** A request out of something unknown. Never throws. */
export const parsePublishRequest = parsing<PublishRequest>(
  readObject({
    story: readStoryId,
    article: (input) => (typeof input === "object" && input !== null ? input : {}),
    attestation: readObject({
      termsAllow: readBoolean,
      checklist: readList(readString(40), 40),
      secondEditor: readBoolean,
    }),
    notes: readCount(0),
  }),
  "request",
);

export type CheckedArticle =
  | { readonly ok: true; readonly article: Article }
  | { readonly ok: false; readonly code: DeskRefusal; readonly why: string };

/** The article as it will be published, or why it will not be. The slug and the day are the server's. */
export function checkArticle(request: PublishRequest, slug: Slug, date: string): CheckedArticle {
  const { attestation } = request;
  if (!attestation.termsAllow)
    return { ok: false, code: "not-attested", why: "nobody vouched for the terms" };
  const open = checklist.find((line) => !attestation.checklist.includes(line));
  if (open !== undefined) return { ok: false, code: "not-attested", why: `the checklist: ${open}` };
  const parsed = parseArticle({ ...request.article, format: 1, corrections: [], slug, date });
  if (!parsed.ok) return { ok: false, code: "malformed", why: parsed.why };
  if (parsed.value.title.trim() === "")
    return { ok: false, code: "malformed", why: "article: no title" };
  if (!isDescribed(parsed.value))
    return { ok: false, code: "no-alt", why: "a picture without a description" };
  return { ok: true, article: parsed.value };
}

/** True where every picture says in words what it shows. */
export const isDescribed = (article: Article): boolean =>
  (article.lead === undefined || article.lead.alt.trim() !== "") &&
  figuresIn(article.body).every(({ alt }) => alt.trim() !== "");

type Figure = Extract<Block<ArticleMedia>, { kind: "figure" }>;

function figuresIn(blocks: readonly Block<ArticleMedia>[]): readonly Figure[] {
  return blocks.flatMap((block) => {
    if (block.kind === "figure") return [block];
    if (block.kind === "quote") return figuresIn(block.blocks);
    return block.kind === "list" ? block.items.flatMap(figuresIn) : [];
  });
}
