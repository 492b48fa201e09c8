import { posix } from "node:path";
import type { ArticleId, Slug } from "../../../protocol/article.ts";
import type { ImportRecord, LibraryStorage } from "../../storage/library-storage.ts";
import { hashOf } from "../hashing.ts";
import { numbered, slugOf } from "../slugs.ts";
import { isPlainText } from "./content-file.ts";
import type { Source } from "./source.ts";

/** What is known of the folder's other files when one asks for its name. */
export interface Register {
  /** Records of earlier imports, by path. */
  readonly known: ReadonlyMap<string, ImportRecord>;
  /** The paths of the same records, by article. */
  readonly pathOf: ReadonlyMap<ArticleId, string>;
  /** Every path that is in the folder now. */
  readonly paths: ReadonlySet<string>;
  /** Slugs given out in this import, and to which file. */
  readonly given: ReadonlyMap<Slug, string>;
}

/** An article's id and slug, and the path it moved from; or one clause that says why it can have none. */
export type Identity =
  | {
      readonly ok: true;
      readonly id: ArticleId | undefined;
      readonly slug: Slug;
      readonly movedFrom?: string;
    }
  | { readonly ok: false; readonly why: string };

/**
 * Finds who the article of a file is. A file known before keeps its id. A new file whose slug belongs to an article
 * whose own file has gone is that file, moved. Two files with one slug: the second one is refused, or, being a plain
 * text, gets a number.
 */
export async function identify(
  storage: LibraryStorage,
  register: Register,
  path: string,
  source: Source,
): Promise<Identity> {
  const known = register.known.get(path)?.article;
  if (isPlainText(path) && known !== undefined) {
    const stored = await storage.findArticle(known);
    if (stored !== undefined) return { ok: true, id: known, slug: stored.slug };
  }
  const slug = wantedSlug(path, source);
  const identity = await claim(storage, register, path, slug, known);
  if (identity.ok || !isPlainText(path)) return identity;
  for (let number = 2; ; number += 1) {
    const other = await claim(storage, register, path, numbered(slug, number), known);
    if (other.ok) return other;
  }
}

/** From the front matter, else the file's name, else the title. */
function wantedSlug(path: string, { slug, title }: Source): Slug {
  const name = posix.basename(path).replace(/\.[^.]+$/, "");
  return (
    (slug === undefined ? undefined : slugOf(slug)) ??
    slugOf(name) ??
    slugOf(title) ??
    nameless(path)
  );
}

const nameless = (path: string): Slug =>
  slugOf(`a ${Buffer.from(hashOf(path)).toString("hex").slice(0, 12)}`)!;

async function claim(
  storage: LibraryStorage,
  { given, pathOf, paths }: Register,
  path: string,
  slug: Slug,
  known: ArticleId | undefined,
): Promise<Identity> {
  const rival = given.get(slug);
  if (rival !== undefined && rival !== path) return taken(slug, rival);
  const holder = await storage.findBySlug(slug);
  if (holder === undefined || holder.id === known) return { ok: true, id: known, slug };
  const home = pathOf.get(holder.id);
  if (home === undefined)
    return {
      ok: false,
      why: `has the slug ${slug} of an article that came from the desk or from elsewhere`,
    };
  if (paths.has(home)) return taken(slug, home);
  if (known === undefined) return { ok: true, id: holder.id, slug, movedFrom: home };
  return { ok: false, why: `has the slug ${slug} of an article whose file ${home} has gone` };
}

const taken = (slug: Slug, by: string): Identity => ({
  ok: false,
  why: `has the same slug as ${by}: ${slug}`,
});
