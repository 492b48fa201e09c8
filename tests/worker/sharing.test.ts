// What other apps share: articles wait in a cache for the page that looks at them; words and photos wait in memory alone.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeShared } from "../../src/app/shell/shared-file.ts";
import { askForShared } from "../../src/app/writing/files/asking-for-shared.ts";
import type { Shared } from "../../src/device/sharing.ts";
import { aCacheStorage } from "../support/caches.ts";

const origin = "https://soniakh.example";

/** The worker over an empty world. */
async function aWorker(caches: CacheStorage) {
  const listeners: ((event: object) => void)[] = [];
  vi.stubGlobal("self", {
    addEventListener: (type: string, listener: (event: object) => void) =>
      type === "fetch" && listeners.push(listener),
    location: new URL(`${origin}/sw.js`),
    __WB_DISABLE_DEV_LOGS: true,
  });
  vi.stubGlobal("__WB_DISABLE_DEV_LOGS", true);
  vi.stubGlobal("location", new URL(`${origin}/sw.js`));
  vi.resetModules();
  const { answerShare, markShare, takeShares } = await import("../../src/worker/sharing.ts");
  takeShares(caches);
  const waits: Promise<unknown>[] = [];
  return {
    /** What it answers to a form that another app sends. */
    async send(body: BodyInit): Promise<string> {
      let answer: Promise<Response> | undefined;
      const request = new Request(`${origin}/take`, { method: "POST", body });
      const respondWith = (given: Promise<Response>): void => void (answer = given);
      const waitUntil = (wait: Promise<unknown>): void => void waits.push(wait);
      for (const listener of listeners) listener({ request, respondWith, waitUntil });
      const response = await answer;
      return `${response?.status} ${response?.headers.get("location")}`;
    },
    /** What a page asks for, by its own means. */
    ask: (): Promise<Shared | undefined> =>
      askForShared({
        controller: {
          postMessage: (data: unknown, ports: MessagePort[]) =>
            answerShare({ data, ports } as unknown as Parameters<typeof answerShare>[0]),
        } as ServiceWorker,
      }),
    async isMarked(path: string): Promise<boolean> {
      const shell = new Response('<!doctype html><html lang="uk"><body>…', {
        headers: { "content-security-policy": "default-src 'none'", "content-length": "40" },
      });
      const page = await markShare(shell, new URL(path, origin));
      if (page === undefined) return false;
      expect(page.headers.get("content-security-policy")).toBe("default-src 'none'");
      return (await page.text()).includes('<html data-shared lang="uk">');
    },
    /** True while the browser is asked to keep the worker alive. */
    async isHeldAlive(): Promise<boolean> {
      const last = waits.at(-1);
      if (last === undefined) return false;
      const pending = Symbol("pending");
      return (await Promise.race([last, Promise.resolve(pending)])) === pending;
    },
  };
}

const redirect = Response.redirect.bind(Response);
/** Node's wants a whole address; a worker's is relative to its own. */
const relative = (path: string | URL, status?: number): Response =>
  redirect(new URL(path, origin), status);

const toDraft = `303 ${origin}/`;
const toLook = `303 ${origin}/take`;

let caches: CacheStorage;
let worker: Awaited<ReturnType<typeof aWorker>>;
beforeEach(async () => {
  vi.spyOn(Response, "redirect").mockImplementation(relative);
  caches = aCacheStorage();
  worker = await aWorker(caches);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function aForm(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

const aPhoto = new File(["photo"], "IMG_0001.jpg", { type: "image/jpeg" });

test("a shared file of articles waits for the page, once", async () => {
  const file = new File(["<!doctype html>"], "statti.html", { type: "text/html" });

  expect(await worker.send(aForm({ title: "Новини", file }))).toBe(toLook);

  expect(await (await takeShared(caches))?.file?.text()).toBe("<!doctype html>");
  expect(await takeShared(caches)).toBeUndefined();
});

test("what is neither articles nor words nor photos is told what fits, and not kept", async () => {
  const pdf = new File(["%PDF"], "zvit.pdf", { type: "application/pdf" });
  for (const body of [aForm({ file: pdf }), aForm({ text: "", url: " " }), "no form"]) {
    expect(await worker.send(body)).toBe(toLook);
    expect(await takeShared(caches)).toEqual({ file: undefined });
  }
  expect(await worker.ask()).toBeUndefined();
});

test("words and photos wait in memory for the page that opens next, and no cache sees them", async () => {
  const sent = await worker.send(
    aForm({
      title: "Про хліб",
      text: "Почалося так",
      url: "https://example.org/a",
      photos: aPhoto,
    }),
  );

  expect(sent).toBe(toDraft);
  expect(await caches.keys()).toEqual([]);
  expect([await worker.isMarked("/"), await worker.isMarked("/uk/")]).toEqual([true, false]);
  expect(await worker.isHeldAlive()).toBe(true);
  const shared = await worker.ask();
  expect(shared).toMatchObject({
    title: "Про хліб",
    text: "Почалося так\nhttps://example.org/a",
  });
  expect(await Promise.all(shared?.photos.map((photo) => photo.text()) ?? [])).toEqual(["photo"]);
});

test("a page takes it once; then the next one is as ever, and the worker may rest", async () => {
  await worker.send(aForm({ text: "Слова" }));
  await worker.ask();

  expect(await worker.ask()).toBeUndefined();
  expect(await worker.isMarked("/")).toBe(false);
  expect(await worker.isHeldAlive()).toBe(false);
});

test("an address that stands in the text already is not said twice", async () => {
  await worker.send(aForm({ text: "Див. https://example.org", url: "https://example.org" }));

  expect((await worker.ask())?.text).toBe("Див. https://example.org");
});

test("what is shared next has a minute of its own", async () => {
  vi.useFakeTimers();
  await worker.send(aForm({ text: "Перше" }));
  await vi.advanceTimersByTimeAsync(40_000);
  await worker.send(aForm({ text: "Друге" }));
  await vi.advanceTimersByTimeAsync(40_000);
  vi.useRealTimers();

  expect((await worker.ask())?.text).toBe("Друге");
});

test("what no page asks for within a minute is let go", async () => {
  vi.useFakeTimers();
  await worker.send(aForm({ text: "Слова" }));
  await vi.advanceTimersByTimeAsync(61_000);
  vi.useRealTimers();

  expect(await worker.isHeldAlive()).toBe(false);
  expect(await worker.ask()).toBeUndefined();
});
