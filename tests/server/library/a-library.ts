import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { onTestFinished } from "vitest";
import type { Article, ArticleId } from "../../../src/protocol/article.ts";
import { type Head, parseHead } from "../../../src/protocol/edition.ts";
import type { Newsroom } from "../../../src/protocol/newsroom.ts";
import { parseSignedFile } from "../../../src/protocol/signed-file.ts";
import { createLibrary, type Library } from "../../../src/server/library/library.ts";
import { createMedia, type Media } from "../../../src/server/library/media.ts";
import { createLibraryRoutes } from "../../../src/server/library/routes.ts";
import { createSigner, type Signer } from "../../../src/server/signing.ts";
import { createMediaFiles } from "../../../src/server/storage/media-files.ts";
import { openSqlite } from "../../../src/server/storage/sqlite.ts";
import { createSqliteLibrary } from "../../../src/server/storage/sqlite-library.ts";

export const newsroom: Newsroom = {
  format: 1,
  rootKey: "A".repeat(43),
  name: { uk: "Сонях", en: "Soniakh" },
  languages: ["uk", "en"],
  contacts: ["editors@newsroom.example", "https://bot.example/soniakh"],
  origin: "https://news.example",
  demonstration: true,
};

export const template = `<!doctype html><html lang="uk"><head><meta charset="utf-8"><title>x</title><!--head--></head><body><div id="app"><!--app--></div><!--data--></body></html>`;
export const privacy = {
  uk: "---\ntitle: x\n---\n\nЧитання не лишає нічого.\n\n{contacts}\n",
  en: "---\ntitle: x\n---\n\nReading leaves nothing.\n\n{contacts}\n",
};

export const newId = (): string => randomBytes(16).toString("base64url");

export function aSigner(): Signer {
  const { privateKey } = generateKeyPairSync("ed25519");
  return createSigner(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
}

/** A library in a folder of its own, a content folder beside it, and a clock that can be turned. */
export interface Place {
  readonly folder: string;
  readonly content: string;
  readonly library: Library;
  readonly media: Media;
  readonly signer: Signer;
  readonly clock: { now: number };
  /** Writes a file into the content folder. */
  write(path: string, data: string | Uint8Array): void;
  remove(path: string): void;
  ask(path: string, init?: RequestInit): Promise<Response>;
  head(): Head;
  /** The same data opened again, as after a restart. */
  restart(signer?: Signer): Promise<Place>;
}

export async function aLibrary(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "soniakh-library-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "content"));
  return openPlace(folder, aSigner(), { now: Date.UTC(2026, 10, 23, 14, 5) });
}

async function openPlace(folder: string, signer: Signer, clock: { now: number }): Promise<Place> {
  const sqlite = openSqlite(join(folder, "soniakh.sqlite"));
  onTestFinished(() => sqlite.close());
  const storage = createSqliteLibrary(sqlite.query);
  const media = createMedia(storage, createMediaFiles(join(folder, "library")));
  const library = await createLibrary({ storage, signer, media, now: () => clock.now, newId });
  const keys = new TextEncoder().encode("soniakh-1 keys …\n{}\n");
  const app = createLibraryRoutes({
    library,
    newsroom,
    template: () => template,
    privacy,
    keys: () => keys,
  });
  const content = join(folder, "content");
  return {
    folder,
    content,
    library,
    media,
    signer,
    clock,
    write(path, data) {
      mkdirSync(dirname(join(content, path)), { recursive: true });
      writeFileSync(join(content, path), data);
    },
    remove: (path) => rmSync(join(content, path), { recursive: true }),
    ask: async (path, init) => app.fetch(new Request(`https://news.example${path}`, init)),
    head: () => headOf(library.edition().head),
    restart: (next = signer) => openPlace(folder, next, clock),
  };
}

/** The body of a signed head. */
export function headOf(file: Uint8Array<ArrayBuffer>): Head {
  const signed = parseSignedFile(file, "head");
  if (!signed.ok) throw new Error(signed.why);
  const head = parseHead(new TextDecoder().decode(signed.value.body));
  if (!head.ok) throw new Error(head.why);
  return head.value;
}

/** A Markdown file; `front` adds to or replaces lines of the front matter. */
export function aFile(
  front: Readonly<Record<string, string>> = {},
  body = "Щовечора вона ставила свічку.\n",
): string {
  const all = { title: "Три зими", date: "2026-11-09", ...front };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `---\n${lines.join("\n")}\n---\n\n${body}`;
}

export function anArticle(more: Partial<Article> = {}): Article {
  return {
    format: 1,
    id: newId() as ArticleId,
    work: newId(),
    slug: "khlib-na-vsikh",
    language: "uk",
    title: "Хліб на всіх",
    summary: "У березні закінчилися дріжджі.",
    date: "2026-11-20",
    provenance: "own-words",
    tags: [],
    corrections: [],
    body: [{ kind: "paragraph", runs: [{ text: "Ми ділили кожну хлібину на дев’ять частин." }] }],
    ...more,
  } as Article;
}

/** A picture's bytes. */
export function aPicture(
  width = 800,
  height = 500,
  format: "png" | "jpeg" | "webp" | "avif" = "png",
): Promise<Buffer> {
  const background = { r: 242, g: 183, b: 5 };
  return sharp({ create: { width, height, channels: 3, background } })
    .withExif({ IFD0: { Artist: "SENTINEL-ARTIST" } })
    .toFormat(format)
    .toBuffer();
}
