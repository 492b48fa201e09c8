import type { Circumstances } from "../../device/facts.ts";

/** Chromium's; in no standard that others follow. https://wicg.github.io/netinfo/ */
interface Connection {
  readonly saveData?: boolean;
  readonly type?: string;
}

/** What the browser says of its storage, bytes. */
export const bytesFree = async (
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
