import type { JSX } from "preact";

// One line of 1.75 on a field of 24, as on the readers' side; these stand at the desk alone.
const lines = {
  search: "M10.8 4.5a6.3 6.3 0 1 0 0 12.6a6.3 6.3 0 1 0 0-12.6M15.6 15.6L20.5 20.5",
  photo:
    "M3.5 7.5H7.6L9.2 5H14.8L16.4 7.5H20.5V19H3.5ZM12 9.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2",
  voice:
    "M12 3a3 3 0 0 1 3 3V11a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M5.5 11.5C5.5 15 8.3 17.5 12 17.5C15.7 17.5 18.5 15 18.5 11.5M12 17.5V21",
  warning: "M12 4L21.5 20H2.5ZM12 10V14.5M12 17.2h.01",
} as const;

/** A small icon beside its word or number. */
export function Sign({ name }: { name: keyof typeof lines }): JSX.Element {
  return (
    <svg class="sign" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
      <path d={lines[name]} />
    </svg>
  );
}
