import { Encrypter } from "age-encryption";
import { expect, test } from "vitest";
import { openKeyFile } from "../../src/desk/key-file.ts";
import { aKeyFile, passphrase, seal } from "./desk-support.ts";

test.each(["file", "armored"] as const)(
  "the desk's key opens with its passphrase (%s), and opens what was sealed for it",
  async (form) => {
    const made = await aKeyFile();

    const opened = await openKeyFile(made[form], passphrase);

    if (opened.kind !== "open") throw new Error(opened.kind);
    const text = await opened.key.open(await seal(made.recipient, "розповідь"));
    expect(new TextDecoder().decode(text)).toBe("розповідь");
  },
);

test("a wrong passphrase is said to be one", async () => {
  const { file } = await aKeyFile();

  expect(await openKeyFile(file, "щось інше")).toEqual({ kind: "wrong-passphrase" });
});

test("a key that nothing protects, a sealed story, rubbish and a huge file are no key files", async () => {
  const { identity, recipient } = await aKeyFile();
  const files = [
    new TextEncoder().encode(identity),
    await seal(recipient, "розповідь"),
    new TextEncoder().encode("-----BEGIN AGE ENCRYPTED FILE-----\nнічого"),
    new Uint8Array(),
    new Uint8Array(10_000_000),
  ];

  const kinds = await Promise.all(
    files.map(async (file) => (await openKeyFile(file, passphrase)).kind),
  );

  expect(new Set(kinds)).toEqual(new Set(["not-a-key-file"]));
});

test("what opens with the passphrase and holds no key is no key file", async () => {
  const locker = new Encrypter();
  locker.setPassphrase(passphrase);
  locker.setScryptWorkFactor(10);

  const answers = [
    await openKeyFile(await locker.encrypt("список покупок"), passphrase),
    await openKeyFile(await locker.encrypt("AGE-SECRET-KEY-1ПОДРОБКА"), passphrase),
  ];

  expect(answers.map(({ kind }) => kind)).toEqual(["not-a-key-file", "not-a-key-file"]);
});
