import { cp } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "playwright-core";
import { isReadyToWrite } from "./author.ts";
import { type AnyPage, chromiumPage } from "./browsers/any-page.ts";
import {
  type Chromium,
  type ChromiumOptions,
  openChromium,
  quickSyncRetries,
} from "./browsers/chromium.ts";
import { createProfile } from "./browsers/profiles.ts";
import { type Scene, shows } from "./journey.ts";
import type { RunningNewsroom } from "./newsroom.ts";

/** A browser that was started on a phone's storage, and its page. */
export interface Started {
  readonly browser: Chromium;
  readonly page: Page;
}

/** An author's phone: what is on its disk outlives every browser that is started on it. */
export interface Phone {
  readonly folder: string;
  /** Starts the browser. `prepare` runs before anything is loaded, for what a test must see from inside. */
  start(prepare?: (page: Page) => Promise<unknown>): Promise<Started>;
  /** The icon is tapped: the browser started, and the app in it. */
  open(prepare?: (page: Page) => Promise<unknown>): Promise<Started>;
  /** A first visit, in English, until reading and writing need no network any more. */
  firstVisit(prepare?: (page: Page) => Promise<unknown>): Promise<Started>;
  /** Another phone with the same disk. The browser must be closed. */
  copy(): Promise<Phone>;
}

/** A phone in a scene; removed at its end. */
export async function aPhone(
  scene: Scene,
  options: Omit<ChromiumOptions, "userDataDir"> = {},
): Promise<Phone> {
  const { folder, remove } = await createProfile("chromium");
  scene.onEnd(remove);
  const { args = [], ...rest } = options;
  const phone: Phone = {
    folder,
    async start(prepare) {
      const browser = await openChromium({
        ...rest,
        userDataDir: folder,
        args: [...scene.watch.chromiumArgs, ...quickSyncRetries, ...args],
      });
      scene.onEnd(() => browser.kill());
      scene.watch.watchChromium(browser);
      const page = await browser.page();
      await prepare?.(page);
      return { browser, page };
    },
    async open(prepare) {
      const started = await phone.start(prepare);
      await started.page.goto(`${scene.network.origin}/`);
      return started;
    },
    async firstVisit(prepare) {
      // A try before this one may have ended without a network.
      scene.network.restore();
      const started = await phone.start(prepare);
      await started.page.goto(`${scene.network.origin}/?lang=en`);
      await shows(chromiumPage(started.page), "You can read offline");
      await isReadyToWrite(started.page);
      return started;
    },
    async copy() {
      const other = await aPhone(scene, options);
      await cp(folder, other.folder, { recursive: true });
      return other;
    },
  };
  return phone;
}

/** One story in the server's own database, read from outside. */
export interface StoryRow {
  readonly id: string;
  readonly sequence: number;
  readonly state: string;
}

/** Every story that the server has accepted, in its order. */
export function storiesAt({ dataDir }: RunningNewsroom): readonly StoryRow[] {
  const database = new DatabaseSync(join(dataDir, "soniakh.sqlite"), { readOnly: true });
  try {
    return database
      .prepare("SELECT id, sequence, state FROM stories ORDER BY sequence")
      .all()
      .map(({ id, sequence, state }) => ({
        id: String(id),
        sequence: Number(sequence),
        state: String(state),
      }));
  } finally {
    database.close();
  }
}

/** How many rows each of the device's stores of writing and sending has; asked in the page. */
export const deviceRows = (
  page: Page,
): Promise<{ readonly drafts: number; readonly stories: number; readonly parts: number }> =>
  page.evaluate(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const count = (store) => new Promise((resolve) => {
      const request = database.transaction(store).objectStore(store).count();
      request.onsuccess = () => resolve(request.result);
    });
    const rows = { drafts: await count("drafts"), stories: await count("stories"), parts: await count("parts") };
    database.close();
    return rows;
  })()`);

/** The ids of the stories on the phone. */
export const storyIds = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const ids = await new Promise((resolve) => {
      const request = database.transaction("stories").objectStore("stories").getAllKeys();
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return ids;
  })()`);

/** What the newsroom answers when the phone's only story comes twice more, as from a phone that never heard the reply. */
export const sendAgain = (
  page: AnyPage,
): Promise<readonly { readonly status: number; readonly receipt: string }[]> =>
  page.read(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const all = (store) => new Promise((resolve) => {
      const request = database.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => resolve(request.result);
    });
    const [story] = await all("stories");
    const text = (await all("parts")).filter((one) => one.story === story.id && one.part === 0).map((one) => one.bytes);
    database.close();
    const body = new Blob([story.manifest, "\\n", ...text]);
    const answers = [];
    for (let times = 0; times < 2; times += 1) {
      const response = await fetch("/intake/stories/" + story.id, {
        method: "PUT", body, headers: { "content-type": "application/vnd.soniakh.story" },
      });
      answers.push({ status: response.status, receipt: await response.text() });
    }
    return answers;
  })()`);
