// How a benchmark says what it measured: ours, the peer's, their ratio, what was aimed at.

/** A line of a table. A figure that could not be had is undefined. */
export interface Row {
  readonly what: string;
  readonly ours: number | undefined;
  readonly peer?: { readonly name: string; readonly figure: number | undefined };
  readonly unit: (figure: number) => string;
  readonly target: string;
}

/** Prints the rows; judges nothing. */
export function printTable(rows: readonly Row[]): void {
  const cells = [
    ["", "Soniakh", "peer", "ratio", "target", ""],
    ...rows.map(({ what, ours, peer, unit, target }) => [
      what,
      ours === undefined ? "–" : unit(ours),
      peer?.figure === undefined ? "" : unit(peer.figure),
      ours === undefined || peer?.figure === undefined ? "" : (ours / peer.figure).toFixed(3),
      target,
      peer?.name ?? "",
    ]),
  ];
  for (const [what = "", ours = "", peer = "", ratio = "", target = "", name = ""] of cells) {
    const line = `${what.padEnd(52)}${ours.padStart(12)}${peer.padStart(12)}${ratio.padStart(8)}  ${target.padEnd(12)}${name}`;
    console.log(line.trimEnd());
  }
}

export const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;
export const milliseconds = (count: number): string =>
  `${count < 10 ? count.toFixed(2) : Math.round(count)} ms`;
export const throughput = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB/s`;
export const times = (ratio: number): string => ratio.toFixed(3);
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;
export const perSecond = (count: number): string => `${Math.round(count)}/s`;

/** The middle one; of an even number the upper of both. */
export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
