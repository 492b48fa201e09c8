export interface WorkingProps {
  readonly label: string;
  /** From 0 to 1. */
  readonly part: number;
}

/** Something takes seconds, and how far it is. */
export function Working({ label, part }: WorkingProps) {
  return (
    <div class="sheet-words">
      <p role="status">{label}</p>
      <progress class="meter" max={1} value={part} aria-label={label} />
    </div>
  );
}
