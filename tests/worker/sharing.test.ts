import { afterEach, expect, test, vi } from "vitest";
import { takeShared } from "../../src/app/shell/arriving-file.ts";
import { aCacheStorage } from "../support/caches.ts";

const origin = "https://soniakh.example";
afterEach(() => vi.unstubAllGlobals());

/** The worker over an empty world, and what it answers to a form that another app sends. */
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
  const { takeShares } = await import("../../src/worker/sharing.ts");
  takeShares(caches);
  return async (body: BodyInit): Promise<Response | undefined> => {
    let answer: Promise<Response> | undefined;
    const request = new Request(`${origin}/take`, { method: "POST", body });
    const respondWith = (given: Promise<Response>): void => void (answer = given);
    for (const listener of listeners)
      listener({ request, respondWith, waitUntil: () => undefined });
    return answer;
  };
}

const redirect = Response.redirect.bind(Response);
/** Node's wants a whole address; a worker's is relative to its own. */
const relative = (path: string | URL, status?: number): Response =>
  redirect(new URL(path, origin), status);

test("a shared file waits for the page, once; text and addresses are no file", async () => {
  vi.spyOn(Response, "redirect").mockImplementation(relative);
  const caches = aCacheStorage();
  const send = await aWorker(caches);
  const form = new FormData();
  form.append("title", "Новини");
  form.append("file", new File(["<!doctype html>"], "statti.html", { type: "text/html" }));

  const answer = await send(form);
  expect([answer?.status, answer?.headers.get("location")]).toEqual([303, `${origin}/take`]);
  expect(await (await takeShared(caches))?.file?.text()).toBe("<!doctype html>");
  expect(await takeShared(caches)).toBeUndefined();

  const words = new FormData();
  words.append("text", "https://example.org");
  await send(words);
  expect(await takeShared(caches)).toEqual({ file: undefined });
  await send("neither a form nor a file");
  expect(await takeShared(caches)).toEqual({ file: undefined });
});
