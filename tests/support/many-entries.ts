// A library of thousands on a phone, without the hour that their publishing would take.
import type { EntryRecord } from "../../src/device/database.ts";
import { recordOf, storedEntry } from "../../src/device/entries.ts";
import type { ArticleId, Slug, WorkId } from "../../src/protocol/article.ts";
import type { AnyPage } from "./browsers/any-page.ts";
import { anId } from "./device.ts";
import { storedIn } from "./phone-storage.ts";

const atOnce = 250;

/** Puts `count` more Ukrainian articles beside those that are on the phone, older, all with their text and picture. */
export async function addEntries(page: AnyPage, count: number): Promise<void> {
  const held = await storedIn<EntryRecord>(page, "entries");
  const pattern = held.find((record) => storedEntry(record).language === "uk");
  if (pattern === undefined) throw new Error("There is no entry to follow");
  for (let from = 0; from < count; from += atOnce) {
    const records = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) =>
      oneLike(pattern, from + index),
    );
    await page.read(`new Promise((resolve, reject) => {
      const open = indexedDB.open("soniakh");
      open.onerror = () => reject(open.error);
      open.onsuccess = () => {
        const writing = open.result.transaction("entries", "readwrite");
        for (const record of ${JSON.stringify(records)}) writing.objectStore("entries").put(record);
        writing.oncomplete = () => { open.result.close(); resolve(true); };
        writing.onabort = () => reject(writing.error);
      };
    })`);
  }
}

function oneLike(pattern: EntryRecord, number: number): EntryRecord {
  const day = new Date(Date.UTC(2020, 0, 1) - number * 86_400_000).toISOString().slice(0, 10);
  const id = anId(1_000_000 + number);
  const entry = {
    ...storedEntry(pattern),
    id: id as string as ArticleId,
    work: id as string as WorkId,
    slug: `davnia-${number}` as Slug,
    title: `Давня стаття номер ${number}, про яку ще пам’ятають`,
    date: day,
  };
  const line = JSON.stringify(entry);
  return recordOf(entry, { line, kept: false, listed: true, stored: pattern.stored });
}
