const day = 86_400_000;

/** Milliseconds that `Retry-After` asks to wait: seconds or a date, at most a day; undefined where it says neither. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\s*\d{1,10}\s*$/.test(header)
    ? Number(header) * 1_000
    : Date.parse(header) - now;
  return Number.isNaN(seconds) ? undefined : Math.min(day, Math.max(0, seconds));
}

/** Milliseconds for which an answer says that it stays as it is (`Cache-Control: max-age`), at most six hours. */
export function maxAge(header: string | undefined): number {
  if (header === undefined || /no-cache|no-store/i.test(header)) return 0;
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/i.exec(header)?.[1];
  return seconds === undefined ? 0 : Math.min(6 * 3_600_000, Number(seconds) * 1_000);
}
