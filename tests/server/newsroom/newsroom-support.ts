import type { ReadableStream } from "node:stream/web";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Article, ArticleId, Picture, Slug } from "../../../src/protocol/article.ts";
import type { BlobId, Manifest, StoryId, StoryState } from "../../../src/protocol/intake.ts";
import { createDeskRoutes } from "../../../src/server/newsroom/routes.ts";
import type { DeskDependencies } from "../../../src/server/newsroom/desk-dependencies.ts";
import type { Inbox, SealedStory } from "../../../src/server/newsroom/inbox.ts";
import { createLink } from "../../../src/server/newsroom/signing-in.ts";
import { openSqlite } from "../../../src/server/storage/sqlite.ts";
import { createSqliteNewsroom } from "../../../src/server/storage/sqlite-newsroom.ts";
import { aHash, anArticle, anId } from "../../support/makers.ts";

export const storyId = anId(3) as StoryId;
export const partId = aHash(5) as BlobId;

/** What a test says of a request; headers by name, so that more can be added. */
type DeskRequest = Omit<RequestInit, "headers"> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** A newsroom on a disk of its own, with one story; the clock stands until it is turned. */
export function openNewsroom(state: StoryState = "received") {
  const folder = mkdtempSync(join(tmpdir(), "newsroom-"));
  const sqlite = openSqlite(join(folder, "soniakh.sqlite"));
  const storage = createSqliteNewsroom(sqlite.query);
  const clock = { now: new Date("2026-11-23T10:30:00Z") };
  const published: Article[] = [];
  const withdrawn: ArticleId[] = [];
  const story = { current: { ...received, state } };
  const notes: Uint8Array[] = [];
  const erased: StoryId[] = [];
  const refusing = { next: false };
  let drawn = 0;
  const deps: DeskDependencies = {
    storage,
    inbox: oneStory(story, notes, erased),
    library: {
      publish: async (article) => {
        if (refusing.next) {
          refusing.next = false;
          throw new Error("the library refused an article: slug-taken");
        }
        published.push(article);
      },
      withdraw: async (id) => withdrawn.push(id),
    },
    addPicture: async (bytes) =>
      bytes.length > 3 ? { ok: true, picture: aPicture } : { ok: false, why: "is damaged" },
    addSound: async (bytes, type, length) => ({
      hash: aHash(9),
      type,
      bytes: bytes.length,
      length,
    }),
    chooseSlug: async () => "khlib-na-vsikh" as Slug,
    now: () => clock.now,
    random: () => new Uint8Array(32).fill((drawn += 1)),
    secure: true,
  };
  const routes = createDeskRoutes(deps);
  const request = (path: string, init: DeskRequest = {}) =>
    routes.request(path, {
      ...init,
      headers: { "sec-fetch-site": "same-origin", ...init.headers },
    });
  return {
    folder,
    deps,
    storage,
    sqlite,
    clock,
    published,
    withdrawn,
    notes,
    erased,
    story,
    routes,
    request,
    refuseNext: () => (refusing.next = true),
    link: () => createLink(storage, clock.now, deps.random),
    close: async () => {
      await sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Newsroom = ReturnType<typeof openNewsroom>;

const received: SealedStory = {
  id: storyId,
  manifestHash: aHash(7),
  date: "2026-11-23",
  state: "received",
  textBytes: 16_384,
  pickedUp: false,
  parts: [{ id: partId, bytes: 65_536, held: true }],
};

const manifest: Manifest = {
  format: 1,
  id: storyId,
  text: { hash: aHash(8), bytes: 16_384 },
  parts: [],
  epoch: 1,
  noteKey: aHash(6),
  version: 1,
};

/** The intake as the desk sees it, with one story in it. */
function oneStory(
  story: { current: SealedStory },
  notes: readonly Uint8Array[],
  erased: StoryId[],
): Inbox {
  return {
    list: async () => [story.current],
    findManifest: async (id) =>
      id === storyId ? new TextEncoder().encode(JSON.stringify(manifest)) : undefined,
    findText: async (id) => (id === storyId ? new TextEncoder().encode("sealed text") : undefined),
    readPart: async (id, part) =>
      id === storyId && part === partId
        ? (new Blob(["sealed part"]).stream() as ReadableStream<Uint8Array>)
        : undefined,
    listNotes: async () => notes.map((file) => ({ file })),
    countNotes: async () => new Map(notes.length === 0 ? [] : [[storyId, notes.length]]),
    erase: async (id) => void erased.push(id),
    setState: async (id, state) => {
      if (id !== storyId) return false;
      if (state !== "opened" || story.current.state === "received")
        story.current = { ...story.current, state };
      return true;
    },
  };
}

export const aPicture: Picture = {
  files: [{ hash: aHash(9), type: "jpg", width: 720, height: 480, bytes: 50_000 }],
  colour: "#b8722f",
};

/** Signs in and answers with requests that carry the session. */
export async function signedIn(newsroom: Newsroom) {
  const answer = await newsroom.request(
    "/desk/api/session",
    json("POST", { token: await newsroom.link() }),
  );
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  return (path: string, init: DeskRequest = {}) =>
    newsroom.request(path, { ...init, headers: { cookie, ...init.headers } });
}

export const json = (method: string, body: unknown): DeskRequest => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

/** A request to publish that nothing is wrong with. */
export function aPublication(change: { article?: Partial<Article>; attestation?: object } = {}) {
  const { slug: _slug, date: _date, ...article } = anArticle(change.article);
  return {
    story: storyId,
    article,
    notes: 0,
    attestation: {
      termsAllow: true,
      checklist: ["people", "troops", "place", "faces", "facts", "alt"],
      secondEditor: false,
      ...change.attestation,
    },
  };
}
