// What the users of other offline readers repeat (complaints 2, 3, 5, 7 and 8), and what happens here instead.
import { expect, test } from "vitest";
import type { Slug } from "../../src/protocol/article.ts";
import { articleNumber, articles, aLibraryServer } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const complete = { kind: "current", missingTexts: 0, pictures: "complete" };
const noNetwork: typeof fetch = () => Promise.reject(new TypeError("network error"));

test("complaint 2, saved and not there when offline: putting on the shelf asks for nothing, and all of it opens after a restart without a network", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  const rows = [articleNumber(1, { lead }), ...articles(6).slice(1)];
  server.publish(rows);
  const online = aReadingDevice(server);
  await online.catchingUp.catchUp();
  server.forget();
  for (const { id } of rows) await online.library.keep(id);

  const { store, library } = aReadingDevice(
    { ...server, fetch: noNetwork },
    { store: online.store },
  );

  expect(server.requests).toEqual([]);
  for (const { slug, title } of rows) {
    const found = await library.find(slug);
    expect(found?.article?.article.title).toBe(title);
    expect(found?.entry).toMatchObject({ kept: true, stored: "complete" });
  }
  store.close();
});

test("complaint 3, offline while online: no answer is remembered as a state; the next one that comes is believed", async () => {
  const server = aLibraryServer();
  server.publish(articles(3));
  const { catchingUp, library, facts } = aReadingDevice(server);
  const lies = [
    () => Promise.reject(new TypeError("network error")),
    async () => new Response("<h1>Wi-Fi</h1>", { headers: { "content-type": "text/html" } }),
    async () => new Response("", { status: 503 }),
    async () => new Response("{}", { headers: { "content-type": "application/json" } }),
    async () => new Response("", { status: 511 }),
  ];
  for (const lie of lies) {
    const phone = aReadingDevice(
      { ...server, fetch: lie },
      { store: aReadingDevice(server).store },
    );
    expect((await phone.catchingUp.catchUp()).kind).toBe("unreachable");
    const after = aReadingDevice(server, { store: phone.store });
    expect(await after.catchingUp.catchUp()).toMatchObject(complete);
  }

  expect(await catchingUp.catchUp()).toMatchObject(complete);
  expect(await library.list()).toHaveLength(3);
  expect(await facts.get("staged")).toBeUndefined();
});

test("complaint 5, bars but no internet: what is on the phone is read at once while nothing answers, and asking ends by itself", async () => {
  const server = aLibraryServer();
  server.publish(articles(5));
  const { store, catchingUp: first } = aReadingDevice(server);
  await first.catchUp();
  const silent: typeof fetch = (_path, init) =>
    new Promise((_answer, reject) => {
      const refuse = (): void => reject(new DOMException("aborted", "AbortError"));
      init?.signal?.addEventListener("abort", refuse);
    });
  const lieFi = aReadingDevice(
    { ...server, fetch: silent },
    { store, patience: { firstByte: 400, stall: 400 } },
  );
  let ended = false;

  const asking = lieFi.catchingUp.catchUp().finally(() => (ended = true));
  const list = await lieFi.library.list();
  const found = await lieFi.library.find("stattia-3" as Slug);

  expect(ended).toBe(false);
  expect(list).toHaveLength(5);
  expect(found?.article?.article.title).toBe("Стаття 3");
  expect(await asking).toEqual({ kind: "unreachable", because: "no-answer" });
});

test("complaint 7, downloads that begin again from zero: cut after any line, no line is ever asked for twice", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(6));
  const pack = new TextDecoder().decode(server.file(`/library/packs/0-${number}/0.ndjson`));
  const lines = pack.trimEnd().split("\n");
  const headLines = 2;

  for (let whole = headLines; whole < lines.length; whole += 1) {
    const { catchingUp, library } = aReadingDevice(server);
    server.forget();
    const bytes = Buffer.byteLength(`${lines.slice(0, whole).join("\n")}\n`);
    server.wire.instead = (path) => {
      server.wire.cutAfter = path.includes("/packs/") ? bytes : undefined;
      return undefined;
    };
    expect(await catchingUp.catchUp(), `after line ${whole}`).toMatchObject({
      kind: "unreachable",
    });
    server.wire.instead = undefined;
    server.wire.cutAfter = undefined;

    expect(await catchingUp.catchUp(), `after line ${whole}`).toMatchObject(complete);

    const asked = server.requests.map(({ path }) => path);
    const [first, second, ...others] = asked.filter((path) => path.includes("/packs/"));
    expect(first).toBe(`/library/packs/0-${number}/0.ndjson`);
    expect(second).toBe(`/library/packs/0-${number}/${whole - headLines}.ndjson`);
    expect(others).toEqual([]);
    expect(asked.filter((path) => /articles|segments/.test(path))).toEqual([]);
    expect(await library.list()).toHaveLength(6);
  }
});

test("complaint 8, an update is everything again: of 97 articles the changed one travels, and an unchanged edition costs the head", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(97));
  const whole = server.file(`/library/packs/0-${number}/0.ndjson`)!.length;
  const { catchingUp } = aReadingDevice(server);
  await catchingUp.catchUp();
  server.publish([...articles(96), articleNumber(97, { title: "Виправлена" })]);
  server.forget();

  expect(await catchingUp.catchUp()).toMatchObject(complete);
  const sent = server.requests.reduce((sum, request) => sum + request.sent, 0);
  server.forget();
  await catchingUp.catchUp();

  expect(sent).toBeLessThan(whole / 20);
  expect(server.requests.map(({ path }) => path)).toEqual(["/library/head"]);
});

test("turning pictures on fills in what is missing, and asks for nothing that is here; turning them off stops at once", async () => {
  const server = aLibraryServer();
  const rows = [1, 2, 3, 4, 5, 6].map((n) =>
    articleNumber(n, { lead: { ...server.picture(`field ${n}`, 4_000), alt: "Поле" } }),
  );
  server.publish(rows);
  let choice: "text" | "small" = "text";
  const { catchingUp, library } = aReadingDevice(server, { download: async () => choice });
  await catchingUp.catchUp();
  expect((await library.list()).map(({ stored }) => stored)).toEqual(Array(6).fill("text"));
  server.forget();

  choice = "small";
  const stopAfterTwo = catchingUp.onProgress(({ pictures }) => {
    if (pictures.have === 2) choice = "text";
  });
  await catchingUp.catchUp();
  const some = server.requests.filter(({ path }) => path.includes("/media/")).length;
  stopAfterTwo();
  choice = "small";
  await catchingUp.catchUp();

  expect(some).toBeLessThan(6);
  const media = server.requests.map(({ path }) => path).filter((path) => path.includes("/media/"));
  expect(new Set(media).size).toBe(6);
  expect(media).toHaveLength(6);
  expect(
    server.requests.map(({ path }) => path).filter((path) => !path.includes("/media/")),
  ).toEqual(["/library/head", "/library/head"]);
  expect((await library.list()).every(({ stored }) => stored === "complete")).toBe(true);
});
