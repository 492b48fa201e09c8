import { createHash, generateKeyPairSync } from "node:crypto";
import {
  type Article,
  type ArticleId,
  type Picture,
  type Sound,
  writeArticle,
} from "../../src/protocol/article.ts";
import { type Hash, toBase64url } from "../../src/protocol/bytes.ts";
import type { Entry, Head, Segment } from "../../src/protocol/edition.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import { createSigner, type Signer } from "../../src/server/signing.ts";
import { anArticle, anId } from "./makers.ts";

/** SHA-256 as the protocol writes it. */
export const hashed = (data: Uint8Array | string): Hash =>
  toBase64url(createHash("sha256").update(data).digest()) as Hash;

/** A key pair of its own. */
export const aSigner = (): Signer =>
  createSigner(
    generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }) as string,
  );

/** The n-th of a row of articles: newer with a higher n, months apart in tens. */
export const articleNumber = (n: number, change: Partial<Article> = {}): Article =>
  anArticle({
    id: anId(n) as ArticleId,
    slug: `stattia-${n}` as Article["slug"],
    title: `Стаття ${n}`,
    date: `2026-${String(1 + Math.floor(n / 10)).padStart(2, "0")}-${String(10 + (n % 10)).padStart(2, "0")}`,
    body: [{ kind: "paragraph", runs: [{ text: `Текст статті ${n}. `.repeat(10 + n) }] }],
    ...change,
  });

/** The first articles of the row. */
export const articles = (count: number): readonly Article[] =>
  Array.from({ length: count }, (_, at) => articleNumber(at + 1));

/** A newsroom's side in memory: what it published, its keys, and the wire, which can be cut, bent and replaced. */
export interface LibraryFixture {
  readonly rootKey: string;
  readonly keys: KeyList;
  /** Publishes an edition of exactly these articles and resolves to its number. */
  publish(
    published: readonly Article[],
    change?: Partial<Head> & { readonly gone?: readonly ArticleId[] },
  ): number;
  /** A picture of the given length in 360 and 720 px, avif and jpg. */
  picture(name: string, length: number): Picture;
  /** A recording of `length` bytes. */
  sound(name: string, length: number): Sound;
  readonly fetch: typeof fetch;
  /** Every request since the last `forget`, with the bytes that went out for it. */
  readonly requests: { readonly path: string; sent: number; readonly range?: string }[];
  forget(): void;
  readonly wire: Wire;
  /** A file as it is on the newsroom's disk. */
  file(path: string): Uint8Array<ArrayBuffer> | undefined;
}

/** What the network does to answers. */
export interface Wire {
  /** Cuts every body after so many bytes. */
  cutAfter?: number | undefined;
  /** Answers in the newsroom's place. */
  instead?: ((path: string) => Response | undefined) | undefined;
  /** Changes a file's bytes on its way. */
  bend?: ((path: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) | undefined;
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A newsroom that has published nothing yet; `intake` keys are for what phones send. */
export function aLibraryServer(
  root = aSigner(),
  edition = aSigner(),
  intake: Partial<Pick<KeyList, "receipt" | "desk">> = {},
): LibraryFixture {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const media = new Map<Hash, string>();
  const editions: { number: number; lines: Map<string, string> }[] = [];
  const requests: { path: string; sent: number }[] = [];
  const wire: Wire = {};
  const keys: KeyList = {
    format: 1,
    epoch: 1,
    edition: [edition.public],
    receipt: [],
    desk: [
      { recipient: `age1${"q".repeat(58)}`, holder: "desk" },
      { recipient: `age1${"p".repeat(58)}`, holder: "recovery" },
    ],
    notAfter: "2099-01-01",
    ...intake,
  };
  files.set("/library/keys", root.sign("keys", encode(`${JSON.stringify(keys)}\n`)));

  const fixture: LibraryFixture = {
    rootKey: root.public.key,
    keys,
    requests,
    wire,
    forget: () => void requests.splice(0),
    file: (path) => files.get(path),
    sound(name, length) {
      const bytes = encode(name.padEnd(length, "~"));
      const hash = hashed(bytes);
      files.set(`/library/media/${hash}.webm`, bytes);
      return { hash, type: "webm", bytes: length, length: 3 };
    },
    picture(name, length) {
      const widths = [360, 720];
      const types = ["avif", "jpg"] as const;
      const made = widths.flatMap((width) =>
        types.map((type) => {
          const bytes = encode(`${name}-${width}-${type}`.padEnd(length, "."));
          const hash = hashed(bytes);
          files.set(`/library/media/${hash}.${type}`, bytes);
          media.set(hash, type);
          return { hash, type, width, height: width / 2, bytes: bytes.length };
        }),
      );
      return { files: made, colour: "#a0b0c0" };
    },
    publish(published, { gone = [], ...change } = {}) {
      const newest = [...published].sort((a, b) => (a.date < b.date ? 1 : -1));
      const lines = new Map<string, string>(
        newest.map((article) => [article.id, JSON.stringify(entryOf(article))]),
      );
      for (const article of newest) {
        const json = writeArticle(article);
        files.set(`/library/articles/${hashed(json)}.json`, encode(json));
      }
      const withdrawn =
        gone.length === 0
          ? undefined
          : edition.sign("withdrawn", encode(`${JSON.stringify({ format: 1, ids: gone })}\n`));
      if (withdrawn !== undefined) files.set(`/library/withdrawn/${hashed(withdrawn)}`, withdrawn);
      const number = change.number ?? (editions.at(-1)?.number ?? 100) + 1;
      const segments = segmentsOf(newest, lines);
      for (const { id, hash } of segments) {
        const inside = newest
          .filter(({ date }) => date.startsWith(id))
          .map(({ id }) => lines.get(id)!);
        files.set(
          `/library/segments/${id}/${hash}.ndjson`,
          encode(inside.map((line) => `${line}\n`).join("")),
        );
      }
      const head: Head = {
        format: 1,
        number,
        publishedAt: "2026-11-23T14:05Z",
        segments,
        restored: 0,
        ...(withdrawn === undefined ? {} : { withdrawn: hashed(withdrawn) }),
        ...change,
      };
      const signed = edition.sign("head", encode(`${JSON.stringify(head)}\n`));
      files.set("/library/head", signed);
      editions.push({ number, lines });
      for (const path of files.keys()) if (path.startsWith("/library/packs/")) files.delete(path);
      for (const from of [
        { number: 0, lines: new Map<string, string>() },
        ...editions.slice(0, -1),
      ]) {
        const changed = [...lines].filter(([id, line]) => from.lines.get(id) !== line);
        const unlisted = [...from.lines.keys()]
          .filter((id) => !lines.has(id))
          .map((id) => JSON.stringify({ format: 1, id, unlisted: true }));
        const texts = newest
          .filter(({ id }) => changed.some(([one]) => one === id))
          .map(writeArticle);
        const all = [...changed.map(([, line]) => line), ...unlisted, ...texts];
        for (let skip = 0; skip <= all.length; skip += 1) {
          const rest = all
            .slice(skip)
            .map((line) => `${line}\n`)
            .join("");
          files.set(
            `/library/packs/${from.number}-${number}/${skip}.ndjson`,
            Uint8Array.from(Buffer.concat([signed, encode(rest)])),
          );
        }
      }
      return number;
    },
    fetch: async (input, init) => {
      const path = input as string;
      init?.signal?.throwIfAborted();
      const range = new Headers(init?.headers).get("range") ?? undefined;
      const request = { path, sent: 0, ...(range === undefined ? {} : { range }) };
      requests.push(request);
      const other = wire.instead?.(path);
      if (other !== undefined) return other;
      const bytes = files.get(path);
      if (bytes === undefined) return new Response("no such file", { status: 404 });
      const bent = wire.bend?.(path, bytes) ?? bytes;
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
      if (from === undefined) return new Response(bodyOf(bent, wire.cutAfter, request));
      const part = bent.slice(Number(from), Number(to) + 1);
      return new Response(bodyOf(part, wire.cutAfter, request), { status: 206 });
    },
  };
  return fixture;
}

const pieceSize = 400;

function bodyOf(
  bytes: Uint8Array<ArrayBuffer>,
  cutAfter: number | undefined,
  request: { sent: number },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const end = Math.min(bytes.length, cutAfter ?? bytes.length);
  return new ReadableStream(
    {
      pull(controller) {
        if (request.sent >= end) {
          return end < bytes.length
            ? controller.error(new TypeError("network error"))
            : controller.close();
        }
        const piece = bytes.slice(request.sent, Math.min(end, request.sent + pieceSize));
        request.sent += piece.length;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
}

function entryOf(article: Article): Entry {
  const json = writeArticle(article);
  const { format, id, work, slug, language, title, summary, date, provenance, tags } = article;
  const figures = article.body.flatMap((block) =>
    block.kind === "figure" && block.media.kind === "picture"
      ? [{ files: block.media.files, colour: block.media.colour }]
      : [],
  );
  const sounds = article.body.flatMap((block) => {
    if (block.kind !== "audio" || block.media.kind !== "sound") return [];
    const { kind: _, ...sound } = block.media;
    return [sound];
  });
  return {
    format,
    id,
    work,
    slug,
    language,
    title,
    summary,
    date,
    provenance,
    tags,
    minutes: 1,
    article: hashed(json),
    bytes: encode(json).length,
    ...(article.lead === undefined ? {} : { lead: article.lead }),
    pictures: figures,
    ...(sounds.length === 0 ? {} : { sounds }),
  };
}

function segmentsOf(
  published: readonly Article[],
  lines: ReadonlyMap<string, string>,
): readonly Segment[] {
  const months = Map.groupBy(published, ({ date }) => date.slice(0, 7));
  return [...months].map(([id, inside]) => {
    const ordered = inside.map((article) => article.id).sort();
    const hashes = ordered.map((one) => createHash("sha256").update(lines.get(one)!).digest());
    return { id, count: inside.length, hash: hashed(Buffer.concat(hashes)) };
  });
}
