import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSqliteSources } from "../../src/server/storage/sqlite-sources.ts";
import { openSqlite } from "../../src/server/storage/sqlite.ts";
import { aServer, type Answered } from "./library/import/a-server.ts";
import { rss } from "./library/import/feed-corpus.ts";
import {
  aDataFolder,
  addressOf,
  aFolder,
  root,
  start,
  startServer,
  usual,
} from "./server-support.ts";

const minute = { timeout: 60_000 };

/** Runs `npm run import -- …` as npm does. */
async function runImport(dataDir: string, ...args: readonly string[]) {
  const path = join(root, "src/server/commands/import.ts");
  return start(process.execPath, [path, ...args], { ...usual(), DATA_DIR: dataDir }).ended;
}

const bread = rss(
  "<item><title>Хліб на всіх</title><guid>1</guid><description>Ми ділили кожну хлібину на дев’ять частин.</description></item>",
);

/** A feed that says when nothing has changed, and what it was asked with. */
async function aFeed(answer?: () => Answered) {
  const asked: (string | undefined)[] = [];
  const origin = await aServer(({ headers }) => {
    asked.push(headers["if-none-match"]);
    if (answer !== undefined) return answer();
    if (headers["if-none-match"] === '"1"') return { status: 304, headers: { etag: '"1"' } };
    return { type: "application/rss+xml", headers: { etag: '"1"' }, body: bread };
  });
  return { url: `${origin}/feed`, asked };
}

test(
  "without a server, the command takes the source itself; a later server publishes it",
  minute,
  async () => {
    const dataDir = await aDataFolder();
    const feed = await aFeed();

    const refused = await runImport(dataDir, feed.url);
    const taken = await runImport(dataDir, feed.url, "--allow-private");
    const listed = await runImport(dataDir, "list");

    expect([refused.code, refused.text]).toEqual([
      1,
      `${feed.url}: leads to a private address (--allow-private allows it).\nIt was not added.\n`,
    ]);
    expect([taken.code, taken.text]).toEqual([
      0,
      expect.stringContaining("1 new, 0 changed, 0 as they were, 0 refused."),
    ]);
    expect(listed.text).toMatch(
      /RSS 2\.0, «Новини»: 1 articles, every 30 minutes, private host\n.*: 1 new.*\n +next look: /,
    );
    const address = await addressOf(startServer({ DATA_DIR: dataDir }));
    expect(await (await fetch(`${address}/a/khlib-na-vsikh`)).text()).toContain(
      "на дев’ять частин",
    );
  },
);

test(
  "a running server carries the command's order out, and asks the second time with what it knows",
  minute,
  async () => {
    const dataDir = await aDataFolder();
    const feed = await aFeed();
    const address = await addressOf(startServer({ DATA_DIR: dataDir }));

    const first = await runImport(dataDir, feed.url, "--allow-private");
    const second = await runImport(dataDir, "take", feed.url);

    expect(first.text).toContain("1 new");
    expect(second.text).toContain("nothing has changed (it answered 304)");
    expect(feed.asked).toEqual([undefined, '"1"']);
    expect((await fetch(`${address}/a/khlib-na-vsikh`)).status).toBe(200);
  },
);

test(
  "a running server looks at each source in its time; one that hangs keeps nobody from reading",
  minute,
  async () => {
    const dataDir = await aDataFolder();
    const feed = await aFeed();
    const hanging = await aFeed(() => () => undefined);
    const sqlite = openSqlite(join(dataDir, "soniakh.sqlite"));
    const storage = createSqliteSources(sqlite.query);
    const options = { provenance: "report", minutes: 30, most: 500, allowPrivate: true } as const;
    for (const [at, { url }] of [feed, hanging].entries()) {
      await storage.putSource({ id: url, address: url, options, failures: 0, nextAt: at });
    }
    await sqlite.close();

    const server = startServer({ DATA_DIR: dataDir });
    const address = await addressOf(server);

    await server.says(/RSS 2\.0\): 1 new, 0 changed/);
    await expect.poll(() => hanging.asked.length, { timeout: 20_000 }).toBe(1);
    expect((await fetch(`${address}/a/khlib-na-vsikh`)).status).toBe(200);
    server.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
  },
);

test(
  "a file is taken by the running server, and what is no feed is a sentence",
  minute,
  async () => {
    const dataDir = await aDataFolder();
    await addressOf(startServer({ DATA_DIR: dataDir }));
    const [good, bad] = ["good.xml", "bad.xml"].map((name) => join(aFolder(), name));
    writeFileSync(good!, bread);
    writeFileSync(bad!, "просто слова");

    expect(await runImport(dataDir, good!)).toMatchObject({
      code: 0,
      text: expect.stringContaining("1 new") as string,
    });
    expect(await runImport(dataDir, bad!)).toEqual({
      code: 1,
      text: `${bad} is no RSS, Atom or JSON Feed.\n`,
    });
  },
);

test("what is written wrongly is answered with how it is written", minute, async () => {
  const { code, text } = await runImport(
    await aDataFolder(),
    "https://news.example/",
    "--nonsense",
  );

  expect(code).toBe(1);
  expect(text).toMatch(/--nonsense[^]*npm run import -- URL/);
});

test("a data folder without a newsroom is a sentence", minute, async () => {
  const { code, text } = await runImport(aFolder(), "https://news.example/");

  expect([code, text]).toEqual([
    1,
    expect.stringContaining("holds no newsroom yet; npm start makes one."),
  ]);
});
