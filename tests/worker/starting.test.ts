import { expect, test } from "vitest";
import type { Store } from "../../src/device/database.ts";
import { createFacts } from "../../src/device/facts.ts";
import { keepStartPage } from "../../src/device/start-page.ts";
import type { Hash } from "../../src/protocol/bytes.ts";
import { withStartPage } from "../../src/worker/starting.ts";
import { aLibraryServer, articles } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const entry = "/assets/index-mine.js";
const policy = "default-src 'none'";
const html = `<!doctype html><html><p data-block="0">Перший</p><p data-block="1">Другий</p>`;

/** A phone with three articles, on which the first was read; and what its worker answers. */
async function aPhone() {
  const server = aLibraryServer();
  const published = articles(3);
  server.publish(published);
  const { store, library, catchingUp } = aReadingDevice(server);
  await catchingUp.catchUp();
  const facts = createFacts(store);
  const hashOf = async (slug: string): Promise<Hash> =>
    (await library.find(slug as never))!.article!.hash;
  await facts.set("settings", { look: "phone", size: 0 });
  await facts.set("place", { path: "/a/stattia-1", block: 1 });
  const keep = async (slug: string, page = html): Promise<boolean> =>
    keepStartPage(store, await hashOf(slug), { entry, html: page });
  const answer = async (path: string, built = entry): Promise<string> => {
    const shell = new Response("shell", {
      headers: { "content-security-policy": policy, "content-length": "5" },
    });
    const world = { store, isOfThisBuild: (one: string) => one === built };
    const page = await withStartPage(shell, new URL(path, "https://newsroom.example"), world);
    expect(page.headers.get("content-security-policy")).toBe(policy);
    return page.text();
  };
  return { server, published, store, library, catchingUp, facts, keep, hashOf, answer };
}

test("a start is answered with the page of the last place, and says which paragraph was at the top", async () => {
  const { keep, answer } = await aPhone();
  expect(await answer("/")).toBe("shell");

  expect(await keep("stattia-1")).toBe(true);

  expect(await answer("/")).toBe(html.replace(`data-block="1"`, `data-block="1" data-start`));
  // Its own address shows it from the beginning; no other address shows it at all.
  expect(await answer("/a/stattia-1")).toBe(html);
  for (const path of ["/?lang=en", "/a/stattia-2", "/uk/", "/shelf", "/a/"])
    expect(await answer(path)).toBe("shell");
});

test("a page is for the settings and the build that it was made with", async () => {
  const { keep, facts, answer } = await aPhone();
  await keep("stattia-1");

  expect(await answer("/", "/assets/index-newer.js")).toBe("shell");
  await facts.set("settings", { look: "dark", size: 0 });
  expect(await answer("/")).toBe("shell");
  await keep("stattia-1");
  expect(await answer("/")).toContain("Другий");
});

test("a page of another article than the last one read is no answer; only one page is kept", async () => {
  const { keep, facts, store, answer } = await aPhone();
  await keep("stattia-1");
  await facts.set("place", { path: "/a/stattia-2" });
  expect(await answer("/")).toBe("shell");

  await keep("stattia-2");

  expect(await answer("/")).toBe(html);
  const rows = await store.transact(["articles"], "readonly", (transaction) =>
    transaction.objectStore("articles").getAll(),
  );
  expect(rows.filter(({ page }) => page !== undefined)).toHaveLength(1);
});

test("an article that is withdrawn, or another text now, is shown by no start, and its page is on no disk", async () => {
  for (const change of ["withdrawn", "updated"] as const) {
    const { server, published, catchingUp, keep, answer, store } = await aPhone();
    await keep("stattia-1");
    const [first, ...others] = published;
    if (change === "withdrawn") server.publish(others, { gone: [first!.id] });
    else server.publish([{ ...first!, title: "Інакше" }, ...others]);

    await catchingUp.catchUp();

    expect(await answer("/")).toBe("shell");
    const rows = await store.transact(["articles"], "readonly", (transaction) =>
      transaction.objectStore("articles").getAll(),
    );
    expect(rows.length).toBe(change === "withdrawn" ? 2 : 3);
    expect(rows.filter(({ page }) => page !== undefined)).toEqual([]);
  }
});

test("a text that has gone meanwhile keeps no page", async () => {
  const { store, answer } = await aPhone();

  expect(await keepStartPage(store, "gone" as Hash, { entry, html })).toBe(false);
  expect(await answer("/")).toBe("shell");
});

test("a database that never answers holds no start up, and neither does one that refuses", async () => {
  const silent = () => new Promise<never>(() => undefined);
  const refusing = () => Promise.reject(new Error("UnknownError"));
  for (const transact of [silent, refusing]) {
    const page = await withStartPage(new Response("shell"), new URL("https://newsroom.example/"), {
      store: { transact } as unknown as Store,
      isOfThisBuild: () => true,
    });
    expect(await page.text()).toBe("shell");
  }
});
