import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aCacheStorage } from "../support/caches.ts";

const origin = "https://soniakh.example";
type Answer = Response | Promise<Response> | undefined;

/** The worker's routes over an empty worker world; `ask` says what a page would be answered, undefined where the worker keeps out. */
async function aWorker() {
  const listeners: ((event: object) => void)[] = [];
  const self = {
    addEventListener: (type: string, listener: (event: object) => void) =>
      type === "fetch" && listeners.push(listener),
    location: new URL(`${origin}/sw.js`),
  };
  vi.stubGlobal("__WB_DISABLE_DEV_LOGS", true);
  vi.stubGlobal("self", { ...self, __WB_DISABLE_DEV_LOGS: true });
  vi.stubGlobal("location", self.location);
  vi.stubGlobal("registration", { scope: `${origin}/` });
  vi.resetModules();
  const caching = await import("../../src/worker/caching.ts");
  const ask = (path: string): Answer => {
    let answer: Answer;
    const request = new Request(origin + path);
    const event = {
      request,
      respondWith: (given: Answer) => (answer = given),
      waitUntil: () => undefined,
    };
    for (const listener of listeners) listener(event);
    return answer;
  };
  return { ...caching, ask };
}

let worker: Awaited<ReturnType<typeof aWorker>>;
beforeEach(async () => void (worker = await aWorker()));
afterEach(() => vi.unstubAllGlobals());

const hash = "h".repeat(43);
const never: typeof fetch = async () => Promise.reject(new TypeError("network error"));

test("a held picture is answered from the phone, whatever file of it the page asked for", async () => {
  const parts = [
    new TextEncoder().encode("first ").buffer,
    new TextEncoder().encode("second").buffer,
  ];
  worker.serveMedia(async () => ({ type: "image/avif", parts }), never);

  const response = await worker.ask(`/library/media/${hash}.jpg`);

  expect(response?.headers.get("content-type")).toBe("image/avif");
  expect(response?.headers.get("content-length")).toBe("12");
  expect(await response?.text()).toBe("first second");
});

test("a picture that is not held comes from the network, also where the database is broken", async () => {
  for (const findMedia of [async () => undefined, async () => Promise.reject(new Error("lost"))]) {
    const fresh = await aWorker();
    fresh.serveMedia(findMedia, async () => new Response("from the network"));

    expect(await (await fresh.ask(`/library/media/${hash}.avif`))?.text()).toBe("from the network");
  }
});

test("a picture that is nowhere is an error of its own, never a page", async () => {
  worker.serveMedia(async () => undefined, never);

  expect((await worker.ask(`/library/media/${hash}.avif`))?.type).toBe("error");
});

test("the rest of the library, the intake and the desk are none of the worker's business", () => {
  worker.serveMedia(async () => undefined, never);

  for (const path of [
    "/library/head",
    `/library/articles/${hash}.json`,
    "/intake/limits",
    "/desk/",
    "/library/media/../head",
  ]) {
    expect(worker.ask(path), path).toBeUndefined();
  }
});

test("navigations to the desk, the library, the intake, feeds and workers are left to the server", () => {
  const denied = (path: string) => worker.notPages.some((pattern) => pattern.test(path));

  expect(
    [
      "/desk",
      "/desk/",
      "/library/head",
      "/intake/limits",
      "/uk/feed.xml",
      "/uk/feed.json",
      "/sw.js",
      "/sending.js",
    ].filter((path) => !denied(path)),
  ).toEqual([]);
  expect(
    ["/", "/uk/", "/a/desk-i-biblioteka", "/a/library", "/shelf", "/uk/privacy"].filter(denied),
  ).toEqual([]);
});

test("a lazily loaded part comes from the writing cache, else from the network", async () => {
  const caches = aCacheStorage();
  await (await caches.open("writing-abc")).put("/assets/writing-1.js", new Response("kept"));
  await (await caches.open("other")).put("/assets/new-1.js", new Response("not ours"));
  worker.serveWriting(caches, async () => new Response("from the network"));

  expect(await (await worker.ask("/assets/writing-1.js"))?.text()).toBe("kept");
  expect(await (await worker.ask("/assets/new-1.js"))?.text()).toBe("from the network");
});
