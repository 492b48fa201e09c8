/**
 * How long the other side wants us to wait, in milliseconds (RFC 9110, section 10.2.3), or undefined. A date is
 * measured against the `Date` of the same answer: this phone's own clock may be years off.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const [then, now] = [Date.parse(value), Date.parse(headers.get("date") ?? "")];
  return Number.isNaN(then - now) ? undefined : Math.max(0, then - now);
}
