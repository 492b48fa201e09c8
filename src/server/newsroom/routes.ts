import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Article, ArticleId, Picture, Slug } from "../../protocol/article.ts";
import { readArticleId } from "../../protocol/article.ts";
import { type BlobId, type StoryId, readStoryId, storyStates } from "../../protocol/intake.ts";
import { type Reader, parsing, readObject, readOneOf, readString } from "../../protocol/parsing.ts";
import { deskRoutes } from "../../protocol/routes.ts";
import type { AuditAction, NewsroomStorage } from "../storage/newsroom-storage.ts";
import {
  dropCookie,
  findSecretHash,
  giveCookie,
  sameOriginOnly,
  type SessionEnvironment,
  sessionOnly,
} from "./guard.ts";
import { type Inbox, inboxLines, mayBecome } from "./inbox.ts";
import { checkArticle, parsePublishRequest } from "./publishing.ts";
import { refuse } from "./refusing.ts";
import { dayOf, type RandomBytes, signIn } from "./signing-in.ts";

/** The library room, as the desk needs it. */
export interface DeskLibrary {
  /** Puts the article into the next edition; the same id again replaces it. Resolves when it is on disk. */
  publish(article: Article): Promise<unknown>;
  /** Takes it off every phone, for good. */
  withdraw(id: ArticleId): Promise<unknown>;
}

/** What the desk's routes are made of. */
export interface DeskDependencies {
  readonly storage: NewsroomStorage;
  readonly inbox: Inbox;
  /** The sealed attachments; undefined where one is not here. */
  readonly blobs: { read(id: BlobId): Promise<ReadableStream<Uint8Array> | undefined> };
  readonly library: DeskLibrary;
  /** Makes the library's files of a picture, without metadata; `why` is a clause for people. */
  readonly addPicture: (
    bytes: Uint8Array,
  ) => Promise<
    { readonly ok: true; readonly picture: Picture } | { readonly ok: false; readonly why: string }
  >;
  /** A free slug for a title, or the one that this article has already. */
  readonly chooseSlug: (title: string, article: ArticleId) => Promise<Slug>;
  readonly now: () => Date;
  /** 32 random bytes. */
  readonly random: RandomBytes;
  /** True where the desk is served over https: the session's cookie then never travels otherwise. */
  readonly secure: boolean;
}

/** Bytes of a picture, and of an article or anything smaller. */
const pictureLimit = 15_000_000;
const articleLimit = 4_000_000;
const smallLimit = 4_096;

type DeskContext = Context<SessionEnvironment>;

/** The desk's own API. Every path but signing in needs a session, and none answers another site. */
export function createDeskRoutes(deps: DeskDependencies): Hono<SessionEnvironment> {
  const routes = new Hono<SessionEnvironment>();
  routes.use("/desk/api/*", async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
  });
  routes.use("/desk/api/*", sameOriginOnly, sessionOnly(deps.storage, deps.now));
  addSession(routes, deps);
  addStories(routes, deps);
  addArticles(routes, deps);
  return routes;
}

const limit = (bytes: number) =>
  bodyLimit({
    maxSize: bytes,
    onError: (context) => refuse(context, 413, "too-big", `More than ${bytes} bytes`),
  });

const day = (deps: DeskDependencies): string => dayOf(deps.now());
const note = (
  deps: DeskDependencies,
  action: AuditAction,
  ...subject: readonly string[]
): Promise<void> => deps.storage.note({ day: day(deps), action, subject: subject.join(" ") });

function addSession(routes: Hono<SessionEnvironment>, deps: DeskDependencies): void {
  const parseToken = parsing(readObject({ token: readString(100) }), "sign-in");
  routes.post(deskRoutes.session, limit(smallLimit), async (context) => {
    const asked = parseToken(await readJson(context));
    if (!asked.ok) return refuse(context, 422, "malformed", asked.why);
    const session = await signIn(deps.storage, asked.value.token, deps.now(), deps.random);
    if (session === undefined)
      return refuse(context, 403, "link-spent", "The link was used or has expired");
    giveCookie(context, session.secret, deps.secure);
    return context.json({ until: session.until });
  });
  routes.get(deskRoutes.session, (context) => context.json({ until: context.get("until") }));
  routes.delete(deskRoutes.session, async (context) => {
    await deps.storage.endSession(findSecretHash(context) ?? "");
    await note(deps, "signed-out");
    dropCookie(context, deps.secure);
    return context.body(null, 204);
  });
}

function addStories(routes: Hono<SessionEnvironment>, deps: DeskDependencies): void {
  routes.get(deskRoutes.stories, async (context) => {
    const [stories, published] = await Promise.all([
      deps.inbox.list(),
      deps.storage.listPublications(),
    ]);
    return context.json({ stories: inboxLines(stories, published) });
  });
  routes.get(deskRoutes.text(":id" as StoryId), async (context) => {
    const id = readParameter(context, "id", readStoryId);
    const content = id && (await deps.inbox.findContent(id));
    if (content === undefined) return unknown(context, "story");
    if (content.text === undefined)
      return refuse(context, 410, "gone", "Picked up; the newsroom holds it elsewhere");
    return sealed(context, Uint8Array.from(content.text));
  });
  routes.get(deskRoutes.part(":id" as StoryId, ":part" as BlobId), async (context) => {
    const story = await findStory(context, deps);
    const part = story?.parts.find(({ id }) => id === context.req.param("part"));
    const bytes = part && (await deps.blobs.read(part.id));
    return bytes === undefined ? unknown(context, "part") : sealed(context, bytes);
  });
  routes.put(deskRoutes.state(":id" as StoryId), limit(smallLimit), (context) =>
    setState(context, deps),
  );
}

const parseState = parsing(readObject({ state: readOneOf(...storyStates) }), "state");

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
  if (state !== before && !(state === "opened" && before !== "received"))
    await note(deps, noted(state), story.id);
  return context.json({ state: (await findStory(context, deps))?.state ?? state });
}

const noted = (
  state: "opened" | "answered" | "published" | "declined" | "withdrawn",
): AuditAction => state;

function addArticles(routes: Hono<SessionEnvironment>, deps: DeskDependencies): void {
  routes.post(deskRoutes.pictures, limit(pictureLimit), async (context) => {
    const made = await deps.addPicture(new Uint8Array(await context.req.arrayBuffer()));
    return made.ok
      ? context.json(made.picture)
      : refuse(context, 422, "not-a-picture", `The picture ${made.why}`);
  });
  routes.get(deskRoutes.articles, async (context) =>
    context.json({ articles: await deps.storage.listPublications() }),
  );
  routes.post(deskRoutes.articles, limit(articleLimit), (context) => publish(context, deps));
  routes.put(deskRoutes.withdrawal(":id" as ArticleId), limit(smallLimit), (context) =>
    withdraw(context, deps),
  );
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
  const checked = checkArticle(request.value, slug, day(deps));
  if (!checked.ok) return refuse(context, 422, checked.code, checked.why);
  return carryOut(context, deps, story.id, checked.article, request.value.attestation.secondEditor);
}

const parseNamed = parsing(readObject({ id: readArticleId, title: readString(500) }), "article");

async function carryOut(
  context: DeskContext,
  deps: DeskDependencies,
  story: StoryId,
  article: Article,
  secondEditor: boolean,
): Promise<Response> {
  // Remembered first: an article that is out must never be without its story, or nobody could take it down by it.
  await deps.storage.recordPublication(story, article.id);
  await note(deps, "published", story, article.id, ...(secondEditor ? ["second-editor"] : []));
  await deps.library.publish(article);
  await deps.inbox.setState(story, "published");
  return context.json({ id: article.id, slug: article.slug }, 201);
}

async function withdraw(context: DeskContext, deps: DeskDependencies): Promise<Response> {
  const id = readParameter(context, "id", readArticleId);
  const published = await deps.storage.listPublications();
  const found = published.find(({ article }) => article === id);
  if (found === undefined) return unknown(context, "article");
  await deps.library.withdraw(found.article);
  await deps.storage.recordWithdrawal(found.article);
  await note(deps, "article-withdrawn", found.story, found.article);
  const others = published.filter(
    ({ story, article }) => story === found.story && article !== found.article,
  );
  if (others.every(({ withdrawn }) => withdrawn))
    await deps.inbox.setState(found.story, "withdrawn");
  return context.json({ id: found.article });
}

async function readJson(context: DeskContext): Promise<unknown> {
  try {
    return JSON.parse(await context.req.text()) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readParameter<T>(context: DeskContext, name: string, read: Reader<T>): T | undefined {
  const parsed = parsing(read, name)(context.req.param(name));
  return parsed.ok ? parsed.value : undefined;
}

async function findStory(context: DeskContext, deps: DeskDependencies) {
  const wanted = context.req.param("id");
  return (await deps.inbox.list()).find(({ id }) => id === wanted);
}

const unknown = (context: DeskContext, what: string): Response =>
  refuse(context, 404, "unknown", `No such ${what} here`);

const sealed = (
  context: DeskContext,
  bytes: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
): Response => context.body(bytes, 200, { "Content-Type": "application/octet-stream" });
