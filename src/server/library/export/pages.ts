import { renderToString } from "preact-render-to-string";
import { parseArticleJson } from "../../../protocol/article.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { Newsroom } from "../../../protocol/newsroom.ts";
import { routes } from "../../../protocol/routes.ts";
import {
  type Served,
  servedArticle,
  servedFront,
  servedMissing,
  servedPrivacy,
  servedShell,
  servedTag,
  servedWithdrawn,
} from "../../../rendering/served.ts";
import { intoTemplate } from "../../../rendering/template.ts";
import { interfaceLanguageOf } from "../../../rendering/words.ts";
import type { StoredArticle } from "../../storage/library-storage.ts";
import { hashOf } from "../hashing.ts";
import type { Library } from "../library.ts";
import { tagSlug } from "../preparing.ts";
import { privacyBlocks } from "./privacy.ts";

/** What pages are made of. */
export interface PageDeps {
  readonly library: Library;
  /** Its origin is the one that canonical links name. */
  readonly newsroom: Newsroom;
  /** The built index.html with its marks; read for each page, so that a new build shows. */
  readonly template: () => string;
  /** docs/privacy, Markdown. */
  readonly privacy: Readonly<Record<InterfaceLanguage, string>>;
}

/** An article's page, or where it has gone. */
export type ArticlePage = Served | { readonly movedTo: string };

const onFront = 20;
const onTag = 200;

/** Pages as the rendering wing makes them of what the library holds. */
export function createPages({ library, newsroom, template, privacy }: PageDeps) {
  return {
    /** The newest articles of a language, from the given place on; undefined where there are none so far down. */
    async front(language: InterfaceLanguage, from: number): Promise<Served | undefined> {
      const entries = await library.listNewest({ language, limit: onFront + 1, offset: from });
      if (entries.length === 0 && from > 0) return undefined;
      const older =
        entries.length > onFront ? `${routes.front(language)}?from=${from + onFront}` : undefined;
      return servedFront(newsroom, language, entries.slice(0, onFront), older);
    },
    /** A tag's articles; the tag may be written as it is or as its slug. Undefined where there are none. */
    async tag(language: InterfaceLanguage, asked: string): Promise<Served | undefined> {
      const entries = await library.listNewest({ language, limit: onTag, tag: asked });
      const tag = entries[0]?.tags.find((one) => one === asked || tagSlug(one) === asked);
      return tag === undefined ? undefined : servedTag(newsroom, language, tag, entries);
    },
    async article(slug: string): Promise<ArticlePage | undefined> {
      const found = await library.findBySlug(slug);
      if (found === undefined) return undefined;
      if (found.standing === "withdrawn")
        return servedWithdrawn(newsroom, interfaceLanguageOf(found.language));
      return found.slug === slug
        ? articlePage(library, newsroom, found)
        : { movedTo: routes.article(found.slug) };
    },
    privacy: (language: InterfaceLanguage): Served =>
      servedPrivacy(newsroom, language, privacyBlocks(privacy[language], newsroom.contacts)),
    missing: (language: InterfaceLanguage): Served => servedMissing(newsroom, language),
    shell: (language: InterfaceLanguage): Served => servedShell(newsroom, language),
    /** The page as HTML. */
    write: (served: Served): string =>
      intoTemplate(template(), served, { render: renderToString, hashOf }),
  };
}

async function articlePage(
  library: Library,
  newsroom: Newsroom,
  { json }: StoredArticle,
): Promise<Served> {
  const parsed = parseArticleJson(json);
  // It was parsed before it was stored: if it cannot be read now, the database is not what we wrote.
  if (!parsed.ok) throw new Error(`A stored article cannot be read: ${parsed.why}`);
  const translations = (await library.listWork(parsed.value.work)).filter(
    ({ id }) => id !== parsed.value.id,
  );
  return servedArticle(newsroom, parsed.value, json, translations);
}
