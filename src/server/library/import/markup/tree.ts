import { decodeHTMLStrict } from "entities";
import { Parser } from "htmlparser2";

/** An element of a page or a feed. Names are in lower case; XML ones keep their prefix. */
export interface MarkupElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Markup[];
}

/** An element, or a stretch of text with its entities decoded. */
export type Markup = MarkupElement | string;

/** A document, read as far as it went. */
export interface ReadMarkup {
  /** Stands above the document's own root. */
  readonly root: MarkupElement;
  /** Why the reading ended early: what stood before it is there. */
  readonly cut?: "too-deep" | "too-much";
}

/** More than any page has; an element inside costs the parser time in proportion to its depth. */
const deepestElement = 400;
const mostNodes = { xml: 600_000, html: 200_000 } as const;

/** Thrown inside this file only: ends the parser's work. */
class Cut extends Error {
  readonly why: "too-deep" | "too-much";
  constructor(why: "too-deep" | "too-much") {
    super(why);
    this.why = why;
  }
}

interface Growing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Markup[];
}

/**
 * Reads any text as markup and never throws: what is not closed ends with its parent, what is misspelt is text. In XML
 * the entities of HTML count as well, declared or not; none that the document declares itself is ever expanded.
 */
export function parseMarkup(text: string, language: "xml" | "html"): ReadMarkup {
  const root: Growing = { name: "", attributes: {}, children: [] };
  const parser = new Parser(handlerFor(root, language), {
    xmlMode: language === "xml",
    lowerCaseTags: true,
    lowerCaseAttributeNames: true,
    recognizeCDATA: true,
  });
  try {
    parser.end(text);
    return { root };
  } catch (error) {
    if (error instanceof Cut) return { root, cut: error.why };
    throw error;
  }
}

function handlerFor(root: Growing, language: "xml" | "html") {
  const open: Growing[] = [root];
  let nodes = 0;
  let isLiteral = false;
  const add = (node: Markup): void => {
    nodes += 1;
    if (nodes > mostNodes[language]) throw new Cut("too-much");
    open.at(-1)!.children.push(node);
  };
  return {
    onopentag(name: string, attributes: Record<string, string>): void {
      if (open.length > deepestElement) throw new Cut("too-deep");
      const element: Growing = { name, attributes, children: [] };
      add(element);
      open.push(element);
    },
    onclosetag(): void {
      if (open.length > 1) open.pop();
    },
    oncdatastart(): void {
      isLiteral = true;
    },
    oncdataend(): void {
      isLiteral = false;
    },
    ontext(raw: string): void {
      // `&amp;` comes as a piece of its own, so an entity that stands here whole was written as one.
      const isEntity = language === "xml" && !isLiteral && raw.includes("&");
      const text = withoutControls(isEntity ? decodeHTMLStrict(raw) : raw);
      const { children } = open.at(-1)!;
      const before = children.at(-1);
      if (typeof before === "string") children[children.length - 1] = before + text;
      else if (text !== "") add(text);
    },
  };
}

const withoutControls = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "");

export const isElement = (node: Markup): node is MarkupElement => typeof node !== "string";

/** An attribute's value, trimmed; undefined where it is absent or empty. */
export function attribute({ attributes }: MarkupElement, name: string): string | undefined {
  if (!Object.hasOwn(attributes, name)) return undefined;
  return attributes[name]?.trim() || undefined;
}

/** The elements directly inside that have one of the names, in order. */
export const childrenOf = (
  { children }: MarkupElement,
  ...names: readonly string[]
): readonly MarkupElement[] =>
  children.filter(
    (child): child is MarkupElement => isElement(child) && names.includes(child.name),
  );

/** Every element with one of the names at any depth, in the order of the document; not inside each other. */
export function findAll(
  { children }: MarkupElement,
  ...names: readonly string[]
): readonly MarkupElement[] {
  return children.flatMap((child): readonly MarkupElement[] => {
    if (!isElement(child)) return [];
    return names.includes(child.name) ? [child] : findAll(child, ...names);
  });
}

/** All the text inside. */
export const innerText = (node: Markup): string =>
  isElement(node) ? node.children.map(innerText).join("") : node;

/** Nodes as HTML again, for a feed that carries markup unescaped. */
export const writeMarkup = (nodes: readonly Markup[]): string =>
  nodes.map((node) => (isElement(node) ? writeElement(node) : escape(node))).join("");

const empty: ReadonlySet<string> = new Set(["br", "hr", "img", "source", "embed", "input", "wbr"]);

function writeElement({ name, attributes, children }: MarkupElement): string {
  const local = name.replace(/^[^:]*:/, "");
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const inside = writeMarkup(children);
  const start = `<${local}${all.join("")}>`;
  // An unescaped <img> holds, in XML, whatever follows it.
  return `${start}${inside}${empty.has(local) ? "" : `</${local}>`}`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
