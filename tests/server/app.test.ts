import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { type App, createApp } from "../../src/server/app.ts";
import { pageHeaders } from "../../src/server/headers.ts";
import { createStaticFiles } from "../../src/server/static-files.ts";
import { aFolder } from "./server-support.ts";

const script = "export const words = ['сонях'];\n".repeat(40);

function aBuild(): string {
  const folder = aFolder();
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>app</title>");
  writeFileSync(join(folder, "desk.html"), "<!doctype html><title>desk</title>");
  writeFileSync(join(folder, "sw.js"), "// worker");
  writeFileSync(join(folder, "assets/main-a1b2.js"), script);
  writeFileSync(join(folder, ".stamp"), "secret");
  return folder;
}

function anApp(folder = aBuild()): { app: App; reported: string[]; folder: string } {
  const reported: string[] = [];
  const library = new Hono();
  library.get("/a/withdrawn", () => new Response("gone", { status: 410 }));
  library.get("/a/moved", (context) => context.redirect("/a/three-winters", 308));
  library.get("/broken", () => {
    throw new Error("no such page");
  });
  library.get("/a/:slug", (context) => context.html(`<p>${"слово ".repeat(200)}</p>`));
  library.get("/library/broken/:id", () => {
    throw new Error("no such table");
  });
  const app = createApp({
    library,
    intake: new Hono(),
    desk: new Hono(),
    appFiles: createStaticFiles(folder),
    deskFiles: createStaticFiles(folder),
    policy: () => ({ styleHashes: [], https: false }),
    report: (line) => reported.push(line),
  });
  return { app, reported, folder };
}

const get = (path: string, headers: Record<string, string> = {}, method = "GET"): Request =>
  new Request(`http://localhost${path}`, { headers, method });

test("a file with a hash in its name may be kept for ever, the worker never", async () => {
  const { app } = anApp();

  const asset = await app(get("/assets/main-a1b2.js"));
  const worker = await app(get("/sw.js"));

  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(worker.headers.get("cache-control")).toBe("no-cache");
});

test("a browser that takes brotli gets the same bytes in fewer", async () => {
  const { app } = anApp();

  const answer = await app(get("/assets/main-a1b2.js", { "accept-encoding": "gzip, br" }));

  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get("content-encoding")).toBe("br");
  expect(answer.headers.get("vary")).toBe("accept-encoding");
  expect(bytes.length).toBeLessThan(script.length / 5);
  expect(brotliDecompressSync(bytes).toString()).toBe(script);
});

test("what the build compressed is sent as it lies there, and what does not fit its file is not", async () => {
  const folder = aBuild();
  mkdirSync(join(folder, ".br/assets"), { recursive: true });
  const made = brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const place = join(folder, ".br/assets/main-a1b2.js.br");
  const ask = async (): Promise<Buffer> => {
    const answer = await anApp(folder).app(
      get("/assets/main-a1b2.js", { "accept-encoding": "br" }),
    );
    return Buffer.from(await answer.arrayBuffer());
  };
  writeFileSync(place, made);
  expect((await ask()).equals(made)).toBe(true);

  for (const wrong of [brotliCompressSync("alert(1)"), made.subarray(0, 9), Buffer.from("no")]) {
    writeFileSync(place, wrong);
    expect(brotliDecompressSync(await ask()).toString()).toBe(script);
  }
});

test("a browser that takes no brotli gets the plain bytes", async () => {
  const { app } = anApp();

  const answer = await app(get("/assets/main-a1b2.js", { "accept-encoding": "gzip, br;q=0" }));

  expect(answer.headers.has("content-encoding")).toBe(false);
  expect(await answer.text()).toBe(script);
});

test("a page of a room is compressed on its way out", async () => {
  const { app } = anApp();

  const answer = await app(get("/a/three-winters", { "accept-encoding": "br" }));

  expect(answer.headers.get("content-encoding")).toBe("br");
  expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toContain(
    "слово",
  );
});

test("a file that a browser has costs a 304 without a body", async () => {
  const { app } = anApp();
  const first = await app(get("/sw.js"));

  const second = await app(get("/sw.js", { "if-none-match": first.headers.get("etag") ?? "" }));

  expect(second.status).toBe(304);
  expect(await second.text()).toBe("");
});

test("a browser that has the beginning of a file gets the rest of it, and all of it where it has another file's", async () => {
  const { app } = anApp();
  for (const encoding of ["br", "identity"]) {
    const whole = await app(get("/sw.js", { "accept-encoding": encoding }));
    const bytes = Buffer.from(await whole.arrayBuffer());
    const etag = whole.headers.get("etag") ?? "";
    const resume = (tag: string) =>
      app(get("/sw.js", { "accept-encoding": encoding, range: "bytes=3-", "if-range": tag }));

    const rest = await resume(etag);
    const other = await resume('"another"');

    expect(rest.status).toBe(206);
    expect(rest.headers.get("content-range")).toBe(`bytes 3-${bytes.length - 1}/${bytes.length}`);
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(3));
    expect(other.status).toBe(200);
    expect(Buffer.from(await other.arrayBuffer())).toEqual(bytes);
  }
});

test("a new build is served without a restart", async () => {
  const { app, folder } = anApp();
  await app(get("/sw.js"));

  writeFileSync(join(folder, "sw.js"), "// a newer worker");

  expect(await (await app(get("/sw.js"))).text()).toBe("// a newer worker");
});

test("the desk is a page of its own, found without its slash too", async () => {
  const { app } = anApp();

  const desk = await app(get("/desk/"));
  const bare = await app(get("/desk"));
  const missing = await app(get("/desk/nothing.js"));

  expect(await desk.text()).toContain("<title>desk</title>");
  expect([bare.status, bare.headers.get("location")]).toEqual([308, "/desk/"]);
  expect(missing.status).toBe(404);
});

test.each(["/.stamp", "/assets/../.stamp", "/%2e%2e/secret", "/assets/%2e%2e/%2e%2e/x", "/assets"])(
  "%s is not for anybody",
  async (path) => {
    const { app } = anApp();

    const answer = await app(get(path));

    expect(answer.status).toBe(404);
  },
);

test("every kind of answer carries the headers, whatever became of the request", async () => {
  const { app } = anApp();
  const { headers } = await app(get("/sw.js"));
  const answers = [
    await app(get("/sw.js")),
    await app(get("/sw.js", {}, "HEAD")),
    await app(get("/sw.js", { "if-none-match": headers.get("etag") ?? "" })),
    await app(get("/a/withdrawn")),
    await app(get("/a/moved")),
    await app(get("/desk")),
    await app(get("/desk/nothing")),
    await app(get("/nothing", {}, "PUT")),
    await app(get("/broken")),
  ];

  const bare = answers.filter(
    ({ headers: carried }) =>
      !Object.entries(pageHeaders({ styleHashes: [], https: false })).every(
        ([name, value]) => carried.get(name) === value,
      ),
  );

  const statuses = [200, 200, 304, 410, 308, 308, 404, 404, 500];
  expect(answers.map(({ status }) => status)).toEqual(statuses);
  // A browser that asks after a file has its headers, and keeps them.
  expect(bare.map(({ status }) => status)).toEqual([304]);
});

test("an unchanged file costs its validators and nothing else, an unchanged page says its policy again", async () => {
  const { app } = anApp();
  const again = async (path: string): Promise<Response> => {
    const { headers } = await app(get(path));
    return app(get(path, { "if-none-match": headers.get("etag") ?? "" }));
  };

  const [file, page] = [await again("/sw.js"), await again("/index.html")];

  expect([...file.headers.keys()]).toEqual(["cache-control", "etag", "vary"]);
  expect(page.status).toBe(304);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
});

test("what breaks is a plain 500, and the operator learns of it without ids or addresses", async () => {
  const { app, reported } = anApp();

  const answer = await app(
    get("/library/broken/AAAA?who=me", { "x-forwarded-for": "203.0.113.7" }),
  );

  expect(answer.status).toBe(500);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await answer.text()).not.toContain("no such table");
  expect(reported).toHaveLength(1);
  expect(reported[0]).toContain("GET /library: Error: no such table");
  expect(reported[0]).not.toMatch(/AAAA|203\.0\.113|who=me/);
});
