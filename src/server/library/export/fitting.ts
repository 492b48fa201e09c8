import { brotliCompressSync, constants } from "node:zlib";
import { titleCost } from "../../compressing.ts";

/**
 * What a page may weigh, bytes in brotli: less than 14 KB, so that it and its headers travel in the first ten packets of a
 * connection (RFC 6928), in one round trip.
 */
export const oneRoundTrip = 13_500;

/** By how much the best compression is better than the quick one, at the very most: pages of text gain a tenth. */
const mostGain = 1.35;

/** True where the page travels in one round trip. Quick for most: what fits with little work fits with more. */
export function fits(html: string): boolean {
  const quick = weigh(html, 5);
  if (quick <= oneRoundTrip) return true;
  return quick <= oneRoundTrip * mostGain && weigh(html, 11) <= oneRoundTrip;
}

function weigh(html: string, quality: 5 | 11): number {
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: quality,
  };
  return brotliCompressSync(html, { params }).length + titleCost;
}

/**
 * The greatest whole number from `least` to `most` for which `isGood` holds, where it holds for all below it; `least`
 * where it holds for none. `exactness` is how far below the greatest the answer may lie.
 */
export function greatest(
  least: number,
  most: number,
  exactness: number,
  isGood: (number: number) => boolean,
): number {
  let [good, bad] = [least, most + 1];
  while (bad - good > exactness) {
    const middle = Math.floor((good + bad) / 2);
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
