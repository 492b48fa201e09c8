/** A time in Kyiv in winter, as `2026-11-22 21:47`. */
export const momentOf = (time: string): Date => new Date(`${time.replace(" ", "T")}:00+02:00`);

/** The moment that clocks in the pictures show, but for what was written before. */
export const moment = momentOf("2026-11-23 14:05");

/** A Node option: the newsroom's clock stands still at the moment. */
export const standingClock = `--import=data:text/javascript,${encodeURIComponent(
  `const Real = Date; globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length === 0 ? [${moment.getTime()}] : given)); }
    static now() { return ${moment.getTime()}; }
  };`,
)}`;
