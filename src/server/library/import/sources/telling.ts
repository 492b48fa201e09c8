import type { SourceRecord } from "../../../storage/source-storage.ts";
import type { Taken } from "./taking.ts";

/** How a look at a source ended, in a line. */
export function summaryOf(taken: Taken): string {
  if (!taken.ok) return taken.messages[0] ?? "cannot be read.";
  if (taken.isUnchanged) return "nothing has changed (it answered 304).";
  const { added, changed, kept, takenDown, unlisted, refused } = taken;
  const parts = [
    `${added} new`,
    `${changed} changed`,
    `${kept} as they were`,
    ...(takenDown > 0 ? [`${takenDown} taken down`] : []),
    ...(unlisted > 0 ? [`${unlisted} not there any more`] : []),
    `${refused} refused`,
  ];
  return `${parts.join(", ")}.`;
}

/** What an operator reads about a look: the line, then a sentence for each thing that needs somebody. */
export function tellTaken(taken: Taken): readonly string[] {
  const { source, messages, ok } = taken;
  const kind = source.kind === undefined ? "" : ` (${source.kind})`;
  return [`${source.id}${kind}: ${summaryOf(taken)}`, ...(ok ? messages : messages.slice(1))];
}

/** A source in the list of sources. */
export function tellSource(source: SourceRecord, articles: number): readonly string[] {
  const {
    id,
    kind = "not read yet",
    title,
    options,
    failures,
    outcome,
    checkedAt,
    nextAt,
  } = source;
  const every = options.minutes === undefined ? "taken once" : `every ${options.minutes} minutes`;
  const lines = [
    `${id}`,
    `  ${kind}${title === undefined ? "" : `, «${title}»`}: ${articles} articles, ${every}${options.allowPrivate ? ", private host" : ""}`,
  ];
  if (outcome !== undefined && checkedAt !== undefined)
    lines.push(`  ${momentOf(checkedAt)}: ${outcome}`);
  if (failures > 0) lines.push(`  failed ${failures} times in a row`);
  if (nextAt !== undefined) lines.push(`  next look: ${momentOf(nextAt)}`);
  return lines;
}

const momentOf = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
