import { checklist, type ChecklistLine } from "../protocol/checklist.ts";
import type { InboxLine } from "./inbox-line.ts";
import { type Manuscript, printedPhotos, printedSounds } from "./composing.ts";
import type { Ban, Permission } from "./permission.ts";

/** What still stands between a story and print. */
export type Obstacle =
  | Ban
  | { readonly kind: "decided"; readonly state: "declined" | "withdrawn" }
  | { readonly kind: "title" | "empty" | "unticked" | "second-editor" | "language" }
  | { readonly kind: "photo-not-ready" | "alt"; readonly photo: number }
  | { readonly kind: "sound-not-ready"; readonly sound: number };

/** What an editor has ticked. The line on descriptions ticks itself. */
export interface Ticks {
  readonly lines: ReadonlySet<ChecklistLine>;
  readonly secondEditor: boolean;
}

/** The lines that are true now: those ticked by hand, and `alt` where every printed photo is described. */
export function tickedLines(
  manuscript: Manuscript,
  permission: Permission,
  ticks: Ticks,
): readonly ChecklistLine[] {
  const described = printedPhotos(manuscript.pieces, permission).every(
    ({ alt }) => alt.trim() !== "",
  );
  return checklist.filter((line) => (line === "alt" ? described : ticks.lines.has(line)));
}

/** Every reason why a story cannot be published yet, the author's terms first. Empty: it may be. */
export function obstaclesOf(
  state: InboxLine["state"],
  manuscript: Manuscript,
  permission: Permission,
  ticks: Ticks,
  shown: ReadonlySet<number>,
  heard: ReadonlySet<number> = new Set(),
): readonly Obstacle[] {
  const found: Obstacle[] = [];
  if (state === "declined" || state === "withdrawn") found.push({ kind: "decided", state });
  if (permission.ban !== undefined) found.push(permission.ban);
  if (manuscript.title.trim() === "") found.push({ kind: "title" });
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(manuscript.language))
    found.push({ kind: "language" });
  const printed = printedPhotos(manuscript.pieces, permission);
  const spoken = printedSounds(manuscript.pieces, permission);
  if (!hasText(manuscript) && printed.length + spoken.length === 0) found.push({ kind: "empty" });
  for (const { photo, alt } of printed) {
    if (!shown.has(photo)) found.push({ kind: "photo-not-ready", photo });
    else if (alt.trim() === "") found.push({ kind: "alt", photo });
  }
  for (const { sound } of spoken)
    if (!heard.has(sound)) found.push({ kind: "sound-not-ready", sound });
  if (
    tickedLines(manuscript, permission, ticks).filter((line) => line !== "alt").length <
    checklist.length - 1
  ) {
    found.push({ kind: "unticked" });
  }
  if (permission.secondEditor && !ticks.secondEditor) found.push({ kind: "second-editor" });
  return found;
}

const hasText = ({ pieces }: Manuscript): boolean =>
  pieces.some((piece) => piece.kind === "text" && piece.text.trim() !== "");
