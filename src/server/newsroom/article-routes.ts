import type { Hono } from "hono";
import { type Article, type ArticleId, readArticleId } from "../../protocol/article.ts";
import type { StoryId } from "../../protocol/intake.ts";
import { readNoteId } from "../../protocol/note.ts";
import { parsing, readObject, readString } from "../../protocol/parsing.ts";
import { cleanMp4, lengthOfMp4 } from "../../protocol/mp4.ts";
import { lengthOfSound, readWebm, writeWebm } from "../../protocol/webm.ts";
import { deskRoutes } from "../../protocol/routes.ts";
import type { DeskDependencies } from "./desk-dependencies.ts";
import type { SessionEnvironment } from "./guard.ts";
import { checkArticle, parsePublishRequest } from "./publishing.ts";
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

/** Bytes of a picture, of a recording, and of an article. */
const pictureLimit = 15_000_000;
/** As much as a story's largest attachment holds. */
const soundLimit = 50_331_648;
const articleLimit = 4_000_000;

/** Pictures and articles that go out, and articles that are taken back. */
export function addArticles(routes: Hono<SessionEnvironment>, deps: DeskDependencies): void {
  routes.post(deskRoutes.pictures, limit(pictureLimit), async (context) => {
    const made = await deps.addPicture(new Uint8Array(await context.req.arrayBuffer()));
    return made.ok
      ? context.json(made.picture)
      : refuse(context, 422, "not-a-picture", `The picture ${made.why}`);
  });
  routes.post(deskRoutes.sounds, limit(soundLimit), async (context) => {
    const sound = soundAnew(new Uint8Array(await context.req.arrayBuffer()));
    if (sound === undefined)
      return refuse(context, 422, "not-a-recording", "The recording is none that can be published");
    const seconds = Math.max(1, Math.round(sound.length / 1_000));
    return context.json(await deps.addSound(sound.bytes, sound.type, seconds));
  });
  routes.get(deskRoutes.articles, async (context) =>
    context.json({ articles: await deps.storage.listPublications() }),
  );
  routes.post(deskRoutes.articles, limit(articleLimit), (context) => publish(context, deps));
  routes.put(deskRoutes.withdrawal(":id" as ArticleId), limit(smallLimit), (context) =>
    withdraw(context, deps),
  );
}

interface Sound {
  readonly type: "webm" | "mp4";
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Milliseconds. */
  readonly length: number;
}

/** Written anew here too: whatever an editor's browser sends, nothing but its sound is published. */
function soundAnew(bytes: Uint8Array): Sound | undefined {
  const webm = readWebm(bytes);
  if (webm !== undefined)
    return { type: "webm", bytes: writeWebm(webm), length: lengthOfSound(webm) };
  const mp4 = cleanMp4(bytes);
  if (mp4 === undefined) return undefined;
  const length = lengthOfMp4(mp4);
  return length === undefined ? undefined : { type: "mp4", bytes: mp4, length };
}

async function publish(context: DeskContext, deps: DeskDependencies): Promise<Response> {
  const request = parsePublishRequest(await readJson(context));
  if (!request.ok) return refuse(context, 422, "malformed", request.why);
  const named = parseNamed(request.value.article);
  if (!named.ok) return refuse(context, 422, "malformed", named.why);
  const story = (await deps.inbox.list()).find(({ id }) => id === request.value.story);
  if (story === undefined) return unknown(context, "story");
  if (story.state === "declined" || story.state === "withdrawn") {
    return refuse(context, 409, "not-now", `The story is ${story.state}`);
  }
  if (((await deps.inbox.countNotes()).get(story.id) ?? 0) > request.value.notes) {
    return refuse(
      context,
      409,
      "new-note",
      "The author has sent a note about it that this desk has not seen",
    );
  }
  const taken = (await deps.storage.listPublications()).find(
    ({ article }) => article === named.value.id,
  );
  if (taken !== undefined && (taken.withdrawn || taken.story !== story.id)) {
    return refuse(
      context,
      409,
      "not-now",
      "An article of this id was withdrawn, or came from another story",
    );
  }
  const slug = await deps.chooseSlug(named.value.title, named.value.id);
  const checked = checkArticle(request.value, slug, dayIn(deps));
  if (!checked.ok) return refuse(context, 422, checked.code, checked.why);
  return carryOut(context, deps, {
    story: story.id,
    article: checked.article,
    known: taken !== undefined,
    secondEditor: request.value.attestation.secondEditor,
  });
}

const parseNamed = parsing(readObject({ id: readArticleId, title: readString(500) }), "article");

async function carryOut(
  context: DeskContext,
  deps: DeskDependencies,
  plan: {
    readonly story: StoryId;
    readonly article: Article;
    readonly known: boolean;
    readonly secondEditor: boolean;
  },
): Promise<Response> {
  const { story, article, known, secondEditor } = plan;
  // Remembered first: an article that is out must never be without its story, or nobody could take it down by it.
  await deps.storage.recordPublication(story, article.id, article.slug);
  try {
    await deps.library.publish(article);
  } catch (error) {
    if (!known) await deps.storage.forgetPublication(article.id);
    throw error;
  }
  await note(deps, "published", story, article.id, ...(secondEditor ? ["second-editor"] : []));
  await deps.inbox.setState(story, "published");
  return context.json({ id: article.id, slug: article.slug }, 201);
}

const parseWithdrawal = parsing(readObject({}, { note: readNoteId }), "withdrawal");

/** `note`: the author's own note that asks for it, for the audit trail. */
async function withdraw(context: DeskContext, deps: DeskDependencies): Promise<Response> {
  const asked = parseWithdrawal((await readJson(context)) ?? {});
  const asking = asked.ok ? asked.value.note : undefined;
  const id = readParameter(context, "id", readArticleId);
  const published = await deps.storage.listPublications();
  const found = published.find(({ article }) => article === id);
  if (found === undefined) return unknown(context, "article");
  await deps.library.withdraw(found.article);
  await deps.storage.recordWithdrawal(found.article);
  await note(
    deps,
    "article-withdrawn",
    found.story,
    found.article,
    ...(asking === undefined ? [] : [asking]),
  );
  const others = published.filter(
    ({ story, article }) => story === found.story && article !== found.article,
  );
  if (others.every(({ withdrawn }) => withdrawn))
    await deps.inbox.setState(found.story, "withdrawn");
  return context.json({ id: found.article });
}
