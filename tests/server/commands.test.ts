import { execFileSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { StoryId } from "../../src/protocol/intake.ts";
import { parseHead } from "../../src/protocol/edition.ts";
import { keyPaths, loadKeys } from "../../src/server/keys.ts";
import { trialPaths } from "../../src/server/trial.ts";
import {
  aPart,
  aSealedStory,
  leavesRequest,
  type SealedStory,
  storyRequest,
} from "../support/sealed.ts";
import {
  aDataFolder,
  aFolder,
  addressOf,
  root,
  start,
  startServer,
  usual,
} from "./server-support.ts";

const minute = { timeout: 60_000 };

/** Runs a command as `npm run` does, and says how it ended. */
async function run(name: string, args: readonly string[], dataDir: string) {
  const path = join(root, `src/server/commands/${name}.ts`);
  const { code, text } = await start(process.execPath, [path, ...args], {
    ...usual(),
    DATA_DIR: dataDir,
  }).ended;
  return { code, text };
}

const init = (folder: string) =>
  run(
    "newsroom",
    [
      "init",
      folder,
      "--uk",
      "Редакція",
      "--en",
      "Newsroom",
      "--origin",
      "https://newsroom.example",
    ],
    aFolder(),
  );

/** A running newsroom that took a story with a photo, and that story. */
async function aNewsroomWithAStory() {
  const dataDir = await aDataFolder();
  const server = startServer({ DATA_DIR: dataDir });
  const address = await addressOf(server);
  const part = await aPart();
  const story = await aSealedStory({ parts: [part] });
  await send(leavesRequest(part, 0, 1, address));
  await send(storyRequest(story, address));
  return { dataDir, server, address, story, part };
}

async function send(request: Request): Promise<void> {
  const answer = await fetch(request);
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}

const stateOf = async (address: string, story: SealedStory): Promise<string> => {
  const query = { format: 1, nonce: "A".repeat(22), stories: [story.id satisfies StoryId] };
  const answer = await fetch(`${address}/intake/receipts`, {
    method: "POST",
    body: JSON.stringify(query),
  });
  return answer.text();
};

async function headOf(address: string) {
  const text = await (await fetch(`${address}/library/head`)).text();
  const parsed = parseHead(text.slice(text.indexOf("\n") + 1));
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.value;
}

describe("newsroom", () => {
  test("init makes the keys elsewhere: root and recovery are in no file for the server", async () => {
    const folder = join(aFolder(), "keys");

    const { code } = await init(folder);

    const names = readdirSync(folder).toSorted();
    const bundle = readFileSync(join(folder, "for-the-server.json"), "utf8");
    const root = readFileSync(join(folder, "root.pem"), "utf8").split("\n")[1] ?? "?";
    expect(code).toBe(0);
    expect(names).toEqual([
      "desk-key.age",
      "desk-passphrase.txt",
      "for-the-server.json",
      "recovery-key.txt",
      "root.pem",
    ]);
    expect(names.filter((name) => statSync(join(folder, name)).mode & 0o077)).toEqual([]);
    expect(bundle).not.toContain(root);
    expect(bundle).not.toMatch(/AGE-SECRET-KEY/);
  });

  test("init leaves a folder that holds anything as it is", async () => {
    const folder = aFolder();
    writeFileSync(join(folder, "root.pem"), "an older root");

    const { code, text } = await init(folder);

    expect(code).toBe(1);
    expect(text).toContain(`${folder} is not empty`);
    expect(readFileSync(join(folder, "root.pem"), "utf8")).toBe("an older root");
  });

  test(
    "open ends the demonstration: the server signs with the newsroom's keys from now on",
    minute,
    async () => {
      const folder = join(aFolder(), "keys");
      await init(folder);
      const dataDir = await aDataFolder();
      const trial = await loadKeys(dataDir);

      const { code, text } = await run(
        "newsroom",
        ["open", join(folder, "for-the-server.json")],
        dataDir,
      );
      const server = startServer({ DATA_DIR: dataDir });
      await server.says(/^Read: +https:\/\/newsroom\.example\/$/m);

      const keys = await loadKeys(dataDir);
      expect([code, text]).toEqual([0, expect.stringContaining("https://newsroom.example")]);
      expect(keys.newsroom).toMatchObject({ demonstration: false, name: { uk: "Редакція" } });
      expect(keys.newsroom.rootKey).not.toBe(trial.newsroom.rootKey);
      expect(existsSync(trialPaths(dataDir).desk)).toBe(false);
    },
  );

  test("open refuses while trial stories are unopened, and changes nothing", minute, async () => {
    const folder = join(aFolder(), "keys");
    await init(folder);
    const { dataDir, server } = await aNewsroomWithAStory();
    server.kill("SIGTERM");
    await server.ended;
    const before = readFileSync(keyPaths(dataDir).list);
    const bundle = join(folder, "for-the-server.json");

    const refused = await run("newsroom", ["open", bundle], dataDir);
    const after = readFileSync(keyPaths(dataDir).list);
    const insisted = await run("newsroom", ["open", bundle, "--leave-unopened"], dataDir);

    expect([refused.code, refused.text]).toEqual([1, expect.stringContaining("1 trial stories")]);
    expect(after).toEqual(before);
    expect(insisted.code).toBe(0);
    expect(existsSync(join(dataDir, "former-keys-trial/trial/desk-key.age"))).toBe(true);
  });

  test("open waits for nobody: a server that runs has to be stopped first", minute, async () => {
    const folder = join(aFolder(), "keys");
    await init(folder);
    const dataDir = await aDataFolder();
    await addressOf(startServer({ DATA_DIR: dataDir }));
    const before = readFileSync(keyPaths(dataDir).list);

    const { code, text } = await run(
      "newsroom",
      ["open", join(folder, "for-the-server.json")],
      dataDir,
    );

    expect([code, text]).toEqual([1, expect.stringContaining("stop it first")]);
    expect(readFileSync(keyPaths(dataDir).list)).toEqual(before);
  });

  test("renew gives the same keys another year under the next epoch", minute, async () => {
    const folder = join(aFolder(), "keys");
    await init(folder);
    const bundle = join(folder, "for-the-server.json");
    const dataDir = join(aFolder(), "data");
    await run("newsroom", ["open", bundle], dataDir);
    const before = await loadKeys(dataDir);

    await run("newsroom", ["renew", folder], dataDir);
    const opened = await run("newsroom", ["open", bundle], dataDir);
    const again = await run("newsroom", ["open", bundle], dataDir);

    const after = await loadKeys(dataDir);
    expect(opened.code).toBe(0);
    expect(after.list).toEqual({ ...before.list, epoch: 2, notAfter: after.list.notAfter });
    expect([again.code, again.text]).toEqual([1, expect.stringContaining("as new as this one")]);
  });

  test("open refuses another newsroom's bundle once the newsroom is real", minute, async () => {
    const [one, other] = [join(aFolder(), "keys"), join(aFolder(), "keys")];
    await init(one);
    await init(other);
    const dataDir = join(aFolder(), "data");
    await run("newsroom", ["open", join(one, "for-the-server.json")], dataDir);

    const { code, text } = await run(
      "newsroom",
      ["open", join(other, "for-the-server.json")],
      dataDir,
    );

    expect([code, text]).toEqual([1, expect.stringContaining("belongs to another newsroom")]);
  });
});

describe("desk", () => {
  test("a link lets one browser in, once", minute, async () => {
    const dataDir = await aDataFolder();
    const address = await addressOf(startServer({ DATA_DIR: dataDir }));

    const { text } = await run("desk", ["link"], dataDir);
    const [link = ""] = text.split("\n");
    const token = new URL(link).hash.slice(1);
    const signIn = () =>
      fetch(`${address}/desk/api/session`, {
        method: "POST",
        headers: { origin: address, "content-type": "application/json" },
        body: JSON.stringify({ token }),
      });
    const [first, second] = [await signIn(), await signIn()];

    expect(link).toBe(`${address}/desk/#${token}`);
    expect([first.status, second.status]).toEqual([200, 403]);
  });

  test("export writes the sealed bytes as they came", minute, async () => {
    const { dataDir, story, part } = await aNewsroomWithAStory();
    const target = join(aFolder(), "export");

    const { code, text } = await run("desk", ["export", target], dataDir);

    const [folder = ""] = readdirSync(target).filter((name) => name.includes(story.id));
    const read = (name: string) => Uint8Array.from(readFileSync(join(target, folder, name)));
    expect([code, text]).toEqual([0, expect.stringContaining("1 stories")]);
    expect(read("text.age")).toEqual(story.text);
    expect(read("part-1.age")).toEqual(part.bytes);
  });
});

describe("backup and restore", () => {
  test("a newsroom comes back whole from one file that was made while it ran", minute, async () => {
    const { dataDir, server, address, story } = await aNewsroomWithAStory();
    const archive = join(aFolder(), "backup.tar");
    const backup = await run("backup", [archive], dataDir);
    const before = await headOf(address);
    server.kill("SIGTERM");
    await server.ended;

    const restored = join(aFolder(), "data");
    const restore = await run("restore", [archive], restored);
    execFileSync("cp", ["-r", join(dataDir, "app"), join(dataDir, "desk"), restored]);
    const newAddress = await addressOf(startServer({ DATA_DIR: restored }));

    const head = await headOf(newAddress);
    expect([backup.code, restore.code]).toEqual([0, 0]);
    expect(statSync(archive).mode & 0o077).toBe(0);
    expect(head.segments).toEqual(before.segments);
    expect(head.restored).toBeGreaterThan(before.restored);
    expect(head.number).toBeGreaterThan(before.number);
    expect(await stateOf(newAddress, story)).toContain('"received"');
    const { text } = await run("desk", ["export", join(restored, "export")], restored);
    expect(text).not.toContain("have not come yet");
  });

  test("any tar opens a backup", async () => {
    const archive = join(aFolder(), "backup.tar");
    const dataDir = await aDataFolder();
    await run("backup", [archive], dataDir);

    const names = execFileSync("tar", ["-tf", archive], { encoding: "utf8" }).trim().split("\n");

    expect(names).toContain("soniakh.sqlite");
    expect(names).toContain("newsroom.json");
    expect(names).toContain("keys/receipt.pem");
    expect(names.filter((name) => name.startsWith("app"))).toEqual([]);
  });

  test("a backup never takes the place of a file", async () => {
    const archive = join(aFolder(), "backup.tar");
    writeFileSync(archive, "yesterday's");

    const { code, text } = await run("backup", [archive], await aDataFolder());

    expect([code, text]).toEqual([1, expect.stringContaining("there is such a file already")]);
    expect(readFileSync(archive, "utf8")).toBe("yesterday's");
  });

  test("a folder that holds anything is never restored into", async () => {
    const archive = join(aFolder(), "backup.tar");
    await run("backup", [archive], await aDataFolder());
    const target = aFolder();
    writeFileSync(join(target, "letter.txt"), "mine");

    const { code, text } = await run("restore", [archive], target);

    expect([code, text]).toEqual([1, expect.stringContaining("is not empty")]);
    expect(readdirSync(target)).toEqual(["letter.txt"]);
  });

  test("a backup that was cut off is refused, and nothing of it appears", async () => {
    const archive = join(aFolder(), "backup.tar");
    await run("backup", [archive], await aDataFolder());
    truncateSync(archive, statSync(archive).size - 1_024);
    const parent = aFolder();

    const { code, text } = await run("restore", [archive], join(parent, "data"));

    expect([code, text]).toEqual([
      1,
      expect.stringContaining("is no whole backup: it was cut off"),
    ]);
    expect(readdirSync(parent)).toEqual([]);
  });

  test("a tar that holds anything else is refused", async () => {
    const folder = aFolder();
    writeFileSync(join(folder, "evil"), "");
    const archive = join(folder, "evil.tar");
    execFileSync("tar", [
      "--format=ustar",
      "-C",
      folder,
      "--transform=s|^|../|",
      "-P",
      "-cf",
      archive,
      "evil",
    ]);

    const { code, text } = await run("restore", [archive], join(folder, "data"));

    expect([code, text]).toEqual([1, expect.stringContaining("which no backup holds")]);
    expect(existsSync(join(folder, "data"))).toBe(false);
  });
});
