import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { get as secureGet } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keyPaths } from "../../src/server/keys.ts";
import { until } from "../support/browsers/waiting.ts";
import { aDataFolder, aFolder, addressOf, start, startServer, usual } from "./server-support.ts";

const minutes = 60_000;

async function isAnswering(address: string): Promise<boolean> {
  return fetch(`${address}/intake/limits`).then(
    () => true,
    () => false,
  );
}

/** A port that somebody else has. */
async function aTakenPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

/** What a start that cannot succeed said, and left of the file that was in its way. */
async function failedStart(env: Readonly<Record<string, string>>) {
  const { code, text } = await startServer(env).ended;
  return { code, sentence: text.trim(), lines: text.trim().split("\n").length };
}

test("the server says where to read and where the desk is, and SIGTERM ends it with 0", async () => {
  const server = startServer({ DATA_DIR: await aDataFolder() });
  const address = await addressOf(server);

  const answered = await isAnswering(address);
  server.kill("SIGTERM");
  const { code, text } = await server.ended;

  expect(answered).toBe(true);
  expect(code).toBe(0);
  expect(text).toContain(`Desk:  ${address}/desk/`);
  expect(await isAnswering(address)).toBe(false);
});

test("an article's page that was asked for before is the new build's once there is one, and gone with its article", async () => {
  const folder = await aDataFolder();
  const content = aFolder();
  const text = join(content, "seeds.md");
  const words =
    "title: Seeds\ndate: 2026-11-10\nlanguage: en\n---\n\nSeeds in a pocket grow. The rest of the text stays.\n";
  writeFileSync(text, `---\n${words}`);
  const address = await addressOf(startServer({ DATA_DIR: folder, CONTENT_DIR: content }));
  const page = async () => {
    const answer = await fetch(`${address}/a/seeds`);
    return {
      policy: answer.headers.get("content-security-policy"),
      html: await answer.text(),
      status: answer.status,
    };
  };
  const [first, second] = [await page(), await page()];
  expect(first).toMatchObject({ status: 200, html: expect.stringContaining("p{color:red}") });
  expect(second).toEqual(first);

  const built = join(folder, "app/index.html");
  writeFileSync(built, readFileSync(built, "utf8").replace("p{color:red}", "p{color:green}"));
  const third = await page();
  expect(third.html).toContain("p{color:green}");
  expect(third.policy).not.toBe(first.policy);

  writeFileSync(text, `---\nwithdrawn: true\n${words}`);
  await until("the article is gone", async () => (await page()).status === 410);
});

test("what the server writes is its owner's alone, in a folder that others may look into too", async () => {
  const folder = await aDataFolder();
  chmodSync(folder, 0o755);

  await addressOf(startServer({ DATA_DIR: folder }));

  const written = ["soniakh.sqlite", "soniakh.sqlite-wal", "blobs", "lock", "address"];
  const open = written.filter((name) => statSync(join(folder, name)).mode & 0o077);
  expect(open).toEqual([]);
});

test("what is under way when SIGTERM comes is answered", async () => {
  const server = startServer({ DATA_DIR: await aDataFolder() });
  const address = await addressOf(server);
  const asking = request(`${address}/intake/receipts`, { method: "POST" });
  const answered = once(asking, "response") as Promise<[IncomingMessage]>;
  asking.write('{"format":1,');

  await isAnswering(address);
  server.kill("SIGTERM");
  while (await isAnswering(address));
  asking.end();
  const [answer] = await answered;
  answer.resume();

  expect(answer.statusCode).toBe(422);
  expect((await server.ended).code).toBe(0);
});

test("an article that is put into the content folder is published without a restart", async () => {
  const { CONTENT_DIR } = usual();
  const server = startServer({ DATA_DIR: await aDataFolder(), CONTENT_DIR });
  const address = await addressOf(server);
  await server.says(/Published: 1 articles/);

  writeFileSync(join(CONTENT_DIR, "three-winters.txt"), "Three winters. Then came a fourth one.");
  await server.says(/Published: 2 articles/);

  expect((await fetch(`${address}/a/three-winters`)).status).toBe(200);
});

test("a port in use is one sentence, exit code 1, and a data folder as it was", async () => {
  const folder = await aDataFolder();
  const port = await aTakenPort();

  const failed = await failedStart({ DATA_DIR: folder, PORT: port });

  expect(failed).toEqual({
    code: 1,
    lines: 1,
    sentence: `Port ${port} is in use by another program; stop it, or set PORT to a free one.`,
  });
  expect(() => readFileSync(join(folder, "soniakh.sqlite"))).toThrow("ENOENT");
});

test("a data folder that a server uses is one sentence, and free again when that server is killed", async () => {
  const folder = await aDataFolder();
  const first = startServer({ DATA_DIR: folder });
  await addressOf(first);

  const failed = await failedStart({ DATA_DIR: folder });
  first.kill("SIGKILL");
  await first.ended;
  const address = await addressOf(startServer({ DATA_DIR: folder }));

  expect(failed).toEqual({
    code: 1,
    lines: 1,
    sentence: `A server uses the data folder ${folder} at this moment; stop it first.`,
  });
  expect(await isAnswering(address)).toBe(true);
});

test("a damaged database is one sentence that names it, and is not overwritten", async () => {
  const folder = await aDataFolder();
  const database = join(folder, "soniakh.sqlite");
  writeFileSync(database, "this was a database once ".repeat(1_000));
  const before = readFileSync(database);

  const failed = await failedStart({ DATA_DIR: folder });

  expect(failed).toMatchObject({ code: 1, lines: 1 });
  expect(failed.sentence).toContain(`The database ${database} cannot be used: `);
  expect(readFileSync(database)).toEqual(before);
});

test("a damaged key file is one sentence that names it, and is not overwritten", async () => {
  const folder = await aDataFolder();
  const { receipt } = keyPaths(folder);
  writeFileSync(receipt, "-----BEGIN PRIVATE KEY-----\n");

  const failed = await failedStart({ DATA_DIR: folder });

  expect(failed).toMatchObject({ code: 1, lines: 1 });
  expect(failed.sentence).toContain(`${receipt} cannot be used: `);
  expect(readFileSync(receipt, "utf8")).toBe("-----BEGIN PRIVATE KEY-----\n");
});

test("a data folder that cannot be written is one sentence that names it", async () => {
  const file = join(aFolder(), "file");
  writeFileSync(file, "");

  const failed = await failedStart({ DATA_DIR: join(file, "data") });

  expect(failed).toMatchObject({ code: 1, lines: 1 });
  expect(failed.sentence).toContain(`The data folder ${join(file, "data")} cannot be written`);
});

test("a certificate that is none is one sentence that names it", async () => {
  const certificate = join(aFolder(), "cert.pem");
  writeFileSync(certificate, "no certificate");

  const failed = await failedStart({
    DATA_DIR: await aDataFolder(),
    TLS_CERT: certificate,
    TLS_KEY: certificate,
  });

  expect(failed).toMatchObject({ code: 1, lines: 1 });
  expect(failed.sentence).toContain(certificate);
});

test("TLS_CERT and TLS_KEY serve HTTPS directly, and say so to browsers", async () => {
  const folder = aFolder();
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const asked = ["req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "1"];
  execFileSync("openssl", [...asked, ...subject, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  const server = startServer({ DATA_DIR: await aDataFolder(), TLS_CERT: cert, TLS_KEY: key });

  const address = await addressOf(server);
  const [answer] = (await once(
    secureGet(`${address}/shelf`, { ca: readFileSync(cert), agent: false }),
    "response",
  )) as [IncomingMessage];
  answer.resume();

  expect(address).toMatch(/^https:\/\/localhost:\d+$/);
  expect(answer.headers["strict-transport-security"]).toBe("max-age=63072000");
});

test(
  "npm start makes a newsroom, builds and serves; SIGTERM to npm leaves nobody behind",
  { timeout: 3 * minutes },
  async () => {
    const folder = join(aFolder(), "data");
    const environment = { DATA_DIR: folder, ...usual() };
    const first = start("npm", ["start"], environment);
    const address = await addressOf(first);

    const page = await fetch(`${address}/shelf`);
    first.kill("SIGTERM");
    await first.ended;

    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(await isAnswering(address)).toBe(false);
    expect(processesOf(folder)).toEqual([]);

    const built = readFileSync(join(folder, "app/.stamp"), "utf8");
    const second = start("npm", ["start"], environment);
    await addressOf(second);
    second.kill("SIGTERM");

    expect((await second.ended).text).not.toMatch(/Installing|Building|trial newsroom was made/);
    expect(readFileSync(join(folder, "app/.stamp"), "utf8")).toBe(built);
  },
);

test("a start that dies by SIGKILL takes the server with it", { timeout: minutes }, async () => {
  const folder = await aDataFolder();
  const starting = start("npm", ["start"], { DATA_DIR: folder, ...usual() });
  const address = await addressOf(starting);

  for (const pid of processesOf(folder, "tools/start.mjs")) process.kill(pid, "SIGKILL");
  await starting.ended;

  while (await isAnswering(address));
  expect(processesOf(folder)).toEqual([]);
});

/** Processes that were started with this data folder, by their environment. */
function processesOf(folder: string, command = ""): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return environment.includes(`DATA_DIR=${folder}`) && line.includes(command);
    } catch {
      // It has ended while we looked, or is none of ours.
      return false;
    }
  });
}
