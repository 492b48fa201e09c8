export interface BarsProps {
  /** Heights from 0 to 1. */
  readonly bars: readonly number[];
  /** So many of them are behind. */
  readonly done: number;
}

const step = 6;
const thickness = 3;
const tall = 36;

/** How loud it is over time, drawn by attributes alone. It says nothing to those who listen. */
export function Bars({ bars, done }: BarsProps) {
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${bars.length * step} 40`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map((bar, at) => {
        const height = Math.max(thickness, bar * tall);
        return (
          <rect
            key={at}
            class={at < done ? "done" : undefined}
            x={at * step + 1.5}
            y={20 - height / 2}
            width={thickness}
            height={height}
            rx={1.5}
          />
        );
      })}
    </svg>
  );
}
