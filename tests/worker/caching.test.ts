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
  const ask = (path: string, destination = ""): Answer => {
    let answer: Answer;
    const request = Object.defineProperty(new Request(origin + path), "destination", {
      value: destination,
    });
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
const wanted = async (): Promise<boolean> => true;
const never: typeof fetch = async () => Promise.reject(new TypeError("network error"));

test("a held picture is answered from the phone, whatever file of it the page asked for", async () => {
  const parts = [
    new TextEncoder().encode("first ").buffer,
    new TextEncoder().encode("second").buffer,
  ];
  worker.serveMedia(async () => ({ type: "image/avif", parts }), never, wanted);

  const response = await worker.ask(`/library/media/${hash}.jpg`);

  expect(response?.headers.get("content-type")).toBe("image/avif");
  expect(response?.headers.get("content-length")).toBe("12");
  expect(await response?.text()).toBe("first second");
});

test("of a held recording a range is answered as one, as players ask for it", async () => {
  const parts = ["first ", "second"].map((text) => new TextEncoder().encode(text).buffer);
  const held = { type: "audio/mp4", parts };
  const read = async (range: string | null) => {
    const { status, headers } = worker.mediaResponse(held, range);
    const body = await worker.mediaResponse(held, range).text();
    return { status, range: headers.get("content-range"), body };
  };

  expect(await read("bytes=0-")).toEqual({
    status: 206,
    range: "bytes 0-11/12",
    body: "first second",
  });
  expect(await read("bytes=6-7")).toEqual({ status: 206, range: "bytes 6-7/12", body: "se" });
  expect(await read("bytes=6-99")).toEqual({ status: 206, range: "bytes 6-11/12", body: "second" });
  for (const none of [null, "bytes=12-", "bytes=5-2", "bytes=-4", "lines=1-2"])
    expect(await read(none)).toEqual({ status: 200, range: null, body: "first second" });
});

test("a picture that is not held comes from the network, also where the database is broken", async () => {
  for (const findMedia of [async () => undefined, async () => Promise.reject(new Error("lost"))]) {
    const fresh = await aWorker();
    fresh.serveMedia(findMedia, async () => new Response("from the network"), wanted);

    expect(await (await fresh.ask(`/library/media/${hash}.avif`))?.text()).toBe("from the network");
  }
});

test("who chose text alone pays for no picture, and still has those that are on the phone", async () => {
  const asked: string[] = [];
  const network = async (input: RequestInfo | URL): Promise<Response> => {
    asked.push((input as Request).url);
    return new Response("from the network");
  };
  const held = { type: "image/avif", parts: [new ArrayBuffer(1)] };
  worker.serveMedia(
    async (one) => (one === hash ? held : undefined),
    network,
    async () => false,
  );

  const absent = await worker.ask(`/library/media/${"a".repeat(43)}.avif`, "image");
  const here = await worker.ask(`/library/media/${hash}.avif`, "image");

  expect(absent?.type).toBe("error");
  expect(here?.status).toBe(200);
  expect(asked).toEqual([]);
});

test("a picture that is nowhere is an error of its own, never a page", async () => {
  worker.serveMedia(async () => undefined, never, wanted);

  expect((await worker.ask(`/library/media/${hash}.avif`))?.type).toBe("error");
});

test("the rest of the library, the intake and the desk are none of the worker's business", () => {
  worker.serveMedia(async () => undefined, never, wanted);

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

test("the font comes from its own cache, which outlives a build", async () => {
  const caches = aCacheStorage();
  await (await caches.open("font")).put("/assets/letters-1.woff2", new Response("kept"));
  worker.serveWriting(caches, never);

  expect(await (await worker.ask("/assets/letters-1.woff2"))?.text()).toBe("kept");
});

test("a lazily loaded part comes from the writing cache, else from the network", async () => {
  const caches = aCacheStorage();
  await (await caches.open("writing-abc")).put("/assets/writing-1.js", new Response("kept"));
  await (await caches.open("other")).put("/assets/new-1.js", new Response("not ours"));
  worker.serveWriting(caches, async () => new Response("from the network"));

  expect(await (await worker.ask("/assets/writing-1.js"))?.text()).toBe("kept");
  expect(await (await worker.ask("/assets/new-1.js"))?.text()).toBe("from the network");
});
