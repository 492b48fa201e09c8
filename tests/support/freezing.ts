import type { Page } from "playwright-core";

/** Freezes a page at a chosen moment of its work, so that a test can take its power at exactly that moment. */
export interface Freezer {
  /** To be called before the page loads anything. With `when` it is armed from the first moment of the first page on. */
  prepare(page: Page, when?: number | RegExp): Promise<void>;
  /**
   * From now on moments are told. The page freezes at that moment (from 1), or as soon as all moments so far, a line each,
   * match; never where nothing is given.
   */
  arm(when?: number | RegExp): Promise<void>;
  /** Resolves with the last moment when the page stands still. It never goes on. */
  readonly frozen: Promise<string>;
  /** The moments so far, in words, in order. */
  readonly moments: readonly string[];
  /** What the newsroom answered, as the page read it. */
  readonly answers: readonly string[];
}

// Moments: each request to IndexedDB, each transaction just after its commit and before the page hears of it, each message
// to a worker (the keyring's writes), and each signed answer when it is read and nobody has looked at it.
const eyes = `(() => {
  let armed = false, at, pattern;
  const told = [];
  const moment = (what, answer) => {
    if (!armed) return;
    told.push(what);
    const frozen = told.length === at || (pattern !== undefined && pattern.test(told.join("\\n")));
    window.tellMoment(JSON.stringify({ what, answer, frozen }));
    if (frozen) for (;;);
  };
  window.armFreezer = (when) => {
    armed = true;
    if (typeof when === "number") at = when;
    if (typeof when === "string") pattern = new RegExp(when);
  };
  for (const kind of ["get", "getAll", "getKey", "count", "put", "add", "delete", "openCursor", "openKeyCursor"]) {
    const real = IDBObjectStore.prototype[kind];
    IDBObjectStore.prototype[kind] = function (...given) {
      moment(kind + " " + this.name);
      return real.apply(this, given);
    };
  }
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const made = transaction.call(this, stores, mode, ...rest);
    if (mode === "readwrite") made.addEventListener("complete", () => moment("committed " + [...made.objectStoreNames]));
    return made;
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...given) {
    moment("to a worker");
    return post.apply(this, given);
  };
  const read = Response.prototype.arrayBuffer;
  Response.prototype.arrayBuffer = async function () {
    const bytes = await read.call(this);
    const path = this.url.replace(location.origin, "");
    if (path.startsWith("/intake/")) moment("answer of " + path, new TextDecoder().decode(bytes));
    return bytes;
  };
})()`;

interface Told {
  readonly what: string;
  readonly answer?: string;
  readonly frozen: boolean;
}

/** For one page. */
export function aFreezer(): Freezer {
  const moments: string[] = [];
  const answers: string[] = [];
  const { promise: frozen, resolve } = Promise.withResolvers<string>();
  let page: Page | undefined;
  const hear = (told: string): void => {
    const moment = JSON.parse(told) as Told;
    moments.push(moment.what);
    if (moment.answer !== undefined) answers.push(moment.answer);
    if (moment.frozen) resolve(moment.what);
  };
  return {
    async prepare(given, when) {
      page = given;
      await page.exposeFunction("tellMoment", hear);
      await page.addInitScript(eyes);
      if (when !== undefined) await page.addInitScript(armingBy(when));
    },
    async arm(when) {
      await page?.evaluate(armingBy(when));
    },
    frozen,
    moments,
    answers,
  };
}

const armingBy = (when: number | RegExp | undefined): string =>
  `window.armFreezer(${JSON.stringify(when instanceof RegExp ? when.source : when)})`;

/** Presses 'Seal and send' without waiting for the page, which may stand still before it has answered. */
export const pressAndGo = (page: Page): Promise<unknown> =>
  page.evaluate(`void setTimeout(() => document.querySelector(".foot .sun").click())`);
