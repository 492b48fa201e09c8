// Bringing the worker onto the phone, over lines that break: `startInstalling` beside a
// container that behaves as browsers were seen to.
import { expect, test } from "vitest";
import { startInstalling, type Workers } from "../../src/app/shell/installing.ts";

/** A registration whose worker is being installed until `ends` is called. */
function aRegistration() {
  const worker = new EventTarget();
  return {
    registration: { installing: worker } as unknown as ServiceWorkerRegistration,
    ends: () => worker.dispatchEvent(new Event("statechange")),
  };
}

/** A browser's workers: `found` is what is registered, `register` what comes of registering. */
function aBrowser(register: () => Promise<ServiceWorkerRegistration>) {
  const ready = Promise.withResolvers<ServiceWorkerRegistration>();
  const browser = {
    found: undefined as ServiceWorkerRegistration | undefined,
    registered: 0,
    ready: () => ready.resolve({} as ServiceWorkerRegistration),
    pauses: [] as { readonly milliseconds: number; readonly over: () => void }[],
  };
  const workers: Workers = {
    ready: ready.promise,
    getRegistration: async () => browser.found,
    register: () => {
      browser.registered += 1;
      return register();
    },
  };
  const pause = (milliseconds: number) =>
    new Promise<void>((over) => browser.pauses.push({ milliseconds, over }));
  const start = () => startInstalling(workers, () => "/sw.js", pause);
  return { browser, start };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

/** Whether it has ended by now. */
async function hasEnded(work: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void work.then(() => (ended = true));
  await turns();
  return ended;
}

test("a first visit registers at once, and who asks meanwhile waits for the same until it is installed", async () => {
  const { registration, ends } = aRegistration();
  const { browser, start } = aBrowser(async () => registration);

  const app = start();
  await turns();
  expect(browser.registered).toBe(1);
  const bringing = app.bring();

  expect(await hasEnded(bringing)).toBe(false);
  ends();
  expect(await hasEnded(bringing)).toBe(true);
  expect(browser.registered).toBe(1);
  expect(app.isUnfinished()).toBe(true);
  browser.ready();
  await app.installed;
  expect(app.isUnfinished()).toBe(false);
});

test("where there is one, none is registered and nobody waits", async () => {
  const { browser, start } = aBrowser(async () => aRegistration().registration);
  browser.found = {} as ServiceWorkerRegistration;

  const app = start();

  expect(await hasEnded(app.bring())).toBe(true);
  expect(browser.registered).toBe(0);
});

test("one that a line took away is registered again with the next asking", async () => {
  const lost = async (): Promise<never> => {
    throw new TypeError("the script did not come");
  };
  const { browser, start } = aBrowser(lost);

  const app = start();
  await app.bring();
  await app.bring();

  expect(browser.registered).toBe(2);
  expect(app.isUnfinished()).toBe(true);
});

test("a registering that never ends keeps no news away for longer than five seconds, and is begun anew", async () => {
  const { browser, start } = aBrowser(() => new Promise(() => undefined));

  const app = start();
  const bringing = app.bring();
  expect(await hasEnded(bringing)).toBe(false);
  expect(browser.pauses.map(({ milliseconds }) => milliseconds)).toEqual([5_000]);
  browser.pauses[0]!.over();
  await bringing;
  void app.bring();
  await turns();

  expect(browser.registered).toBe(2);
});

test("where none can be installed it is asked for six times, and no more by the clock", async () => {
  const { browser, start } = aBrowser(async () => Promise.reject(new Error("no room for workers")));

  const app = start();
  const unfinished: boolean[] = [];
  for (let tries = 0; tries < 7; tries += 1) {
    unfinished.push(app.isUnfinished());
    await app.bring();
  }

  expect(unfinished).toEqual([true, true, true, true, true, true, false]);
  // Whoever asks for another reason is not held off.
  expect(browser.registered).toBe(7);
});

test("a window without workers goes on without", async () => {
  const app = startInstalling(
    undefined,
    () => "/sw.js",
    () => new Promise(() => undefined),
  );

  expect(await hasEnded(app.bring())).toBe(true);
  expect(app.isUnfinished()).toBe(false);
  expect(await hasEnded(app.installed)).toBe(false);
});
