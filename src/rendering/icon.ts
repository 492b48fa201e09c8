import { h, type JSX } from "preact";

// One line of 1.75 on a field of 24, drawn for this app.
const lines = {
  book: "M12 6.2C10 4.7 7.2 4.2 3.5 4.5V18.6C7.2 18.3 10 18.9 12 20.4C14 18.9 16.8 18.3 20.5 18.6V4.5C16.8 4.2 14 4.7 12 6.2ZM12 6.2V20.2",
  shelf: "M3 20.5H21M5 17.5V5H9V17.5ZM9 17.5V7.5H12.5V17.5M14.2 7.6L17.6 6.7L20.4 16.6L17 17.5Z",
  pencil:
    "M4 20L5 15.6L15.8 4.8C16.8 3.8 18.3 3.8 19.2 4.8C20.2 5.7 20.2 7.2 19.2 8.2L8.4 19L4 20ZM13.8 6.8L17.2 10.2",
  back: "M14.5 5L7.5 12L14.5 19",
  forward: "M9.5 5L16.5 12L9.5 19",
  settings:
    "M4 7H13M17 7H20M4 12H7M11 12H20M4 17H14M18 17H20M13 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M14 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  offline:
    "M4 4L20 20M8.6 15.3C9.5 14.5 10.7 14 12 14C13.3 14 14.5 14.5 15.4 15.3M5.3 12C6.4 11 7.7 10.2 9.1 9.8M18.7 12C17.4 10.8 15.9 10 14.2 9.6M2.2 8.7C3.5 7.6 4.9 6.7 6.4 6.1M21.8 8.7C18.6 5.9 14.5 4.7 10.4 5.2M12 18.6h.01",
  share: "M12 15V3.8M8 7.5L12 3.5L16 7.5M6.5 11H5V20.5H19V11H17.5",
  close: "M6 6L18 18M18 6L6 18",
  warning: "M12 4L21.5 20H2.5ZM12 10V14.5M12 17.2h.01",
  add: "M4 9V4.5H20V19.5H4V15M12 8V16M8 12H16",
  text: "M3 18.5L7.8 6L12.6 18.5M4.7 14.5H10.9M20.8 11.6V18.5M20.8 15.1a3.1 3.4 0 1 0-6.2 0a3.1 3.4 0 1 0 6.2 0",
} as const;

/** Which icons there are. */
export type IconName = keyof typeof lines;

/** An icon beside its word; it says nothing to those who listen. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" },
    h("path", { d: lines[name] }),
  );
}
