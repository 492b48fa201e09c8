// Chromium through Playwright: the only engine here with Background Sync, quotas that can be set, and throttles.
import { chromium, type BrowserContext, type CDPSession, type Page } from "playwright-core";
import { getBrowser } from "./finding-browsers.ts";
import { killTree, markedEnvironment, processTree, untilGone } from "./processes.ts";
import { createProfile } from "./profiles.ts";

export type ChromiumOptions = {
  /** The profile folder. Left in place on close, to be opened again; without it a fresh one is made and removed. */
  userDataDir?: string;
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  /** BCP 47; what `navigator.language` and Accept-Language say. */
  locale?: string;
  /** Further command-line flags, `browsers/watching.ts`' proxy among them. */
  args?: readonly string[];
};

export type Line = { bytesPerSecond: number; latency: number };

/** 400 kbit/s and 400 ms: the line the targets are measured on. */
export const slowLine: Line = { bytesPerSecond: 50_000, latency: 400 };

export type Chromium = {
  context: BrowserContext;
  /** The browser's main process. */
  pid: number;
  userDataDir: string;
  /** The page that the profile opened with, or a new one. */
  page(): Promise<Page>;
  /** The living processes of this browser. */
  processes(): Promise<number[]>;
  /**
   * Cuts and restores the network for pages and service workers alike; fires `online`, `offline` and Background Sync,
   * which `network.ts` cannot. A new browser starts online. Hangs if a worker was stopped through CDP in between.
   */
  setOffline(offline: boolean): Promise<void>;
  /** Makes the page's processor `times` slower; 1 is full speed. */
  slowProcessor(page: Page, times: number): Promise<void>;
  /** Throttles what this page itself fetches (not its service worker: for that use `network.ts`); undefined lifts it. */
  slowNetwork(page: Page, line: Line | undefined): Promise<void>;
  /**
   * Sets how many bytes the page's origin may store; undefined gives the real quota back. Lasts as long as the page.
   * Writes beyond it fail with QuotaExceededError, while `navigator.storage.estimate()` goes on telling the old number. A
   * database that is open believes for half a minute what it last heard of the room: set a lower one before it is opened.
   */
  setQuota(page: Page, bytes: number | undefined): Promise<void>;
  /** An ordinary end: the profile is flushed and nothing is left running. */
  close(): Promise<void>;
  /** SIGKILL of the whole process tree: what was not on disk is lost. The profile stays. */
  kill(): Promise<void>;
};

/** Flags that retry a failed Background Sync after 1 s, then 3 s, in place of 5 and 15 minutes. Three tries stay three. */
export const quickSyncRetries = [
  "--force-fieldtrials=BackgroundSync/Quick",
  "--force-fieldtrial-params=BackgroundSync.Quick:initial_retry_delay_sec/1/min_sync_recovery_time_sec/1",
] as const;

const flags = [
  "--no-sandbox",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Opens headless Chromium. Throws the sentence how to get it where there is none. */
export async function openChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const {
    userDataDir,
    args = [],
    viewport = { width: 390, height: 844 },
    colorScheme = "light",
    locale = "uk-UA",
  } = options;
  const profile = userDataDir === undefined ? await createProfile("chromium") : undefined;
  const folder = userDataDir ?? profile?.folder ?? "";
  const { mark, env } = markedEnvironment();
  const context = await chromium.launchPersistentContext(folder, {
    env,
    executablePath: getBrowser("chromium"),
    headless: true,
    chromiumSandbox: false,
    args: [...flags, ...args],
    viewport,
    colorScheme,
    locale,
  });
  const pid = await mainProcess(context);
  const started = { pid, mark };
  const session = sessions(context);

  return {
    context,
    pid,
    userDataDir: folder,
    page: async () => context.pages()[0] ?? (await context.newPage()),
    processes: () => processTree(started),
    setOffline: (offline) => context.setOffline(offline),
    slowProcessor: async (page, rate) => {
      await (await session(page)).send("Emulation.setCPUThrottlingRate", { rate });
    },
    slowNetwork: async (page, line) => {
      const cdp = await session(page);
      await cdp.send("Network.enable");
      await cdp.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: line?.latency ?? 0,
        downloadThroughput: line?.bytesPerSecond ?? -1,
        uploadThroughput: line?.bytesPerSecond ?? -1,
      });
    },
    setQuota: async (page, bytes) => {
      const { origin } = new URL(page.url());
      const quota = bytes === undefined ? {} : { quotaSize: bytes };
      await (await session(page)).send("Storage.overrideQuotaForOrigin", { origin, ...quota });
    },
    close: async () => {
      const tree = await processTree(started);
      await context.close();
      await untilGone(started, tree);
      await profile?.remove();
    },
    kill: async () => {
      await killTree(started);
      await context.close().catch(() => {}); // frees Playwright's own side
      await profile?.remove();
    },
  };
}

/** Playwright hides the process of a persistent context; the browser itself tells its number. */
async function mainProcess(context: BrowserContext): Promise<number> {
  const browser = context.browser();
  if (browser === null) throw new Error("Playwright gave no browser for a persistent context");
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  await cdp.detach();
  const main = processInfo.find((one) => one.type === "browser");
  if (main === undefined) throw new Error("Chromium did not tell its main process");
  return main.id;
}

/** One session a page, kept: what a session emulates ends with it. */
function sessions(context: BrowserContext): (page: Page) => Promise<CDPSession> {
  const open = new WeakMap<Page, Promise<CDPSession>>();
  return (page) => {
    const session = open.get(page) ?? context.newCDPSession(page);
    open.set(page, session);
    return session;
  };
}
