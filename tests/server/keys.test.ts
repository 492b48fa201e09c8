import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { armor, Decrypter, Encrypter } from "age-encryption";
import { expect, test } from "vitest";
import { makeSigningKey } from "../../src/server/key-making.ts";
import { keyPaths, loadKeys } from "../../src/server/keys.ts";
import { createTrialNewsroom, trialPaths } from "../../src/server/trial.ts";
import { aFolder, quick, today } from "./server-support.ts";

async function aTrialNewsroom(): Promise<string> {
  const folder = join(aFolder(), "data");
  await createTrialNewsroom(folder, today, "http://localhost:8080", quick);
  return folder;
}

test("a trial newsroom has all the keys that a server needs, signed by its root for a year", async () => {
  const keys = await loadKeys(await aTrialNewsroom());

  expect(keys.newsroom).toMatchObject({ demonstration: true, origin: "http://localhost:8080" });
  expect(keys.list).toMatchObject({ epoch: 1, notAfter: "2027-11-11" });
  expect(keys.list.desk.map(({ holder }) => holder)).toEqual(["desk", "recovery"]);
  expect(keys.list.edition).toEqual([keys.edition.public]);
  expect(keys.list.receipt).toEqual([keys.receipt.public]);
});

test("every file of the keys can be read by its owner alone", async () => {
  const { folder } = keyPaths(await aTrialNewsroom());

  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const open = files.filter(
    (file) => (statSync(join(file.parentPath, file.name)).mode & 0o077) !== 0,
  );

  expect(files.length).toBeGreaterThanOrEqual(7);
  expect(open).toEqual([]);
});

test("the trial desk key opens with its passphrase, and opens what is sealed for the desk", async () => {
  const folder = await aTrialNewsroom();
  const { list } = await loadKeys(folder);
  const encrypter = new Encrypter();
  for (const { recipient } of list.desk) encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt("a story");

  const identities = [await openDeskKey(folder), readFileSync(trialPaths(folder).recovery, "utf8")];

  for (const identity of identities) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity.split("\n").find((line) => line.startsWith("AGE-")) ?? "");
    expect(await decrypter.decrypt(sealed, "text")).toBe("a story");
  }
});

async function openDeskKey(folder: string): Promise<string> {
  const { desk, passphrase } = trialPaths(folder);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(readFileSync(passphrase, "utf8").trim());
  return decrypter.decrypt(armor.decode(readFileSync(desk, "utf8")), "text");
}

test("a second trial newsroom is refused, and the first stays as it was", async () => {
  const folder = await aTrialNewsroom();
  const before = readFileSync(keyPaths(folder).edition);

  await expect(createTrialNewsroom(folder, today, "http://localhost:1", quick)).rejects.toThrow(
    folder,
  );

  expect(readFileSync(keyPaths(folder).edition)).toEqual(before);
  expect(readdirSync(folder).toSorted()).toEqual(["keys", "newsroom.json"]);
});

test.each(["edition", "receipt", "list", "newsroom"] as const)(
  "a damaged %s file is a sentence that names it",
  async (name) => {
    const folder = await aTrialNewsroom();
    const path = keyPaths(folder)[name];
    writeFileSync(path, readFileSync(path).subarray(0, 60));

    await expect(loadKeys(folder)).rejects.toThrow(`${path} cannot be used: `);
  },
);

test("a key that is missing is a sentence that names it", async () => {
  const folder = await aTrialNewsroom();
  rmSync(keyPaths(folder).receipt);

  await expect(loadKeys(folder)).rejects.toThrow(`${keyPaths(folder).receipt} cannot be used: `);
});

test("a whole key that the list does not name is refused: phones would not believe it", async () => {
  const folder = await aTrialNewsroom();
  writeFileSync(keyPaths(folder).receipt, makeSigningKey());

  await expect(loadKeys(folder)).rejects.toThrow("its public half is not in");
});

test("a key list that another root signed is refused", async () => {
  const folder = await aTrialNewsroom();
  const other = await aTrialNewsroom();
  writeFileSync(keyPaths(folder).list, readFileSync(keyPaths(other).list));

  await expect(loadKeys(folder)).rejects.toThrow("the newsroom's root did not sign it");
});
