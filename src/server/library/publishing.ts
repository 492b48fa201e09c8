import { type Article, type ArticleId, parseArticle, type Slug } from "../../protocol/article.ts";
import type { Signer } from "../signing.ts";
import type {
  Change,
  LibraryStorage,
  PreparedArticle,
  StoredEdition,
} from "../storage/library-storage.ts";
import { makeEdition } from "./editions.ts";
import type { Media } from "./media.ts";
import { prepareArticle } from "./preparing.ts";

/** Why an article was not published. */
export type PublishRefusal =
  /** Its slug belongs, or once belonged, to another article. */
  | { readonly code: "slug-taken"; readonly by: ArticleId }
  /** It was withdrawn, and that is for good: to come back it needs a new id and a new slug. */
  | { readonly code: "withdrawn" }
  /** It shows a picture or a recording that is not here. */
  | { readonly code: "media-missing" }
  /** It is not what phones take; `why` names the place. */
  | { readonly code: "malformed"; readonly why: string };

/** How a publication ended. */
export interface Publication {
  /** The newest edition's number: a new one where anything changed. */
  readonly edition: number;
  readonly refused: readonly {
    readonly id: ArticleId;
    readonly slug: Slug;
    readonly refusal: PublishRefusal;
  }[];
}

/** A change as its maker puts it: articles not yet prepared. */
export interface Wish extends Partial<Omit<Change, "publish">> {
  readonly publish?: readonly Article[];
}

/** The one door through which articles come and go. */
export interface Publishing {
  /** The newest edition. */
  edition(): StoredEdition;
  /** Runs `work` alone: what it has read stays true until its change is carried out. Not to be nested. */
  inTurn<T>(work: (carryOut: (wish: Wish) => Promise<Publication>) => Promise<T>): Promise<T>;
}

/**
 * Opens the door; publishes a first, empty edition where there is none, and a new one where the last was signed
 * with another key. `now` in milliseconds since 1970.
 */
export async function openPublishing(
  storage: LibraryStorage,
  signer: Signer,
  media: Media,
  now: () => number,
): Promise<Publishing> {
  const commit = (change: Change) =>
    storage.commit(change, (state) =>
      makeEdition(state, signer, now(), change.restored !== undefined),
    );
  const latest = await storage.latestEdition();
  let edition =
    latest !== undefined && isSignedBy(latest, signer) ? latest : (await commit(noChange)).edition;

  const carryOut = async (wish: Wish): Promise<Publication> => {
    const { publish, refused } = await choose(storage, media, wish.publish ?? []);
    const change: Change = { ...noChange, ...wish, publish };
    if (changesNothing(change)) await storage.recordImports(change.imports);
    else {
      const committed = await commit(change);
      // What is withdrawn is gone from this moment, even where its pictures cannot be removed yet.
      edition = committed.edition;
      await media.remove(committed.orphans);
    }
    return { edition: edition.number, refused };
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    edition: () => edition,
    inTurn: (work) => {
      const done = last.then(() => work(carryOut));
      // The next one's turn comes however this one ends; its end is its caller's to hear of.
      last = done.catch(() => undefined);
      return done;
    },
  };
}

const noChange: Change = {
  publish: [],
  unlist: [],
  withdraw: [],
  imports: { put: [], remove: [] },
};

const changesNothing = ({ publish, unlist, withdraw, restored }: Change): boolean =>
  publish.length + unlist.length + withdraw.length === 0 && restored === undefined;

const isSignedBy = (edition: StoredEdition, signer: Signer): boolean =>
  Buffer.from(edition.head)
    .subarray(0, 200)
    .toString("latin1")
    .startsWith(`soniakh-1 head ${signer.public.id} `);

/** Parts articles into those that change something, those that are refused, and those that are published already (dropped). */
async function choose(
  storage: LibraryStorage,
  media: Media,
  articles: readonly Article[],
): Promise<{
  readonly publish: readonly PreparedArticle[];
  readonly refused: Publication["refused"];
}> {
  const publish: PreparedArticle[] = [];
  const refused: Publication["refused"][number][] = [];
  const slugs = new Map<Slug, ArticleId>();
  for (const article of articles) {
    const prepared = prepareArticle(article, await storage.listSlugs(article.id));
    const refusal = await refusalOf(storage, media, prepared, slugs);
    if (refusal !== undefined) refused.push({ id: article.id, slug: article.slug, refusal });
    else if (!(await isPublished(storage, prepared))) publish.push(prepared);
    if (refusal === undefined) slugs.set(article.slug, article.id);
  }
  return { publish, refused };
}

async function refusalOf(
  storage: LibraryStorage,
  media: Media,
  prepared: PreparedArticle,
  taken: ReadonlyMap<Slug, ArticleId>,
): Promise<PublishRefusal | undefined> {
  const { id, slug } = prepared.article;
  const parsed = parseArticle(prepared.article);
  if (!parsed.ok) return { code: "malformed", why: parsed.why };
  if ((await storage.findArticle(id))?.standing === "withdrawn") return { code: "withdrawn" };
  const by = taken.get(slug) ?? (await storage.findBySlug(slug))?.id ?? id;
  if (by !== id) return { code: "slug-taken", by };
  for (const { hash, type } of prepared.media)
    if (!(await media.has(hash, type))) return { code: "media-missing" };
  return undefined;
}

async function isPublished(
  storage: LibraryStorage,
  { article, hash }: PreparedArticle,
): Promise<boolean> {
  const stored = await storage.findArticle(article.id);
  return stored?.hash === hash && stored.standing === "listed";
}
