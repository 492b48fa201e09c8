import { expect, test } from "vitest";
import { askForBackgroundSync, syncTag } from "../../src/device/background-sync.ts";

test("the sending worker is registered at the intake alone, and asked once it is active", async () => {
  const browser = aBrowser();

  const asked = askForBackgroundSync({
    workers: browser.workers,
    script: "/sending.js",
    supported: true,
  });
  await browser.registered;
  expect(browser.tags).toEqual([]);
  browser.become("activated");

  expect(await asked).toBe(true);
  expect(browser.registrations).toEqual([["/sending.js", "/intake/"]]);
  expect(browser.tags).toEqual([syncTag]);
});

test("where the browser has no Background Sync, no worker is registered", async () => {
  const browser = aBrowser();

  expect(
    await askForBackgroundSync({
      workers: browser.workers,
      script: "/sending.js",
      supported: false,
    }),
  ).toBe(false);

  expect(browser.registrations).toEqual([]);
});

test("a worker that does not start, or a browser that refuses, is no failure of sending", async () => {
  const browser = aBrowser();
  const asked = askForBackgroundSync({
    workers: browser.workers,
    script: "/sending.js",
    supported: true,
  });
  await browser.registered;
  browser.become("redundant");
  const refusing = { register: () => Promise.reject(new DOMException("", "NotAllowedError")) };

  expect(await asked).toBe(false);
  expect(
    await askForBackgroundSync({ workers: refusing, script: "/sending.js", supported: true }),
  ).toBe(false);
});

function aBrowser(): {
  readonly workers: Pick<ServiceWorkerContainer, "register">;
  readonly registrations: [unknown, unknown][];
  readonly tags: string[];
  readonly registered: Promise<void>;
  become(state: string): void;
} {
  const registrations: [unknown, unknown][] = [];
  const tags: string[] = [];
  const worker = Object.assign(new EventTarget(), { state: "installing" });
  let tell: () => void = () => undefined;
  const registered = new Promise<void>((resolve) => (tell = resolve));
  const registration = {
    installing: worker,
    waiting: null,
    active: null,
    sync: { register: async (tag: string) => void tags.push(tag) },
  };
  return {
    workers: {
      register: async (script, options) => {
        registrations.push([script, options?.scope]);
        // The caller's own turn comes first.
        setTimeout(tell);
        return registration as unknown as ServiceWorkerRegistration;
      },
    },
    registrations,
    tags,
    registered,
    become(state) {
      worker.state = state;
      worker.dispatchEvent(new Event("statechange"));
    },
  };
}
