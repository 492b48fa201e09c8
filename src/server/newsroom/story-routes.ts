import type { ReadableStream as NodeStream } from "node:stream/web";
import type { Hono } from "hono";
import { toBase64url } from "../../protocol/bytes.ts";
import {
  type BlobId,
  parseManifest,
  readStoryId,
  type StoryId,
  storyStates,
} from "../../protocol/intake.ts";
import { readNoteId } from "../../protocol/note.ts";
import { parsing, readObject, readOneOf } from "../../protocol/parsing.ts";
import { deskRoutes } from "../../protocol/routes.ts";
import type { DeskDependencies } from "./desk-dependencies.ts";
import type { SessionEnvironment } from "./guard.ts";
import { inboxLines, mayBecome, type SealedStory } from "./inbox.ts";
import { refuse } from "./refusing.ts";
import {
  dayIn,
  type DeskContext,
  limit,
  note,
  readJson,
  readParameter,
  smallLimit,
  unknown,
} from "./requests.ts";

/** What came in: the list, the sealed bytes, and what an editor decides about a story. */
export function addStories(routes: Hono<SessionEnvironment>, deps: DeskDependencies): void {
  routes.get(deskRoutes.stories, async (context) => {
    const [stories, published, notes] = await Promise.all([
      deps.inbox.list(),
      deps.storage.listPublications(),
      deps.inbox.countNotes(),
    ]);
    return context.json({ stories: inboxLines(stories, published, notes, dayIn(deps)) });
  });
  routes.get(deskRoutes.notes(":id" as StoryId), (context) => listNotes(context, deps));
  routes.get(deskRoutes.text(":id" as StoryId), async (context) => {
    const id = readParameter(context, "id", readStoryId);
    const text = id && (await deps.inbox.findText(id));
    if (text !== undefined) return sealed(context, Uint8Array.from(text));
    if ((await findStory(context, deps)) === undefined) return unknown(context, "story");
    return refuse(context, 410, "gone", "Picked up; the newsroom holds it elsewhere");
  });
  routes.get(deskRoutes.part(":id" as StoryId, ":part" as BlobId), async (context) => {
    const story = await findStory(context, deps);
    const part = story?.parts.find(({ id }) => id === context.req.param("part"));
    const bytes = story && part && (await deps.inbox.readPart(story.id, part.id));
    return bytes === undefined ? unknown(context, "part") : sealed(context, bytes);
  });
  routes.put(deskRoutes.state(":id" as StoryId), limit(smallLimit), (context) =>
    setState(context, deps),
  );
}

/** The notes as they came, and the key that signed them, out of the manifest. The desk checks them itself. */
async function listNotes(context: DeskContext, deps: DeskDependencies): Promise<Response> {
  const id = readParameter(context, "id", readStoryId);
  const bytes = id && (await deps.inbox.findManifest(id));
  const manifest = bytes && parseManifest(new TextDecoder().decode(bytes));
  if (id === undefined || manifest?.ok !== true) return unknown(context, "story");
  const notes = await deps.inbox.listNotes(id);
  return context.json({
    noteKey: manifest.value.noteKey,
    notes: notes.map(({ file }) => toBase64url(file)),
  });
}

/** `note`: the author's own note that asks for it, for the audit trail. */
const parseState = parsing(
  readObject({ state: readOneOf(...storyStates) }, { note: readNoteId }),
  "state",
);

async function setState(context: DeskContext, deps: DeskDependencies): Promise<Response> {
  const asked = parseState(await readJson(context));
  if (!asked.ok) return refuse(context, 422, "malformed", asked.why);
  const story = await findStory(context, deps);
  if (story === undefined) return unknown(context, "story");
  const { state } = asked.value;
  if (state === "received" || !mayBecome(story.state).includes(state)) {
    return refuse(
      context,
      409,
      "not-now",
      `A story that is ${story.state} cannot become ${state} here`,
    );
  }
  const before = story.state;
  await deps.inbox.setState(story.id, state);
  const after = (await findStory(context, deps))?.state ?? state;
  if (after !== before) {
    const { note: asking } = asked.value;
    await note(deps, state, story.id, ...(asking === undefined ? [] : [asking]));
  }
  // Said on the author's phone: what was not published is deleted. The state first: it must never be told otherwise.
  if (after === "withdrawn") await deps.inbox.erase(story.id);
  return context.json({ state: after });
}

async function findStory(
  context: DeskContext,
  deps: DeskDependencies,
): Promise<SealedStory | undefined> {
  const wanted = context.req.param("id");
  return (await deps.inbox.list()).find(({ id }) => id === wanted);
}

const sealed = (
  context: DeskContext,
  bytes: Uint8Array<ArrayBuffer> | NodeStream<Uint8Array>,
): Response =>
  context.body(bytes as Uint8Array<ArrayBuffer> | ReadableStream, 200, {
    "Content-Type": "application/octet-stream",
  });
