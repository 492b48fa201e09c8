import { type Article, parseArticleJson } from "../../protocol/article.ts";
import { type InterfaceLanguage, interfaceLanguages } from "../../protocol/language.ts";
import type { ServedKind, ServedList } from "../../rendering/served.ts";
import { servedId } from "../../rendering/served-id.ts";

/** What the server wrote into this page, once its hash fits. */
export type ServedPage =
  | {
      readonly kind: "article";
      readonly language: InterfaceLanguage;
      readonly article: Article;
      readonly translation: string | undefined;
      readonly hash: string;
      readonly json: string;
      /** True for the beginning of a long one: the rest comes with the library. */
      readonly isPart: boolean;
    }
  | {
      readonly kind: "list";
      readonly language: InterfaceLanguage;
      readonly list: ServedList;
      readonly hash?: undefined;
    };

const isLists = (kind: ServedKind): boolean => kind === "front" || kind === "tag";

/**
 * Reads the page that the app finds itself on. Undefined where there is nothing to take over: the shell, a page
 * without data, or data whose hash does not fit; the app then draws its own page.
 */
export async function readServedPage(
  document: Document,
  hashOf: (text: string) => Promise<string>,
): Promise<ServedPage | undefined> {
  const kind = document.querySelector<HTMLElement>("#app")?.dataset["served"] as
    | ServedKind
    | undefined;
  const block = document.getElementById(servedId);
  const json = block?.textContent;
  const hash = block?.dataset["hash"];
  const language = interfaceLanguages.find((one) => one === document.documentElement.lang);
  if (!block || !kind || !json || !hash || !language) return undefined;
  if ((await hashOf(json)) !== hash) return undefined;
  if (isLists(kind)) return { kind: "list", language, list: JSON.parse(json) as ServedList };
  const parsed = parseArticleJson(json);
  return parsed.ok
    ? {
        kind: "article",
        language,
        article: parsed.value,
        translation: translationOf(document, language),
        hash,
        json,
        isPart: block.dataset["part"] !== undefined,
      }
    : undefined;
}

/** The link that the served page's head has for its version in the other language. */
function translationOf(document: Document, language: InterfaceLanguage): string | undefined {
  const links = Array.from(
    document.querySelectorAll<HTMLLinkElement>('link[rel="alternate"][hreflang]'),
  );
  const other = links.find((link) =>
    interfaceLanguages.some((one) => one !== language && link.hreflang.startsWith(one)),
  );
  return other && new URL(other.href).pathname;
}
