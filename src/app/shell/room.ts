import type { Store } from "../../device/database.ts";
import type { Circumstances } from "../../device/facts.ts";
import type { Library } from "../../device/library.ts";
import type { Room } from "../settings/settings-model.ts";

/** Chromium's; in no standard that others follow. https://wicg.github.io/netinfo/ */
interface Connection {
  readonly saveData?: boolean;
  readonly type?: string;
}

const bytesFree = async (
  browser: Navigator,
): Promise<{ readonly used: number; readonly free: number } | undefined> => {
  const { usage, quota } = (await browser.storage?.estimate?.()) ?? {};
  return usage === undefined || quota === undefined
    ? undefined
    : { used: usage, free: quota - usage };
};

/** What the phone says of its line and its room. */
export async function readCircumstances(browser: Navigator): Promise<Circumstances> {
  const connection = (browser as Navigator & { readonly connection?: Connection }).connection;
  const room = await bytesFree(browser);
  return {
    saveData: connection?.saveData ?? false,
    cellular: connection?.type === "cellular",
    freeBytes: room?.free,
  };
}

/** Bytes by kind; what the browser counts beyond articles and pictures is 'the rest'. */
export async function measureRoom(browser: Navigator, library: Library): Promise<Room> {
  const [{ texts, pictures }, room] = await Promise.all([library.usage(), bytesFree(browser)]);
  return {
    texts,
    pictures,
    rest: Math.max(0, (room?.used ?? 0) - texts - pictures),
    free: room?.free,
  };
}

/** Lets pictures go, those of shelved articles last; answers with the bytes that they took. */
export async function makeRoom(store: Store, library: Library): Promise<number> {
  const before = await library.usage();
  const { letGoPictures } = await import("../../device/tidying.ts");
  await letGoPictures(store);
  const after = await library.usage();
  return before.pictures - after.pictures;
}
