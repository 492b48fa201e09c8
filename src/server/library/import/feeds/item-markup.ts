import { wordsOf } from "../markup/html.ts";
import {
  attribute,
  childrenOf,
  innerText,
  isElement,
  type MarkupElement,
  writeMarkup,
} from "../markup/tree.ts";

/** The first element inside that has one of the names and says something; names in order of preference. */
export function firstTold(
  element: MarkupElement,
  ...names: readonly string[]
): MarkupElement | undefined {
  for (const name of names) {
    const found = childrenOf(element, name).find(({ children }) => children.length > 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Its text, trimmed; undefined where there is none. */
export function textIn(element: MarkupElement, ...names: readonly string[]): string | undefined {
  const found = firstTold(element, ...names);
  return found === undefined ? undefined : innerText(found).trim() || undefined;
}

/** True for text that is markup, whatever it is labelled. */
const isMarkup = (text: string): boolean =>
  /<\/?(?:a|b|blockquote|br|div|em|figure|h[1-6]|hr|i|iframe|img|li|ol|p|pre|span|strong|table|ul)\b[^<>]*>/i.test(
    text,
  );

/** What an element holds as HTML, escaped or not. */
export function htmlIn(element: MarkupElement | undefined): string {
  if (element === undefined) return "";
  const { children } = element;
  const html = children.some(isElement) ? writeMarkup(children) : innerText(element);
  return isMarkup(html) ? html : paragraphs(html);
}

/** Text between blank lines as paragraphs. Entities that it still holds count. */
export function paragraphs(text: string): string {
  const parts = text.replaceAll("\r\n", "\n").split(/\n[ \t]*\n/);
  if (parts.length === 1) return text.trim();
  return parts.map((part) => `<p>${part.trim()}</p>`).join("");
}

/** Plain text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Where relative addresses inside an element begin. */
export function baseIn(element: MarkupElement, outer: string): string {
  const own = attribute(element, "xml:base");
  return own !== undefined && URL.canParse(own, outer) ? new URL(own, outer).href : outer;
}

/** A whole text seldom is so short, or ends so. */
const shortest = 900;

/** True where what is given for the text is only its beginning. */
export function looksLikeExcerpt(html: string): boolean {
  const words = wordsOf(html);
  const leadsOn =
    /(?:…|\.\.\.|&hellip;|\[[…. ]+\]|Read more|Continue reading|Читати далі|Читать далее|Детальніше|appeared first on .*)[\s.»>→]*$/iu;
  return words.length < shortest || leadsOn.test(words);
}
