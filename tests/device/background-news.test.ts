import { expect, test } from "vitest";
import { newsTag, prepareBackgroundNews } from "../../src/device/background-news.ts";

/** A browser that answers so when it is asked for the permission; undefined has never heard of it. */
function aBrowser(state: PermissionState | undefined) {
  const registered: [unknown, unknown][] = [];
  const tags: [string, number][] = [];
  const worker = { installing: null, waiting: null, active: {} };
  const periodicSync = {
    register: async (tag: string, { minInterval }: { minInterval: number }) =>
      void tags.push([tag, minInterval]),
  };
  return {
    registered,
    tags,
    permissions: {
      query: async () => {
        if (state === undefined) throw new TypeError("no such permission");
        return { state } as PermissionStatus;
      },
    },
    workers: {
      register: (async (script: string, options?: RegistrationOptions) => {
        registered.push([script, options?.scope]);
        return { ...worker, periodicSync } as unknown as ServiceWorkerRegistration;
      }) as ServiceWorkerContainer["register"],
    },
  };
}

test("where the browser wakes the app now and then, a worker of its own is registered for it, twice a day at most", async () => {
  const browser = aBrowser("granted");

  expect(await prepareBackgroundNews({ ...browser, script: "/news.js" })).toBe(true);

  expect(browser.registered).toEqual([["/news.js", "/library/"]]);
  expect(browser.tags).toEqual([[newsTag, 43_200_000]]);
});

test.each(["prompt", "denied", undefined] as const)(
  "where the permission is %s nothing is registered and nothing fetched",
  async (state) => {
    const browser = aBrowser(state);

    expect(await prepareBackgroundNews({ ...browser, script: "/news.js" })).toBe(false);

    expect(browser.registered).toEqual([]);
  },
);
