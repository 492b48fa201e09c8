// Firefox through puppeteer-core and WebDriver BiDi: no geckodriver, one profile folder that outlives the browser.
// To cut its network use `network.ts`: puppeteer's `setOfflineMode` turns `navigator.onLine` false, and the service
// worker goes on fetching.
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { getBrowser } from "./finding-browsers.ts";
import { killTree, markedEnvironment, processTree, untilGone } from "./processes.ts";
import { createProfile } from "./profiles.ts";

export type FirefoxOptions = {
  /** The profile folder. Left in place on close, to be opened again; without it a fresh one is made and removed. */
  userDataDir?: string;
  viewport?: { width: number; height: number };
  /** Further settings as in about:config, `browsers/watching.ts`' proxy among them. */
  prefs?: Readonly<Record<string, string | number | boolean>>;
};

export type Firefox = {
  /** The browser as it now runs; another one after `restart`. */
  browser: Browser;
  pid: number;
  userDataDir: string;
  newPage(): Promise<Page>;
  processes(): Promise<number[]>;
  /** Ends it in good order and opens it again on the same profile. Pages of before are dead. */
  restart(): Promise<Firefox>;
  close(): Promise<void>;
  /** SIGKILL of the whole process tree. The profile stays. */
  kill(): Promise<void>;
};

/** Opens headless Firefox. Throws the sentence how to get it where there is none. */
export async function openFirefox(options: FirefoxOptions = {}): Promise<Firefox> {
  const { userDataDir, prefs = {}, viewport = { width: 390, height: 844 } } = options;
  const profile = userDataDir === undefined ? await createProfile("firefox") : undefined;
  const folder = userDataDir ?? profile?.folder ?? "";
  const { mark, env } = markedEnvironment();
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: getBrowser("firefox"),
    headless: true,
    userDataDir: folder,
    extraPrefsFirefox: { "services.settings.server": "data:,nowhere", ...prefs },
    defaultViewport: viewport,
    env: { ...env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" }, // without it a release build ignores the first setting below
  });
  const pid = browser.process()?.pid;
  if (pid === undefined) throw new Error("puppeteer did not tell Firefox's process");
  const started = { pid, mark };

  const end = async (): Promise<void> => {
    const tree = await processTree(started);
    await browser.close();
    await untilGone(started, tree);
  };
  return {
    browser,
    pid,
    userDataDir: folder,
    newPage: () => browser.newPage(),
    processes: () => processTree(started),
    restart: async () => {
      await end();
      const next = await openFirefox({ ...options, userDataDir: folder });
      if (profile === undefined) return next;
      // The folder was made here, so it also goes away here, with the last browser that used it.
      return {
        ...next,
        close: () => next.close().then(() => profile.remove()),
        kill: () => next.kill().then(() => profile.remove()),
      };
    },
    close: async () => {
      await end();
      await profile?.remove();
    },
    kill: async () => {
      await killTree(started);
      await profile?.remove();
    },
  };
}
