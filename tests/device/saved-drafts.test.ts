// A draft leaves as one encrypted file and comes back on another phone: whole, or not at all.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Draft } from "../../src/device/draft.ts";
import { readDraftFile, writeDraftFile } from "../../src/device/draft-file.ts";
import { DeviceError } from "../../src/device/errors.ts";
import {
  choosePassphrase,
  passphraseOf,
  readPassphrase,
  wordsOf,
} from "../../src/device/passphrase.ts";
import { words as englishWords } from "../../src/device/passphrase-en.ts";
import { words as ukrainianWords } from "../../src/device/passphrase-uk.ts";
import type { Photo } from "../../src/device/photo-records.ts";
import { openDraftFile, saveDraftToFile } from "../../src/device/saved-drafts.ts";
import { addSlice, beginSound, readSlices } from "../../src/device/sound-records.ts";
import { readTar, writeTar } from "../../src/device/tar.ts";
import { aDisk, draftsOn } from "../support/device.ts";
import { bending, mutantOf, timed } from "../support/fuzzing.ts";
import { somePassphrases } from "../support/passphrase.ts";
import { aPhoto } from "../support/writing.ts";

const uk = wordsOf(ukrainianWords);
const en = wordsOf(englishWords);
const passphrase = passphraseOf(uk.slice(100, 107));
const encode = async (file: Blob): Promise<Photo> => ({
  ...aPhoto,
  bytes: new Uint8Array(await file.arrayBuffer()),
});

const aSlice = (seed: number) => ({
  length: 1_000,
  levels: Uint8Array.of(seed, 200),
  bytes: new Uint8Array(50 + seed).fill(seed),
});

/** A phone with a draft that has words, a photo with a caption, and a recording of three seconds. */
async function aDraft(): Promise<Draft> {
  const draft = await draftsOn(aDisk()).create();
  const photo = await draft.addPhoto(aPhoto);
  const sound = await beginSound(draft.records, "audio/webm");
  for (const n of [1, 2, 3]) await addSlice(draft.records, sound, n, aSlice(n));
  await draft.change(
    { kind: "title", at: 0, cut: 0, put: "Хліб на всіх" },
    {
      kind: "pieces",
      at: 0,
      cut: 1,
      put: [
        { kind: "text", text: "У березні закінчилися дріжджі." },
        { kind: "photo", photo, caption: "Перша хлібина" },
        { kind: "sound", sound, caption: "", slices: 2 },
        { kind: "text", text: "Ми ділили кожну." },
      ],
    },
  );
  return draft;
}

async function saved(draft: Draft, words = passphrase): Promise<Blob> {
  const made = await saveDraftToFile(somePassphrases(), draft, words);
  if (made.kind !== "saved") throw new Error("too big");
  return made.file;
}

async function open(file: Blob, words = passphrase, disk = aDisk()) {
  const drafts = draftsOn(disk);
  const ended = await openDraftFile({ ...somePassphrases(), drafts, encode }, file, words);
  return { ended, drafts, list: await drafts.list() };
}

const bent = async (file: Blob, at: number): Promise<Blob> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  return new Blob([bytes]);
};

/** An age file of any plain bytes under the words, as somebody else could make it. */
async function sealed(plain: Uint8Array | string, work = 10): Promise<Blob> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(work);
  return new Blob([Uint8Array.from(await encrypter.encrypt(plain))]);
}

describe("a saved draft", () => {
  test("opens on another phone with its words, its photo and its recording", async () => {
    const { ended, drafts, list } = await open(await saved(await aDraft()));

    expect(list).toMatchObject([{ title: "Хліб на всіх", photos: 1, sounds: 1, discarded: false }]);
    const back = ended.kind === "opened" ? await drafts.open(ended.draft) : undefined;
    expect(back?.content).toEqual({
      title: "Хліб на всіх",
      pieces: [
        { kind: "text", text: "У березні закінчилися дріжджі." },
        { kind: "photo", photo: 1, caption: "Перша хлібина" },
        { kind: "sound", sound: 1, caption: "" },
        { kind: "text", text: "Ми ділили кожну." },
      ],
    });
    expect((await back?.findPhoto(1))?.bytes).toEqual(aPhoto.bytes);
    const sound = await readSlices(back!.records, { sound: 1 });
    expect(sound).toEqual({ type: "audio/webm", slices: [aSlice(1), aSlice(2)] });
  });

  test("never changes a draft that is here: opened twice, there are two beside the first", async () => {
    const disk = aDisk();
    const here = await draftsOn(disk).create();
    await here.change({ kind: "title", at: 0, cut: 0, put: "Тутешня" });
    const file = await saved(await aDraft());

    await open(file, passphrase, disk);
    const { list } = await open(file, passphrase, disk);

    expect(list.map(({ title }) => title).toSorted()).toEqual([
      "Тутешня",
      "Хліб на всіх",
      "Хліб на всіх",
    ]);
  });

  test("holds nothing in clear, and says nothing of when it was made", async () => {
    const draft = await aDraft();
    const file = Buffer.from(await (await saved(draft)).arrayBuffer());

    expect(file.subarray(0, 22).toString()).toBe("age-encryption.org/v1\n");
    expect(file.includes("Хліб")).toBe(false);
    expect(file.includes(Buffer.from(aPhoto.bytes.subarray(0, 64)))).toBe(false);
    const archive = (): Uint8Array =>
      writeDraftFile({ content: draft.content, photos: new Map(), sounds: new Map() });
    expect(Buffer.from(archive()).equals(archive())).toBe(true);
  });

  test("other words, a damaged file, another file: a reason, and nothing is added", async () => {
    const file = await saved(await aDraft());
    const other = passphraseOf(uk.slice(200, 207));

    for (const [bytes, words, kind] of [
      [file, other, "wrong-words"],
      [file, "", "wrong-words"],
      [await bent(file, -1), passphrase, "damaged"],
      [file.slice(0, file.size - 100), passphrase, "damaged"],
      [file.slice(0, 50), passphrase, "not-ours"],
      [new Blob(["фото"]), passphrase, "not-ours"],
      [new Blob([]), passphrase, "not-ours"],
      [await sealed("no archive"), passphrase, "damaged"],
    ] as const) {
      const { ended, list } = await open(bytes, words);
      expect([ended.kind, list]).toEqual([kind, []]);
    }
  });

  test("a newer format is told from a damaged one", async () => {
    const head = (format: unknown): Uint8Array =>
      writeTar([
        {
          name: "draft.json",
          bytes: new TextEncoder().encode(
            JSON.stringify({ format, title: "", pieces: [], sounds: [] }),
          ),
        },
      ]);
    expect((await open(await sealed(head(2)))).ended.kind).toBe("newer");
    expect((await open(await sealed(head("x")))).ended.kind).toBe("damaged");
    expect((await open(await sealed(head(1)))).ended.kind).toBe("opened");
  });

  test("a file that would take a phone's memory is not begun", async () => {
    const asked = somePassphrases();
    const file = await sealed("x", 19);
    const drafts = draftsOn(aDisk());

    const ended = await openDraftFile({ ...asked, drafts, encode }, file, passphrase);

    expect([ended.kind, asked.worked]).toEqual(["too-much", 0]);
  });

  test("a photo that is none: nothing is added", async () => {
    const file = await saved(await aDraft());
    const drafts = draftsOn(aDisk());
    const deps = { ...somePassphrases(), drafts, encode: async () => undefined };

    expect((await openDraftFile(deps, file, passphrase)).kind).toBe("damaged");
    expect(await drafts.list()).toEqual([]);
  });

  test("9: with storage away the words leave whole, and what is missing is counted", async () => {
    const draft = await aDraft();
    const away = async (): Promise<never> => {
      throw new DeviceError("storage-lost", "away");
    };

    const made = await saveDraftToFile(
      somePassphrases(),
      { content: draft.content, findPhoto: away, records: { ...draft.records, read: away } },
      passphrase,
    );

    expect(made).toMatchObject({ kind: "saved", missing: 2 });
    const { list } = await open(made.kind === "saved" ? made.file : new Blob());
    expect(list).toMatchObject([{ title: "Хліб на всіх", words: 7, photos: 0, sounds: 0 }]);
  });

  test("killed half-way, what was taken in is discarded and goes at the next start", async () => {
    const disk = aDisk();
    const drafts = draftsOn(disk);
    const file = await saved(await aDraft());
    const killed = new Promise<never>(() => undefined);
    const begun = Promise.withResolvers<void>();
    void openDraftFile(
      {
        ...somePassphrases(),
        drafts,
        encode() {
          begun.resolve();
          return killed;
        },
      },
      file,
      passphrase,
    );
    await begun.promise;

    const after = draftsOn(disk);
    expect((await after.list()).map(({ discarded }) => discarded)).toEqual([true]);
    await after.destroyDiscarded();
    expect(await after.list()).toEqual([]);
  });
});

describe("by stock tools", () => {
  test("age with the words gives a tar of readable files", async () => {
    const file = new Uint8Array(await (await saved(await aDraft())).arrayBuffer());
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    const folder = mkdtempSync(join(tmpdir(), "soniakh-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "draft.tar"), await decrypter.decrypt(file));

    execFileSync("tar", ["-xf", "draft.tar"], { cwd: folder });

    expect(readFileSync(join(folder, "text.txt"), "utf8")).toBe(
      "Хліб на всіх\n\nУ березні закінчилися дріжджі.\n\n[photo-1.jpg: Перша хлібина]\n\n[sound-1.webm]\n\nМи ділили кожну.\n",
    );
    expect(new Uint8Array(readFileSync(join(folder, "photo-1.jpg")))).toEqual(aPhoto.bytes);
    expect(readFileSync(join(folder, "sound-1.webm"))).toHaveLength(51 + 52);
  });
});

describe("the words", () => {
  test.for([
    ["uk", uk],
    ["en", en],
  ] as const)("%s: 1,024, told apart by their first four letters, plain letters", ([, list]) => {
    expect(new Set(list).size).toBe(1_024);
    expect(new Set(list.map((word) => word.slice(0, 4))).size).toBe(1_024);
    expect(list.filter((word) => !/^([а-щьюяєії]|[a-z]){3,9}$/.test(word))).toEqual([]);
  });

  test("seven of them, each as likely as any other", () => {
    const numbers = Uint16Array.of(0, 1_023, 1_024, 65_535, 5, 5, 2_048);

    const chosen = choosePassphrase(uk, (into) => (into.set(numbers), into));

    expect(chosen).toEqual([uk[0], uk[1_023], uk[0], uk[1_023], uk[5], uk[5], uk[0]]);
    expect(Math.log2(uk.length) * chosen.length).toBeGreaterThanOrEqual(70);
  });

  test("capitals, commas, line ends, ґ and endings are forgiven; other words are not", () => {
    const [horikh, kniga] = ["горіх", "книга"];
    expect(readPassphrase("  Ґоріх,\n КНИГИ. ", uk)).toBe(`${horikh} ${kniga}`);
    expect(readPassphrase("сма’ков’інка й", uk)).toBe("смаковінка й");
    expect(readPassphrase("й".normalize("NFD"), uk)).toBe("й");
    expect(readPassphrase("Acorn / ACTORS", en)).toBe("acorn actor");
  });
});

describe("fuzz", () => {
  const archive = writeDraftFile({
    content: {
      title: "Назва",
      pieces: [
        { kind: "text", text: "Слова" },
        { kind: "photo", photo: 1, caption: "" },
        { kind: "sound", sound: 1, caption: "" },
      ],
    },
    photos: new Map([[1, Uint8Array.of(1, 2, 3)]]),
    sounds: new Map([[1, { type: "audio/mp4", slices: [aSlice(1)] }]]),
  });

  test("any archive gives a draft no larger than itself, or a reason; nothing throws or hangs", () => {
    fc.assert(
      fc.property(bending, (bend) => {
        const bytes = bend(archive);
        const { value, took } = timed(() => readDraftFile(bytes));
        expect(took).toBeLessThan(1_000);
        if (value.kind === "read") {
          const held = [...value.photos.values()].reduce((sum, one) => sum + one.length, 0);
          expect(held + JSON.stringify(value.content).length).toBeLessThan(bytes.length);
        }
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        expect(readTar(Uint8Array.from(bytes)) ?? []).toEqual([]);
      }),
    );
  });

  test("a draft that names what is not in its archive is damaged", () => {
    const entries = readTar(archive)!;
    for (const name of ["draft.json", "photo-1.jpg", "sound-1.m4a"]) {
      const without = entries.filter((entry) => entry.name !== name);
      expect([name, readDraftFile(writeTar(without)).kind]).toEqual([name, "damaged"]);
    }
    expect(readDraftFile(writeTar(entries)).kind).toBe("read");
  });

  test("any draft.json gives pieces of the three kinds with attachments that are there, or a reason", () => {
    const entries = readTar(archive)!;
    const head = JSON.parse(new TextDecoder().decode(entries[1]!.bytes)) as unknown;
    fc.assert(
      fc.property(mutantOf(head), (json) => {
        const bent = entries.with(1, { name: "draft.json", bytes: new TextEncoder().encode(json) });
        const read = readDraftFile(writeTar(bent));
        if (read.kind !== "read") return;
        for (const piece of read.content.pieces) {
          if (piece.kind === "photo") expect(read.photos.has(piece.photo)).toBe(true);
          else if (piece.kind === "sound") expect(read.sounds.has(piece.sound)).toBe(true);
          else expect(typeof piece.text).toBe("string");
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
