import { h, type JSX } from "preact";

/** Which icons there are: the paths of `drawings.svg`. */
export const iconNames = [
  "book",
  "shelf",
  "pencil",
  "back",
  "forward",
  "settings",
  "offline",
  "share",
  "close",
  "warning",
  "text",
  "search",
] as const;
export type IconName = (typeof iconNames)[number];

/** An icon beside its word; it says nothing to those who listen. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" },
    h("use", { href: `#icon-${name}` }),
  );
}
