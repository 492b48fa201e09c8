// W7: a start with much on the phone, until the list is on the screen.
import type { StoryId } from "../../src/protocol/intake.ts";
import { openPhone, aDraftOf, textOf, type BenchPhone } from "./phone.ts";
import { PouchDB } from "./peers.mjs";
import { rxDrafts } from "./typing.ts";

export const kept = { drafts: 200, waiting: 500 } as const;
const megabyte = 1_048_576;

/** A draft of a few pages in each store, a story of 2 KB for each that waits, and the media beside it in pieces of 1 MiB. */
export async function fillOurs(megabytes: number): Promise<void> {
  const phone = await openPhone();
  for (let n = 0; n < kept.drafts; n += 1) await (await aDraftOf(phone, 8_192)).close();
  const first = await aDraftOf(phone, 2_048);
  const ids: StoryId[] = [];
  for (let n = 0; n < kept.waiting; n += 1) ids.push(await phone.put(first));
  await phone.drafts.destroy(first.id);
  for (let n = 0; n < megabytes; n += 1) {
    const bytes = someBytes();
    await phone.store.transact(["parts"], "readwrite", async (transaction) => {
      for (let chunk = 0; chunk < 4; chunk += 1) {
        const piece = bytes.slice(chunk * (megabyte / 4), (chunk + 1) * (megabyte / 4));
        const story = ids[n % ids.length] ?? "";
        await transaction
          .objectStore("parts")
          .put({ story, part: n + 1, chunk, bytes: piece.buffer });
      }
    });
  }
}

function someBytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(megabyte);
  for (let at = 0; at < bytes.length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

const documents = (media: (n: number) => object, megabytes: number): readonly object[] => [
  ...Array.from({ length: kept.drafts }, (_, n) => ({ kind: "draft", n, text: textOf(8_192) })),
  ...Array.from({ length: kept.waiting }, (_, n) => ({
    kind: "waiting",
    n,
    text: textOf(2_048),
    ...(n < megabytes && media(n)),
  })),
];

/** Media are attachments of the documents, as its documentation says. */
export async function fillPouch(megabytes: number): Promise<void> {
  const pouch = new PouchDB("start-pouch");
  const media = () => ({
    _attachments: {
      photo: { content_type: "image/jpeg", data: new Blob([someBytes()], { type: "image/jpeg" }) },
    },
  });
  for (const [n, document] of documents(media, megabytes).entries())
    await pouch.put({ _id: `d${n}`, ...document });
  await pouch.close();
}

/** Its free storage keeps no binary attachments: media are base64 in documents of their own kind, which the list does not ask for. */
export async function fillRx(megabytes: number): Promise<void> {
  const drafts = await rxDrafts("start-rx");
  const all = documents(() => ({}), 0).map((document, n) => {
    const { n: _number, ...rest } = document as { n: number };
    return { id: `d${n}`, ...rest };
  });
  await drafts.bulkInsert(all);
  const text = btoa(String.fromCharCode(...someBytes().subarray(0, 60_000)));
  for (let n = 0; n < megabytes; n += 1)
    await drafts.insert({ id: `m${n}`, kind: "media", text: text.repeat(13) });
}

interface Listed {
  readonly title: string;
}

/** Ours, as the list of stories reads it: decrypted, newest first. */
export async function startOurs(): Promise<number> {
  const phone: BenchPhone = await openPhone();
  const [drafts, waiting] = [await phone.drafts.list(), await phone.outbox.list()];
  if (drafts.length !== kept.drafts || waiting.length !== kept.waiting)
    throw new Error(`${drafts.length} drafts, ${waiting.length} waiting`);
  return show([
    ...drafts.map(({ firstWords }) => ({ title: firstWords })),
    ...waiting.map(({ own }) => ({ title: own?.title ?? "" })),
  ]);
}

export async function startPouch(): Promise<number> {
  const pouch = new PouchDB("start-pouch");
  const { rows } = await pouch.allDocs({ include_docs: true });
  return show(rows.map(({ doc }) => titled(doc)));
}

export async function startRx(): Promise<number> {
  const drafts = await rxDrafts("start-rx");
  const some = await drafts.find({ selector: { kind: { $in: ["draft", "waiting"] } } }).exec();
  return show(some.map((document) => titled(document.toJSON())));
}

const titled = (document: object): Listed => ({
  title: String((document as { text?: unknown }).text).slice(0, 120),
});

/** Milliseconds from the page's beginning until all rows were painted. */
async function show(rows: readonly Listed[]): Promise<number> {
  const list = document.createElement("ul");
  for (const { title } of rows) {
    const row = document.createElement("li");
    row.textContent = title;
    list.append(row);
  }
  document.body.append(list);
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  if (rows.length !== kept.drafts + kept.waiting) throw new Error(`${rows.length} rows`);
  return performance.now();
}
