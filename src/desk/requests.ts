import {
  type ArticleId,
  type Picture,
  readPicture,
  readSound,
  readSlug,
  type Slug,
  type Sound,
} from "../protocol/article.ts";
import type { ChecklistLine } from "../protocol/checklist.ts";
import type { BlobId, StoryId } from "../protocol/intake.ts";
import { longestNote, mostNotes, type NoteId } from "../protocol/note.ts";
import {
  type Parsed,
  parsing,
  readCount,
  readList,
  readObject,
  readString,
} from "../protocol/parsing.ts";
import { deskRoutes } from "../protocol/routes.ts";
import type { NewArticle } from "./composing.ts";
import { type InboxLine, parseInbox } from "./inbox-line.ts";
import type { FetchedNotes } from "./notes.ts";

/** How a request to the newsroom's server ended. */
export type Answer<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "signed-out" }
  | { readonly kind: "refused"; readonly code: string; readonly title: string }
  | { readonly kind: "unreachable" };

export interface Publishing {
  readonly story: StoryId;
  readonly article: NewArticle;
  readonly attestation: {
    readonly termsAllow: true;
    readonly checklist: readonly ChecklistLine[];
    readonly secondEditor: boolean;
  };
  /** How many of the author's notes were seen before. */
  readonly notes: number;
}

/** All that the desk asks of the server; the one place in it that fetches. None of these rejects. */
export interface Requests {
  signIn(token: string): Promise<Answer<number>>;
  /** When the session ends, milliseconds since 1970. */
  session(): Promise<Answer<number>>;
  signOut(): Promise<Answer<void>>;
  stories(): Promise<Answer<readonly InboxLine[]>>;
  text(id: StoryId): Promise<Answer<Uint8Array>>;
  part(id: StoryId, part: BlobId): Promise<Answer<Uint8Array>>;
  notes(id: StoryId): Promise<Answer<FetchedNotes>>;
  /** `note`: the author's note that asks for it. */
  setState(
    id: StoryId,
    state: "opened" | "declined" | "withdrawn",
    note?: NoteId,
  ): Promise<Answer<void>>;
  addPicture(picture: Blob): Promise<Answer<Picture>>;
  /** A recording in WebM becomes the library's. */
  addSound(sound: Blob): Promise<Answer<Sound>>;
  publish(publishing: Publishing): Promise<Answer<Slug>>;
  withdraw(article: ArticleId, note?: NoteId): Promise<Answer<void>>;
}

const parseUntil = parsing(readObject({ until: readCount(0) }), "session");
const parseSlug = parsing(readObject({ slug: readSlug }), "published");
/** As many notes as one story may have, each a little longer in base64url than its file. */
const parseNotes = parsing<FetchedNotes>(
  readObject({
    noteKey: readString(100),
    notes: readList(readString(Math.ceil((longestNote * 4) / 3)), mostNotes),
  }),
  "notes",
);
const parseSound = parsing(readSound, "sound");
const parsePicture = parsing(readPicture, "picture");
const parseProblem = parsing(
  readObject({ code: readString(40), title: readString(2_000) }),
  "problem",
);

export function createRequests(fetch: typeof globalThis.fetch): Requests {
  const ask = async <T>(
    path: string,
    init: RequestInit,
    read: (answer: Response) => Promise<T | undefined>,
  ) => {
    try {
      const answer = await fetch(path, { ...init, cache: "no-store", credentials: "same-origin" });
      return answer.ok ? await done(answer, read) : await refused(answer);
    } catch {
      // No network, or the answer broke off: the same to an editor, who tries again.
      return { kind: "unreachable" } as const;
    }
  };
  const nothing = async (): Promise<true> => true;
  const quiet = async (asked: Promise<Answer<true>>): Promise<Answer<void>> => {
    const answer = await asked;
    return answer.kind === "done" ? { kind: "done", value: undefined } : answer;
  };
  const until = async (answer: Response) => asValue(parseUntil(await answer.json()))?.until;
  const bytes = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
  return {
    signIn: (token) => ask(deskRoutes.session, json("POST", { token }), until),
    session: () => ask(deskRoutes.session, {}, until),
    signOut: () => quiet(ask(deskRoutes.session, { method: "DELETE" }, nothing)),
    stories: () =>
      ask(
        deskRoutes.stories,
        {},
        async (answer) => asValue(parseInbox(await answer.json()))?.stories,
      ),
    text: (id) => ask(deskRoutes.text(id), {}, bytes),
    part: (id, part) => ask(deskRoutes.part(id, part), {}, bytes),
    notes: (id) =>
      ask(deskRoutes.notes(id), {}, async (answer) => asValue(parseNotes(await answer.json()))),
    setState: (id, state, note) =>
      quiet(ask(deskRoutes.state(id), json("PUT", { state, note }), nothing)),
    addPicture: (picture) =>
      ask(deskRoutes.pictures, { method: "POST", body: picture }, async (answer) =>
        asValue(parsePicture(await answer.json())),
      ),
    addSound: (sound) =>
      ask(deskRoutes.sounds, { method: "POST", body: sound }, async (answer) =>
        asValue(parseSound(await answer.json())),
      ),
    publish: (publishing) =>
      ask(
        deskRoutes.articles,
        json("POST", publishing),
        async (answer) => asValue(parseSlug(await answer.json()))?.slug,
      ),
    withdraw: (article, note) =>
      quiet(ask(deskRoutes.withdrawal(article), json("PUT", { note }), nothing)),
  };
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

const asValue = <T>(parsed: Parsed<T>): T | undefined => (parsed.ok ? parsed.value : undefined);

async function done<T>(
  answer: Response,
  read: (answer: Response) => Promise<T | undefined>,
): Promise<Answer<T>> {
  const value = await read(answer);
  return value === undefined
    ? { kind: "refused", code: "malformed", title: "The answer is none of the newsroom's" }
    : { kind: "done", value };
}

async function refused(answer: Response): Promise<Answer<never>> {
  if (answer.status === 401) return { kind: "signed-out" };
  const problem = asValue(parseProblem(await answer.json().catch(() => undefined)));
  return {
    kind: "refused",
    code: problem?.code ?? "unknown",
    title: problem?.title ?? String(answer.status),
  };
}
