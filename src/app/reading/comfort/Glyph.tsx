// One line of 1.75 on a field of 24, as in rendering/icon.ts; these come with the comforts, so no page carries them.
const lines = {
  listen:
    "M4.5 15V12.5C4.5 8 7.8 4.5 12 4.5C16.2 4.5 19.5 8 19.5 12.5V15M4.5 14.5H7.5V19.5H6C5.2 19.5 4.5 18.8 4.5 18ZM19.5 14.5H16.5V19.5H18C18.8 19.5 19.5 18.8 19.5 18Z",
  pause: "M8.5 5.5V18.5M15.5 5.5V18.5",
  play: "M8 5.5V18.5L18.5 12Z",
  up: "M6 13L12 7L18 13M12 7V19M6 3.5H18",
  down: "M6 11L12 17L18 11M12 17V5M6 20.5H18",
  plus: "M12 5V19M5 12H19",
  minus: "M5 12H19",
  forward: "M9 5L16 12L9 19",
  back: "M15 5L8 12L15 19",
} as const;

export interface GlyphProps {
  readonly name: keyof typeof lines;
}

/** An icon beside its word; it says nothing to those who listen. */
export function Glyph({ name }: GlyphProps) {
  return (
    <svg class={`icon glyph-${name}`} viewBox="0 0 24 24" width={24} height={24} aria-hidden="true">
      <path d={lines[name]} />
    </svg>
  );
}
