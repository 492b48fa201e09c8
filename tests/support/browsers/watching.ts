// Watches a browser through a whole journey, so that the journey can end with: nothing foreign was asked for,
// no policy was breached, nothing was thrown. What WebKit's driver cannot tell, the watchtower sees from outside.
import type { Page as FirefoxPage } from "puppeteer-core";
import type { Chromium } from "./chromium.ts";
import { openWatchtower, type Finding, type Watchtower } from "./watchtower.ts";

export type Watch = Watchtower & {
  /** Also collects requests (of pages and service workers), console errors and uncaught errors of this browser. */
  watchChromium(chromium: Chromium): void;
  /** The same for one page of Firefox; call it before the first `goto`. */
  watchFirefox(page: FirefoxPage): void;
  /**
   * Throws with every finding in its message if there is one that no pattern in `except` matches (`kind: what`).
   * Failed loads (`net::ERR_…`) are never findings: they are what a cut network looks like.
   */
  assertQuiet(except?: readonly RegExp[]): void;
  /** Forgets what was found, and answers it. */
  take(): Finding[];
};

const cutNetwork = [
  /Failed to load resource: net::ERR_/, // Chromium
  /error occurred when fetching the script/, // Chromium, when it asks for a newer worker
  /Failed to load ‘.*’\. A ServiceWorker/, // Firefox
  /NetworkError when attempting to fetch resource/, // Firefox
  /downloadable font: download failed.*literata/, // Firefox, for the reading font
];

export async function openWatch(): Promise<Watch> {
  const tower = await openWatchtower();
  const { findings } = tower;
  const add = (kind: Finding["kind"], what: string): void => {
    if (!cutNetwork.some((pattern) => pattern.test(what))) findings.push({ kind, what });
  };
  const addRequest = (url: string): void => {
    if (isForeign(url)) add("foreign request", url);
  };

  return {
    ...tower,
    watchChromium: ({ context }) => {
      context.on("request", (request) => addRequest(request.url()));
      context.on("weberror", (error) => add("page error", error.error().message));
      context.on("console", (message) => {
        if (message.type() === "error") add(kindOf(message.text()), message.text());
      });
    },
    watchFirefox: (page) => {
      page.on("request", (request) => addRequest(request.url()));
      page.on("pageerror", (error) => {
        // Of what is thrown and is no Error Firefox says no more than `Object`: where it was thrown says the rest.
        const what = error instanceof Error ? (error.stack ?? String(error)) : String(error);
        add(kindOf(what), what);
      });
      page.on("console", (message) => {
        if (message.type() === "error") add("console error", message.text());
      });
    },
    assertQuiet: (except = []) => {
      const lines = findings.map(({ kind, what }) => `${kind}: ${what}`);
      const loud = lines.filter((line) => !except.some((pattern) => pattern.test(line)));
      if (loud.length > 0) throw new Error(`The browser was not quiet:\n  ${loud.join("\n  ")}`);
    },
    take: () => findings.splice(0),
  };
}

/** Whether a URL names another computer; `data:`, `blob:` and the like name none. */
export function isForeign(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (!["http:", "https:", "ws:", "wss:"].includes(protocol)) return false;
  return !["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Both browsers tell breaches among their errors, in these words. */
function kindOf(said: string): Finding["kind"] {
  return /Content[- ]Security[- ]Policy|requires 'Trusted/.test(said)
    ? "policy breach"
    : "console error";
}
