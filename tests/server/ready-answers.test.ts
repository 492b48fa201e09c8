import { randomBytes } from "node:crypto";
import { request, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { once } from "node:events";
import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { type App, createApp } from "../../src/server/app.ts";
import { parseConfiguration } from "../../src/server/configuration.ts";
import { listen } from "../../src/server/listening.ts";
import {
  type Answering,
  withReadyAnswers,
  withReadyPages,
} from "../../src/server/ready-answers.ts";
import { createStaticFiles } from "../../src/server/static-files.ts";
import { aLibrary, anArticle, type Place } from "./library/a-library.ts";
import { aFolder } from "./server-support.ts";

/** The app over a library, and which paths came as far as the library's routes. */
function anApp(place: Place): { readonly app: App; readonly reached: string[] } {
  const reached: string[] = [];
  const library = new Hono();
  library.all("*", (context) => {
    reached.push(context.req.path);
    return place.ask(context.req.path, context.req.raw);
  });
  const app = createApp({
    library,
    intake: new Hono(),
    desk: new Hono(),
    appFiles: createStaticFiles(aFolder()),
    deskFiles: createStaticFiles(aFolder()),
    policy: () => ({ styleHashes: [], https: false }),
    report: () => undefined,
  });
  return { app, reached };
}

/** A library with one article of some length, what answers for it, and the paths of its files. */
async function aSetting(room?: number) {
  const place = await aLibrary();
  const article = anArticle({ summary: "Слово за словом. ".repeat(9) });
  await place.library.publish([article]);
  const { app, reached } = anApp(place);
  const answering = withReadyAnswers(
    app,
    place.library.edition,
    room === undefined ? {} : { room },
  );
  const [entry] = await place.library.listNewest({ language: "uk", limit: 1 });
  const [segment] = place.head().segments;
  const file = `/library/articles/${entry!.article}.json`;
  const files = ["/library/head", file, `/library/segments/${segment!.id}/${segment!.hash}.ndjson`];
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    answering.app(new Request(`http://localhost${path}`, { method, headers }));
  return { place, article, app, answering, reached, file, files, ask };
}

/** Everything of an answer that a client sees. */
const seen = async (answer: Response) => ({
  status: answer.status,
  headers: [...answer.headers],
  body: Buffer.from(await answer.arrayBuffer()).toString("base64"),
});

test.each(["br", "gzip", "identity"])(
  "the second who asks in %s is answered without the library, with every header and byte of the first",
  async (encoding) => {
    const { files, ask, reached } = await aSetting();
    const headers = { "accept-encoding": encoding };
    for (const path of files) {
      const first = await seen(await ask(path, headers));
      const asked = reached.length;

      const second = await seen(await ask(path, headers));
      const head = await seen(await ask(path, headers, "HEAD"));

      expect(reached).toHaveLength(asked);
      expect(first.status).toBe(200);
      expect(Object.fromEntries(first.headers)).toMatchObject({
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(second).toEqual(first);
      expect(head).toEqual({ ...first, body: "" });
    }
  },
);

test("who takes another encoding gets that one", async () => {
  const { file, ask } = await aSetting();

  const br = await ask(file, { "accept-encoding": "gzip, br" });
  const gzip = await ask(file, { "accept-encoding": "gzip" });
  const plain = await ask(file);

  expect([br, gzip, plain].map(({ headers }) => headers.get("content-encoding"))).toEqual([
    "br",
    "gzip",
    null,
  ]);
});

test("who has the file is told so, the second time without the library", async () => {
  const { file, ask, reached } = await aSetting();
  const headers = { "accept-encoding": "br" };
  const etag = (await ask(file, headers)).headers.get("etag")!;
  const again = () => ask(file, { ...headers, "if-none-match": etag });

  const first = await seen(await again());
  const asked = reached.length;
  const second = await seen(await again());

  expect([first.status, first.body]).toEqual([304, ""]);
  expect(second).toEqual(first);
  expect(reached).toHaveLength(asked);
});

test("tags and paths that somebody made up fill nothing", async () => {
  const { file, answering, ask } = await aSetting();
  const made = ['"made-up"', "*", '"a", "b"'];

  for (const tag of made) await ask(file, { "if-none-match": tag });
  await ask(`${file}?once`);
  await ask(`/library/articles/${"A".repeat(43)}.json`);

  const found = [
    ...made.map((held) => ({ path: file, held })),
    { path: `${file}?once`, held: undefined },
    { path: `/library/articles/${"A".repeat(43)}.json`, held: undefined },
  ].map((one) => answering.find({ method: "GET", accept: undefined, ...one }));
  expect(found.filter((one) => one !== undefined)).toEqual([]);
});

test("a withdrawn article is gone with the edition that withdraws it, and so is the earlier head", async () => {
  const { place, article, file, ask, answering } = await aSetting();
  const headers = { "accept-encoding": "br" };
  await ask(file, headers);
  const head = await (await ask("/library/head")).text();
  const asked = { method: "GET", path: file, accept: "br", held: undefined };
  expect(answering.find(asked)?.status).toBe(200);

  await place.library.withdraw(article.id);

  expect(answering.find(asked)).toBeUndefined();
  expect((await ask(file, headers)).status).toBe(404);
  expect(await (await ask("/library/head")).text()).not.toBe(head);
});

test("an article's page stands ready too, as the library drew it, and only under its own address", async () => {
  const { place, article, app, reached } = await aSetting();
  let template = "one build";
  const pages = withReadyPages(app, place.library.edition, () => template);
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    pages(new Request(`http://localhost${path}`, { method, headers }));
  const [entry] = await place.library.listNewest({ language: "uk", limit: 1 });
  const path = `/a/${entry!.slug}`;
  const first = await seen(await ask(path, { "accept-encoding": "br" }));
  expect(first.status).toBe(200);
  const drawn = reached.length;

  const second = await seen(await ask(path, { "accept-encoding": "br" }));
  const head = await seen(await ask(path, { "accept-encoding": "br" }, "HEAD"));
  expect(second).toEqual(first);
  expect(head).toEqual({ ...first, body: "" });
  expect(reached).toHaveLength(drawn);

  for (const other of [`${path}?lang=en`, `${path}/whole`, "/uk/", "/a/nothing-here"]) {
    await ask(other);
    await ask(other);
  }
  expect(reached).toHaveLength(drawn + 8);
  template = "the next build";
  await ask(path, { "accept-encoding": "br" });
  await ask(path, { "accept-encoding": "br" });
  expect(reached).toHaveLength(drawn + 9);
  await place.library.withdraw(article.id);
  expect((await ask(path)).status).toBe(410);
});

test("an article that was withdrawn while it was being read is not kept", async () => {
  let edition = 1;
  let answer: (response: Response) => void = () => undefined;
  const answering = withReadyAnswers(
    () => new Promise((resolve) => (answer = resolve)),
    () => edition,
  );
  const path = `/library/articles/${"A".repeat(43)}.json`;

  const reading = answering.app(new Request(`http://localhost${path}`));
  edition = 2;
  const asked = { method: "GET", path, accept: undefined, held: undefined };
  expect(answering.find(asked)).toBeUndefined();
  answer(new Response("the article"));
  await reading;

  expect(answering.find(asked)).toBeUndefined();
});

test("what stands ready stays within its room, the least recently asked for going first", async () => {
  const room = 10_000;
  const body = randomBytes(1_000);
  const answering = withReadyAnswers(
    async () => new Response(body),
    () => 1,
    { room },
  );
  const pathOf = (n: number): string => `/library/articles/${String(n).padStart(43, "A")}.json`;
  const isReady = (n: number): boolean =>
    answering.find({ method: "GET", path: pathOf(n), accept: undefined, held: undefined }) !==
    undefined;

  for (let n = 0; n < 20; n += 1) {
    await answering.app(new Request(`http://localhost${pathOf(n)}`));
    expect(isReady(0)).toBe(true);
  }

  const ready = Array.from({ length: 20 }, (_, n) => n).filter(isReady);
  expect(ready).toContain(19);
  expect(ready.length * body.length).toBeLessThanOrEqual(room);
  expect(ready.length).toBeGreaterThan(2);
});

test("a file too big for its room is answered and not kept", async () => {
  const { answering, place } = await aSetting();
  const long = anArticle({
    slug: "long" as never,
    body: [{ kind: "paragraph", runs: [{ text: randomBytes(40_000).toString("hex") }] }],
  } as never);
  await place.library.publish([long]);
  const entries = await place.library.listNewest({ language: "uk", limit: 9 });
  const path = `/library/articles/${entries.find(({ slug }) => slug === long.slug)!.article}.json`;

  const answer = await answering.app(new Request(`http://localhost${path}`));

  expect([answer.status, (await answer.text()).length]).toEqual([200, expect.any(Number)]);
  const asked = { method: "GET", path, accept: undefined, held: undefined };
  expect(answering.find(asked)).toBeUndefined();
});

test("nothing but GET and HEAD is answered from what stands ready", async () => {
  const { answering, file, ask } = await aSetting();
  await ask(file);

  for (const method of ["PUT", "POST", "DELETE", "OPTIONS"]) {
    expect(
      answering.find({ method, path: file, accept: undefined, held: undefined }),
    ).toBeUndefined();
  }
  expect((await ask(file, {}, "DELETE")).status).toBe(404);
});

/** What comes over a port: status, every header as it stands there but for the date, and the body. */
async function overPort(port: number, method: string, path: string, headers: OutgoingHttpHeaders) {
  const sent = request({ port, host: "127.0.0.1", method, path, headers }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const body = Buffer.concat(await answer.toArray());
  const fields = answer.rawHeaders.join("\n").replace(/^Date\n.*$/m, "");
  return { status: answer.statusCode, fields, body: body.toString("base64") };
}

async function listenTo(answering: Answering): Promise<number> {
  const parsed = parseConfiguration({ PORT: "0" }, aFolder());
  if (!parsed.ok) throw new Error(parsed.why);
  const listening = await listen(parsed.value, answering);
  onTestFinished(() => listening.stop(0));
  return listening.port;
}

test("over a port a ready answer is the same to the byte as the app's own", async () => {
  const { app, answering, files, reached } = await aSetting();
  const bare = await listenTo({ app, find: () => undefined });
  const ready = await listenTo(answering);

  for (const path of files) {
    const headers = { "accept-encoding": "br" };
    const plain = await overPort(bare, "GET", path, headers);
    const held = { ...headers, "if-none-match": /^etag\n(.*)$/m.exec(plain.fields)?.[1] ?? "" };
    const kinds = [
      ["GET", headers],
      ["HEAD", headers],
      ["GET", held],
      ["HEAD", held],
    ] as const;
    const own = [];
    for (const [method, sent] of kinds) own.push(await overPort(bare, method, path, sent));
    for (const [method, sent] of kinds) await overPort(ready, method, path, sent);
    const reachedThen = reached.length;

    const again = [];
    for (const [method, sent] of kinds) again.push(await overPort(ready, method, path, sent));

    expect(own.map(({ status }) => status)).toEqual([200, 200, 304, 304]);
    expect(again).toEqual(own);
    expect(reached).toHaveLength(reachedThen);
  }
});
