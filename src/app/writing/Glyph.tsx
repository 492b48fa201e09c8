import { voiceLine } from "../ui/voice-line.ts";

// One line of 1.75 on a field of 24, as in rendering/icon.ts; these are writing's alone, so reading does not carry them.
const lines = {
  hide: "M4 4L20 20M9.9 6.2C10.6 6 11.3 5.9 12 5.9C16.5 5.9 19.6 9.3 21 12C20.5 13 19.8 14 18.9 15M6.2 7.7C4.8 8.9 3.7 10.5 3 12C4.4 14.7 7.5 18.1 12 18.1C13.4 18.1 14.7 17.8 15.8 17.2",
  photo:
    "M3.5 7.5H7.6L9.2 5H14.8L16.4 7.5H20.5V19H3.5ZM8.4 13a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0",
  undo: "M8.5 5L4 9.5L8.5 14M4 9.5H14.5C17.8 9.5 20 11.6 20 14.5C20 17.4 17.8 19.5 14.5 19.5H9",
  redo: "M15.5 5L20 9.5L15.5 14M20 9.5H9.5C6.2 9.5 4 11.6 4 14.5C4 17.4 6.2 19.5 9.5 19.5H15",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  voice: voiceLine,
  plus: "M12 5V19M5 12H19",
} as const;

export interface GlyphProps {
  readonly name: keyof typeof lines;
  readonly size?: number;
}

/** An icon beside its word; it says nothing to those who listen. */
export function Glyph({ name, size = 24 }: GlyphProps) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={lines[name]} />
    </svg>
  );
}
