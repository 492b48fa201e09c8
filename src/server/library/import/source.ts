import type { Provenance } from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";

/** What a content file says, before it has an id, an address and its pictures. */
export interface Source {
  readonly title: string;
  readonly summary: string;
  /** Absent in plain texts. */
  readonly date?: string;
  readonly updatedAt?: string;
  readonly slug?: string;
  readonly language?: string;
  /** A name that translations share. */
  readonly work?: string;
  readonly provenance: Provenance;
  readonly verified?: string;
  readonly warning?: string;
  readonly tags: readonly string[];
  readonly byline?: string;
  readonly picture?: { readonly path: string; readonly alt: string; readonly caption?: string };
  readonly corrections: readonly { readonly date: string; readonly text: string }[];
  readonly withdrawn: boolean;
  /** Figures name their picture by its path, as the file writes it. */
  readonly body: readonly Block<string>[];
  /** Clauses about what was left out. */
  readonly remarks: readonly string[];
}

/** A content file that was read, or one clause that says what is wrong with it. */
export type ReadSource =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly why: string };

/** A content file's largest size in bytes: some 500,000 letters of Cyrillic, a thick book. */
export const sourceLimit = 1_000_000;
