/**
 * What stands for Preact in a passed-on file: `h` makes elements at once, for its reader draws each article anew and
 * nothing ever changes in place. `src/rendering` is built against this by `tools/build/passed-on-file.ts`.
 */

type Made = Node | string | number | boolean | null | undefined | readonly Made[];
type Component = (props: Readonly<Record<string, unknown>>) => Made;

const drawn = new Set(["svg", "rect", "use", "path", "g"]);

/** Pictures of this file by the hash of theirs: `data:` addresses. */
export const pictures = new Map<string, string>();

/** An element, or what a component makes. Markup has no way in: attributes and text nodes are all that is set. */
export function h(
  type: string | Component,
  props: Readonly<Record<string, unknown>> | null,
  ...children: readonly Made[]
): Made {
  if (typeof type === "function") return type({ ...props, children });
  const element = drawn.has(type)
    ? document.createElementNS("http://www.w3.org/2000/svg", type)
    : document.createElement(type);
  for (const [name, value] of Object.entries(props ?? {})) setAttribute(element, name, value);
  element.append(...nodesOf(children));
  return element;
}

/** What can be appended of what was made. */
export const nodesOf = (made: Made): readonly (Node | string)[] => {
  if (made === null || made === undefined || typeof made === "boolean") return [];
  if (typeof made === "object" && !(made instanceof Node)) return made.flatMap(nodesOf);
  return [typeof made === "number" ? String(made) : made];
};

function setAttribute(element: Element, name: string, value: unknown): void {
  if (value === undefined || value === null || value === false || name === "srcset") return;
  const text = typeof value === "string" ? value : value === true ? "" : JSON.stringify(value);
  if (name !== "src") return element.setAttribute(name, text);
  const picture = pictures.get(/[\w-]{43}/.exec(text)?.[0] ?? "");
  if (picture !== undefined) element.setAttribute(name, picture);
}
