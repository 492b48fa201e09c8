import type { BlobId, Manifest } from "./intake.ts";

/** A run of bytes in a story file: from `from`, `bytes` long. */
export interface Stretch {
  readonly from: number;
  readonly bytes: number;
}

/**
 * Where everything lies in a story file. It is what travels in `PUT /intake/stories/{id}` (manifest line, newline, sealed
 * text), and behind that the sealed attachments, one after another: the manifest tells all lengths and hashes, so that
 * nothing else is needed, and the same story always has the same bytes.
 */
export interface StoryFileLayout {
  readonly text: Stretch;
  readonly parts: readonly (Stretch & { readonly id: BlobId })[];
  /** Of the whole file. */
  readonly bytes: number;
}

/** The layout behind a manifest line of `line` bytes (without its newline). */
export function layOutStoryFile(manifest: Manifest, line: number): StoryFileLayout {
  let from = line + 1;
  const next = (bytes: number): Stretch => {
    const stretch = { from, bytes };
    from += bytes;
    return stretch;
  };
  const text = next(manifest.text.bytes);
  const parts = manifest.parts.map(({ id, bytes }) => ({ id, ...next(bytes) }));
  return { text, parts, bytes: from };
}
