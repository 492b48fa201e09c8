import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReadableStream } from "node:stream/web";
import { fromBase64url } from "../../protocol/bytes.ts";
import { receiptCode } from "../../protocol/intake.ts";
import { parseNoteFile } from "../../protocol/note.ts";
import type { NewsroomStorage } from "../storage/newsroom-storage.ts";
import type { Inbox, SealedStory } from "./inbox.ts";
import { exportGuide } from "./export-guide.ts";
import { dayOf } from "./signing-in.ts";

/** Where the sealed bytes come from. */
export interface ExportSource {
  readonly inbox: Inbox;
  readonly storage: NewsroomStorage;
}

/** What was written, and the attachments that have not come yet. */
export interface Exported {
  readonly stories: number;
  readonly missingParts: number;
}

/**
 * Writes every story that is here, sealed as it came, into `folder`: for each a folder named by its receipt and id
 * with `text.age`, `part-N.age` and `manifest.json`, and once a guide on opening them with the stock `age` program.
 * Files are readable by their owner alone. Running it again writes the same again.
 */
export async function exportStories(
  source: ExportSource,
  folder: string,
  now: Date,
): Promise<Exported> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "README.txt"), exportGuide, privately);
  let stories = 0;
  let missingParts = 0;
  for (const story of await source.inbox.list()) {
    const missing = await exportStory(source, folder, story);
    if (missing === undefined) continue;
    stories += 1;
    missingParts += missing;
    await source.storage.note({ day: dayOf(now), action: "exported", subject: story.id });
  }
  return { stories, missingParts };
}

const privately = { mode: 0o600 } as const;

/** How many parts were not there; undefined where the story's text is not here any more. */
async function exportStory(
  source: ExportSource,
  folder: string,
  story: SealedStory,
): Promise<number | undefined> {
  const text = await source.inbox.findText(story.id);
  const manifest = await source.inbox.findManifest(story.id);
  if (text === undefined || manifest === undefined) return undefined;
  const code = receiptCode(fromBase64url(story.manifestHash) ?? new Uint8Array(32), "en");
  const place = join(folder, `${code} ${story.id}`);
  await mkdir(place, { recursive: true, mode: 0o700 });
  await writeFile(join(place, "manifest.json"), manifest, privately);
  await writeFile(join(place, "text.age"), text, privately);
  await exportNotes(source, place, story);
  let missing = 0;
  for (const [index, part] of story.parts.entries()) {
    const bytes = part.held ? await source.inbox.readPart(story.id, part.id) : undefined;
    if (bytes === undefined) missing += 1;
    else await writeStream(join(place, `part-${index + 1}.age`), bytes);
  }
  return missing;
}

/** What the author said later: a story's terms may be others by now. Opened like the text. */
async function exportNotes(
  { inbox }: ExportSource,
  place: string,
  { id }: SealedStory,
): Promise<void> {
  for (const [index, { file }] of (await inbox.listNotes(id)).entries()) {
    const note = parseNoteFile(Uint8Array.from(file));
    if (note.ok)
      await writeFile(join(place, `note-${index + 1}.age`), note.value.sealed, privately);
  }
}

async function writeStream(path: string, bytes: ReadableStream<Uint8Array>): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    for await (const chunk of bytes) await file.write(chunk);
  } finally {
    await file.close();
  }
}
