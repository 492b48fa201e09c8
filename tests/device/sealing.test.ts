import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { toBase64url } from "../../src/protocol/bytes.ts";
import {
  attachmentBuckets,
  buckets,
  leafSize,
  type Manifest,
  parseManifest,
  type StoryId,
} from "../../src/protocol/intake.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import { parseStory, type SealedTerms, type Story } from "../../src/protocol/story.ts";
import { createAgeSealer } from "../../src/device/age-sealing.ts";
import type { Store } from "../../src/device/database.ts";
import type { Draft } from "../../src/device/draft.ts";
import { photosOf } from "../../src/device/draft-content.ts";
import { DeviceError } from "../../src/device/errors.ts";
import { createFacts } from "../../src/device/facts.ts";
import { hashOf } from "../../src/device/hashing.ts";
import { makeNoteKey } from "../../src/device/note-key.ts";
import { createOutbox, manifestOf, readStories } from "../../src/device/outbox.ts";
import {
  canSeal,
  letGo,
  seal,
  sealAhead,
  type Sealing,
  type SealingDeps,
} from "../../src/device/sealing.ts";
import { addSlice, beginSound, soundOf } from "../../src/device/sound-records.ts";
import type { ToSeal } from "../../src/device/page-sealing.ts";
import { leafListOf, readPart } from "../../src/device/sealed-parts.ts";
import { storyFile } from "../../src/device/story-files.ts";
import { aDisk, countedIds, type Disk, draftsOn } from "../support/device.ts";
import { someSlices } from "../support/recordings.ts";

let desk: string;
let recovery: string;
let keys: KeyList;

beforeAll(async () => {
  [desk, recovery] = [await generateX25519Identity(), await generateX25519Identity()];
  keys = {
    format: 1,
    epoch: 3,
    edition: [],
    receipt: [],
    desk: [
      { recipient: await identityToRecipient(desk), holder: "desk" },
      { recipient: await identityToRecipient(recovery), holder: "recovery" },
    ],
    notAfter: "2027-06-30",
  };
});

const terms: SealedTerms = {
  answers: {
    publish: "publish",
    approval: "show-first",
    signature: "no-name",
    adult: true,
    harm: "no",
  },
  wording: [{ question: "Що можна зробити з розповіддю?", answer: "Так, опублікувати" }],
  version: 1,
};

test("a sealed story opens with the desk's key and with the recovery key, and says what the author wrote", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Хліб", "Коли прийшли, ми пекли хліб.\n\nПотім настала тиша.");

  const id = sealed(await phone.seal(draft));

  for (const identity of [desk, recovery]) {
    expect(await phone.openText(id, identity)).toMatchObject({
      id,
      title: "Хліб",
      language: "uk",
      terms,
      revision: 1,
      attachments: [],
      blocks: [
        { kind: "paragraph", runs: [{ text: "Коли прийшли, ми пекли хліб." }] },
        { kind: "paragraph", runs: [{ text: "Потім настала тиша." }] },
      ],
    });
  }
});

test("photos are sealed one by one; what follows their bytes is padding", async () => {
  const phone = await aPhone();
  const draft = await phone.write("З фото", "Ось вони.");
  const photos = [noise(10_000), noise(100_000)];
  for (const bytes of photos) await attach(draft, bytes);

  const id = sealed(await phone.seal(draft));

  const story = await phone.openText(id, desk);
  expect(story.blocks.filter(({ kind }) => kind === "figure")).toMatchObject([
    { media: 1 },
    { media: 2 },
  ]);
  const manifest = await phone.manifest(id);
  for (const [index, bytes] of photos.entries()) {
    const opened = await openWith(
      recovery,
      await readPart(phone.store, id, index + 1, manifest.parts[index]!.bytes),
    );
    expect(story.attachments[index]).toMatchObject({
      number: index + 1,
      bytes: bytes.length,
      hash: await hashOf(bytes),
    });
    expect(Buffer.compare(opened.subarray(0, bytes.length), bytes)).toBe(0);
    expect(opened.subarray(bytes.length).every((byte) => byte === 0)).toBe(true);
  }
});

test("every sealed file has exactly a bucket's size, and every id is the hash of its bytes", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Довга", "слово ".repeat(20_000));
  await attach(draft, noise(70_000));

  const id = sealed(await phone.seal(draft));

  const manifest = await phone.manifest(id);
  const text = await readPart(phone.store, id, 0, manifest.text.bytes);
  expect(buckets).toContain(text.length);
  expect(manifest.text).toEqual({ hash: await hashOf(text), bytes: text.length });
  const part = await readPart(phone.store, id, 1, manifest.parts[0]!.bytes);
  expect(attachmentBuckets).toContain(part.length);
  expect(manifest.parts[0]!.id).toBe(await hashOf(await leafListOf(part)));
  expect(manifest.epoch).toBe(3);
});

test("a story's file is exactly what travels, and its attachments behind it; a byte that changed on the disk makes none", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Файлом", "Текст.");
  await attach(draft, noise(300_000));
  const id = sealed(await phone.seal(draft));
  const [record] = await readStories(phone.store);

  const file = await storyFile(phone.store, id);

  const { text, parts } = manifestOf(record!);
  const pieces = [
    new Uint8Array(record!.manifest),
    Uint8Array.of(10),
    await readPart(phone.store, id, 0, text.bytes),
    await readPart(phone.store, id, 1, parts[0]!.bytes),
  ];
  expect(file?.type).toBe("application/vnd.soniakh.story");
  expect(Buffer.from(await file!.arrayBuffer()).equals(Buffer.concat(pieces))).toBe(true);

  await phone.store.transact(["parts"], "readwrite", async (transaction) => {
    const parts = transaction.objectStore("parts");
    const chunk = await parts.get([id, 1, 1]);
    await parts.put({ ...chunk!, bytes: new Uint8Array(chunk!.bytes.byteLength).buffer });
  });
  expect(await storyFile(phone.store, id)).toBeUndefined();
});

test("for any length there is a bucket that the sealed file fills exactly", async () => {
  const sealer = await createAgeSealer(keys.desk.map(({ recipient }) => recipient));
  const sizes = [...buckets, ...attachmentBuckets.filter((size) => size <= 4 * leafSize)];
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 4 * leafSize - 1_000 }), async (bytes) => {
      const fit = sealer.fit(bytes, sizes)!;
      expect(fit.room).toBeGreaterThanOrEqual(bytes);
      expect((await sealer.seal(new Uint8Array(fit.room), fit.sealed)).length).toBe(fit.sealed);
    }),
    { numRuns: 60 },
  );
  await expect(sealer.seal(new Uint8Array(10), 16_384)).rejects.toMatchObject({
    code: "sealing-refused",
  });
});

test.skipIf(!existsSync("/usr/bin/age"))(
  "the stock age program opens text and photo with the recovery key",
  async () => {
    const phone = await aPhone();
    const draft = await phone.write("Для age", "Слово в слово.");
    const photo = noise(5_000);
    await attach(draft, photo);
    const id = sealed(await phone.seal(draft));
    const manifest = await phone.manifest(id);
    const folder = await mkdtemp(join(tmpdir(), "sealed-"));
    try {
      const open = async (part: number, bytes: number): Promise<Buffer> => {
        await writeFile(join(folder, "key"), recovery);
        await writeFile(join(folder, "sealed"), await readPart(phone.store, id, part, bytes));
        return execFileSync(
          "/usr/bin/age",
          ["-d", "-i", join(folder, "key"), join(folder, "sealed")],
          { maxBuffer: 1e8 },
        );
      };
      const story = parseStory((await open(0, manifest.text.bytes)).toString("utf8"));
      expect(story).toMatchObject({ ok: true, value: { title: "Для age" } });
      expect(
        (await open(1, manifest.parts[0]!.bytes)).subarray(0, photo.length).equals(photo),
      ).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

test.each([
  ["no list at all", "none"],
  ["a list that has expired by the newest signed date", { notAfter: "2026-11-22" }],
  ["a single recipient", "single"],
  ["the same recipient twice", "twice"],
] as const)("with %s nothing is sealed, and nothing is written", async (_, how) => {
  const one = keys.desk[0]!;
  const phone = await aPhone(
    how === "none"
      ? how
      : how === "single"
        ? { ...keys, desk: [one] }
        : how === "twice"
          ? { ...keys, desk: [one, { ...one, holder: "recovery" }] }
          : { ...keys, ...how },
  );
  const draft = await phone.write("Чернетка", "Лишається тут.");

  expect(await canSeal(phone.deps.facts)).toBe(false);
  await expect(phone.seal(draft)).rejects.toMatchObject({ code: "sealing-refused" });

  await expectUnsealed(phone);
});

test("a recipient that age does not take writes nothing", async () => {
  const phone = await aPhone({
    ...keys,
    desk: [{ ...keys.desk[0]!, recipient: `age1${"q".repeat(58)}` }, keys.desk[1]!],
  });
  const draft = await phone.write("Чернетка", "Лишається тут.");

  await expect(phone.seal(draft)).rejects.toThrow();

  await expectUnsealed(phone);
});

test("a story whose commit was done, and the word on it lost, keeps its key", async () => {
  const phone = await aPhone();
  const { store } = phone.deps;
  const deaf: Store = {
    ...store,
    async transact(names, mode, work, durability) {
      const done = await store.transact(names, mode, work, durability);
      if (mode === "readwrite" && (names as readonly string[]).includes("parts"))
        throw new DeviceError("storage-lost", "nobody answered");
      return done;
    },
  };

  const draft = await draftsOn(phone.disk, () => 1, deaf).create();
  await draft.change({ kind: "title", at: 0, cut: 0, put: "Хліб" });
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Ми пекли хліб." });

  await expect(
    seal({ ...phone.deps, store: deaf }, { draft, language: "uk", terms }),
  ).rejects.toThrow("nobody answered");

  const [story] = await createOutbox({ ...phone.deps, store }).list();
  expect(story?.own?.title).toBe("Хліб");
});

test("a transaction that is done again after its commit changes nothing of what has come since", async () => {
  const phone = await aPhone();
  const { store } = phone.deps;
  const between = async (): Promise<void> => {
    await phone.seal(await phone.write("Два", "З іншого вікна."));
    await store.transact(["stories"], "readwrite", async (transaction) => {
      const stories = transaction.objectStore("stories");
      const first = (await stories.getAll()).find(({ order }) => order === 1)!;
      await stories.put({ ...first, paused: true });
    });
  };
  const stutters: Store = {
    ...store,
    async transact(names, mode, work, durability) {
      if (durability === "strict") {
        await store.transact(names, mode, work, durability);
        await between();
      }
      return store.transact(names, mode, work, durability);
    },
  };
  const draft = await draftsOn(phone.disk, () => 1, stutters).create();
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Ми пекли хліб." });

  const id = sealed(
    await seal({ ...phone.deps, store: stutters }, { draft, language: "uk", terms }),
  );

  const last = sealed(await phone.seal(await phone.write("Три", "Потім.")));
  const stories = new Map((await readStories(store)).map((story) => [story.id, story]));
  expect(stories.size).toBe(3);
  expect(stories.get(id)).toMatchObject({ order: 1, paused: true });
  expect(stories.get(last)).toMatchObject({ order: 3 });
});

test("a story that was sealed between another's last screen and its press stands before it", async () => {
  const phone = await aPhone();
  const toSeal = async (title: string): Promise<ToSeal> => ({
    draft: await phone.write(title, "Перше."),
    language: "uk",
    terms,
  });
  const late = await toSeal("Раз");
  const ahead = sealAhead(phone.deps, late);
  await ahead.sealed;
  const early = sealed(await phone.seal((await toSeal("Два")).draft));

  const id = sealed(await seal(phone.deps, late, ahead));

  const stories = new Map((await readStories(phone.store)).map((story) => [story.id, story]));
  expect(stories.get(id)?.order).toBeGreaterThan(stories.get(early)!.order);
  // It stands behind, and nothing of it is sealed again.
  expect(stories.get(id)?.slot).toBe(ahead.slot);
});

test("a place in line that could not be read ahead is read at the press", async () => {
  const phone = await aPhone();
  let fails = true;
  const facts: SealingDeps["facts"] = {
    async get(name) {
      if (name === "sealed" && fails) throw new DeviceError("storage-lost", "nobody answered");
      return phone.deps.facts.get(name);
    },
  };
  const draft = await phone.write("Раз", "Перше.");
  const toSeal = { draft, language: "uk", terms };
  const ahead = sealAhead({ ...phone.deps, facts }, toSeal);
  await ahead.sealed;
  await expect(ahead.behind).rejects.toThrow("nobody answered");
  fails = false;

  sealed(await seal({ ...phone.deps, facts }, toSeal, ahead));

  expect(await readStories(phone.store)).toHaveLength(1);
  expect(await phone.deps.keyring.find(ahead.slot)).toBeUndefined();
});

test("crypto that fails writes nothing", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Чернетка", "Лишається тут.");
  const broken: SealingDeps = {
    ...phone.deps,
    keyring: { ...phone.deps.keyring, create: () => Promise.reject(new Error("no key")) },
  };

  await expect(seal(broken, { draft, language: "uk", terms })).rejects.toThrow("no key");

  await expectUnsealed(phone);
});

test("nothing of the text, the title or the keys is on the disk in clear", async () => {
  const phone = await aPhone();
  const draft = await phone.write("SENTINEL-TITLE", "SENTINEL-TEXT");

  sealed(await phone.seal(draft));

  const all = await phone.store.transact(["stories", "parts", "drafts"], "readonly", (t) =>
    Promise.all(
      (["stories", "parts", "drafts"] as const).map((name) => t.objectStore(name).getAll()),
    ),
  );
  const bytes = Buffer.concat(buffersIn(all));
  expect(bytes.length).toBeGreaterThan(16_384);
  expect(bytes.includes("SENTINEL")).toBe(false);
  expect(bytes.includes("AGE-SECRET-KEY")).toBe(false);
  expect(JSON.stringify(all)).not.toContain("SENTINEL");
});

test("the author's own words are read back with the story's key, and are gone with it", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Своя назва", "Слова.");
  const id = sealed(await phone.seal(draft));
  const outbox = createOutbox({ ...phone.deps, announce: () => undefined });

  expect(await outbox.list()).toMatchObject([
    {
      id,
      state: { kind: "waiting" },
      own: { title: "Своя назва", draft: draft.id, revision: 1 },
      heldBytes: 0,
    },
  ]);
  await outbox.destroy(id);

  expect(await outbox.list()).toEqual([]);
  expect(
    await phone.store.transact(["parts"], "readonly", (t) => t.objectStore("parts").count()),
  ).toBe(0);
});

test("the key for answers opens what is sealed to the story", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Питання", "Слова.");
  const id = sealed(await phone.seal(draft));
  const entry = await createOutbox({ ...phone.deps, announce: () => undefined }).find(id);

  const story = await phone.openText(id, desk);

  expect(await identityToRecipient(entry!.own!.answersKey)).toBe(story.answersTo);
});

test("the draft stays, marked; sealed again it is the next revision of the same story, and behind it in line", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const first = sealed(await phone.seal(draft));

  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Ще: " });
  const second = sealed(await phone.seal(draft));

  expect(await phone.openText(second, desk)).toMatchObject({ revision: 2, parent: first });
  expect((await readStories(phone.store)).map(({ id }) => id)).toEqual([first, second]);
  expect((await draftsOn(phone.disk).list())[0]).toMatchObject({
    sealed: { story: second, revision: 2 },
  });
});

test("a draft that another window changes while it is sealed is not sealed", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const other = (await draftsOn(phone.disk).open(draft.id))!;
  await other.change({ kind: "title", at: 0, cut: 0, put: "Інше " });

  expect(await phone.seal(draft)).toEqual({ kind: "changed" });

  await expectUnsealed(phone);
});

test("a key stroke while it is sealed is not lost and not half sealed", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");

  const { keyring } = phone.deps;
  const create: typeof keyring.create = async (slot) => {
    await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Ой. " });
    return keyring.create(slot);
  };

  const sealing = await seal(
    { ...phone.deps, keyring: { ...keyring, create } },
    { draft, language: "uk", terms },
  );

  expect(sealing).toEqual({ kind: "changed" });
  await expectUnsealed(phone);
  expect(draft.content.pieces[0]).toEqual({ kind: "text", text: "Ой. Перше." });
});

test("what was sealed ahead is put in line at the press, and nothing is sealed again", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const ahead = sealAhead(phone.deps, { draft, language: "uk", terms });
  const made = await ahead.sealed;
  await expectUnsealed(phone);

  const id = sealed(await seal(phone.deps, { draft, language: "uk", terms: { ...terms } }, ahead));

  expect(made).toMatchObject({ id });
  expect((await readStories(phone.store)).map(({ slot }) => slot)).toEqual([ahead.slot]);
  expect(await phone.openText(id, desk)).toMatchObject({ id, title: "Раз", revision: 1 });
});

test.each([
  ["words", ({ draft }: ToSeal) => draft.change({ kind: "title", at: 0, cut: 0, put: "Ще " })],
  ["terms", (toSeal: ToSeal) => ({ ...toSeal, terms: { ...terms, version: 2 } })],
  ["another language", (toSeal: ToSeal) => ({ ...toSeal, language: "en" })],
] as const)(
  "with other %s, what was sealed ahead is let go of and its key overwritten",
  async (_, change) => {
    const phone = await aPhone();
    const draft = await phone.write("Раз", "Перше.");
    const toSeal = { draft, language: "uk", terms };
    const ahead = sealAhead(phone.deps, toSeal);
    await ahead.sealed;
    const now = { ...toSeal, ...(await change(toSeal)) };

    const id = sealed(await seal(phone.deps, now, ahead));

    expect(await phone.openText(id, desk)).toMatchObject({
      title: draft.content.title,
      language: now.language,
      terms: now.terms,
    });
    expect(await phone.deps.keyring.find(ahead.slot)).toBeUndefined();
    expect(await readStories(phone.store)).toHaveLength(1);
  },
);

test("a page that was sealed ahead and already sealed is the next revision, not the same again", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const toSeal = { draft, language: "uk", terms };
  const ahead = sealAhead(phone.deps, toSeal);
  await ahead.sealed;
  const first = sealed(await phone.seal(draft));

  const second = sealed(await seal(phone.deps, toSeal, ahead));

  expect(await phone.openText(second, desk)).toMatchObject({ revision: 2, parent: first });
});

test("a key list that came after the page was sealed ahead is the one that it goes to", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const toSeal = { draft, language: "uk", terms };
  const ahead = sealAhead(phone.deps, toSeal);
  await ahead.sealed;
  const newcomer = await generateX25519Identity();
  const recipient = await identityToRecipient(newcomer);
  await phone.setKeys({ ...keys, epoch: 4, desk: [keys.desk[1]!, { recipient, holder: "desk" }] });

  const id = sealed(await seal(phone.deps, toSeal, ahead));

  expect(await phone.manifest(id)).toMatchObject({ epoch: 4 });
  expect(await phone.openText(id, newcomer)).toMatchObject({ title: "Раз" });
  await expect(phone.openText(id, desk)).rejects.toThrow();
  expect(await phone.deps.keyring.find(ahead.slot)).toBeUndefined();
});

test("a photo that was painted over after the page was sealed ahead goes as it is now, and not as it was", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  await attach(draft, noise(10_000));
  const toSeal = { draft, language: "uk", terms };
  const ahead = sealAhead(phone.deps, toSeal);
  await ahead.sealed;
  // As another window does it, or a painting that is burned in late.
  const painted = noise(9_000);
  const [photo] = photosOf(draft.content);
  const look = { type: "image/jpeg", width: 1, height: 1 } as const;
  expect(await draft.replacePhoto(photo!, { ...look, bytes: painted })).toBe(true);

  const id = sealed(await seal(phone.deps, toSeal, ahead));

  const { bytes } = (await phone.manifest(id)).parts[0]!;
  const opened = await openWith(desk, await readPart(phone.store, id, 1, bytes));
  expect(Buffer.compare(opened.subarray(0, painted.length), painted)).toBe(0);
  expect(await readStories(phone.store)).toHaveLength(1);
  expect(await phone.deps.keyring.find(ahead.slot)).toBeUndefined();
});

test("keys that expired after the page was sealed ahead: nothing is sealed, and nothing is left", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const toSeal = { draft, language: "uk", terms };
  const ahead = sealAhead(phone.deps, toSeal);
  await ahead.sealed;
  await phone.setKeys({ ...keys, notAfter: "2026-11-22" });

  await expect(seal(phone.deps, toSeal, ahead)).rejects.toMatchObject({ code: "sealing-refused" });

  await expectUnsealed(phone);
  expect(await phone.deps.keyring.find(ahead.slot)).toBeUndefined();
});

test("what failed ahead is tried again at the press", async () => {
  const phone = await aPhone("none");
  const draft = await phone.write("Раз", "Перше.");
  const toSeal = { draft, language: "uk", terms };
  const ahead = sealAhead(phone.deps, toSeal);
  await expect(ahead.sealed).rejects.toMatchObject({ code: "sealing-refused" });
  await phone.setKeys(keys);

  sealed(await seal(phone.deps, toSeal, ahead));

  expect(await phone.deps.keyring.find(ahead.slot)).toBeUndefined();
});

test("who leaves the last screen leaves no key; one that a story uses stays", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  const toSeal = { draft, language: "uk", terms };
  const [left, used] = [sealAhead(phone.deps, toSeal), sealAhead(phone.deps, toSeal)];
  sealed(await seal(phone.deps, toSeal, used));

  for (const ahead of [left, used]) await letGo(phone.deps, ahead);

  expect(await phone.deps.keyring.find(left.slot)).toBeUndefined();
  expect(await phone.deps.keyring.find(used.slot)).toBeDefined();
});

test("a text lies in chunks that stay below 64 KiB each; an older one in larger chunks is read as well", async () => {
  const phone = await aPhone();
  const id = sealed(await phone.seal(await phone.write("Довга", "слово ".repeat(20_000))));
  const { text } = await phone.manifest(id);
  const bytes = await readPart(phone.store, id, 0, text.bytes);
  const chunks = await phone.store.transact(["parts"], "readonly", (t) =>
    t.objectStore("parts").getAll(),
  );
  expect(chunks.every((chunk) => chunk.bytes.byteLength < 65_000)).toBe(true);

  await phone.store.transact(["parts"], "readwrite", async (t) => {
    await t.objectStore("parts").clear();
    await t.objectStore("parts").put({ story: id, part: 0, chunk: 0, bytes: bytes.slice().buffer });
  });

  expect(Buffer.compare(await readPart(phone.store, id, 0, text.bytes), bytes)).toBe(0);
});

test("a photo that is gone is named, not left out", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "Перше.");
  await draft.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo: 7, caption: "" }],
  });

  expect(await phone.seal(draft)).toEqual({ kind: "photo-missing", photo: 7 });
});

test("a text that fits no bucket is too big, and stays a draft", async () => {
  const phone = await aPhone();
  const draft = await phone.write("Раз", "слово ".repeat(200_000).slice(0, 1_100_000));

  expect(await phone.seal(draft)).toEqual({ kind: "too-big" });
  await expectUnsealed(phone);
});

test("without Ed25519 in the browser the note's key is made in script, and is the same", async () => {
  const seeds: Uint8Array[] = [];
  const old = {
    importKey: (_: string, data: Uint8Array) => {
      seeds.push(Uint8Array.from(data).subarray(16));
      return Promise.reject(new DOMException("", "NotSupportedError"));
    },
  } as unknown as SubtleCrypto;

  const inScript = await makeNoteKey(old);

  const modern = await crypto.subtle.importKey(
    "pkcs8",
    Uint8Array.from([...Buffer.from("302e020100300506032b657004220420", "hex"), ...seeds[0]!]),
    { name: "Ed25519" },
    true,
    ["sign"],
  );
  expect(inScript.publicKey).toBe((await crypto.subtle.exportKey("jwk", modern)).x);
  expect(inScript.seed).toBe(toBase64url(seeds[0]!));
});

interface Phone {
  readonly disk: Disk;
  readonly store: Store;
  readonly deps: SealingDeps;
  write(title: string, text: string): Promise<Draft>;
  seal(draft: Draft): Promise<Sealing>;
  setKeys(list: KeyList): Promise<void>;
  manifest(id: StoryId): Promise<Manifest>;
  openText(id: StoryId, identity: string): Promise<Story>;
}

async function aPhone(list: KeyList | "none" = keys): Promise<Phone> {
  const disk = aDisk();
  const store = disk.store();
  const facts = createFacts(store);
  if (list !== "none") await facts.set("keys", list);
  await facts.set("edition", {
    number: 1,
    hash: await hashOf(new Uint8Array()),
    publishedAt: "2026-11-23T10:00Z",
    segments: [],
    restored: 0,
  });
  const newId = countedIds();
  const deps: SealingDeps = {
    store,
    keyring: disk.keyring,
    facts,
    newId,
    now: () => 1,
    announce: () => undefined,
  };
  const manifest = async (id: StoryId): Promise<Manifest> => {
    const record = (await readStories(store)).find((one) => one.id === id)!;
    const parsed = parseManifest(new TextDecoder().decode(record.manifest));
    if (!parsed.ok) throw new Error(parsed.why);
    return parsed.value;
  };
  return {
    disk,
    store,
    deps,
    manifest,
    async write(title, text) {
      const draft = await draftsOn(disk, () => 1, store).create();
      await draft.change({ kind: "title", at: 0, cut: 0, put: title });
      await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: text });
      return draft;
    },
    seal: (draft) => seal(deps, { draft, language: "uk", terms }),
    setKeys: (list) => facts.set("keys", list),
    async openText(id, identity) {
      const { text } = await manifest(id);
      const parsed = parseStory(
        new TextDecoder().decode(
          await openWith(identity, await readPart(store, id, 0, text.bytes)),
        ),
      );
      if (!parsed.ok) throw new Error(parsed.why);
      return parsed.value;
    },
  };
}

test("a story that is sound alone has its sound as the first part, its length, and what is said as a block", async () => {
  const phone = await aPhone();
  const draft = await draftsOn(phone.disk).create();
  const photo = await draft.addPhoto({ type: "image/jpeg", width: 4, height: 3, bytes: noise(9) });
  const sound = await beginSound(draft.records, "audio/webm");
  const slices = someSlices(3);
  for (const [index, slice] of slices.entries())
    await addSlice(draft.records, sound, index + 1, slice);
  await draft.change({
    kind: "pieces",
    at: 0,
    cut: 1,
    put: [
      { kind: "photo", photo, caption: "" },
      { kind: "sound", sound, caption: "Ми пекли хліб." },
    ],
  });

  const id = sealed(await seal(phone.deps, { draft, terms, language: "uk" }));

  const [story, manifest] = [await phone.openText(id, desk), await phone.manifest(id)];
  expect(story.attachments).toMatchObject([
    { number: 1, type: "audio/webm", length: 3 },
    { number: 2, type: "image/jpeg" },
  ]);
  expect(story.blocks).toEqual([
    { kind: "figure", media: 2, alt: "", caption: [] },
    { kind: "audio", media: 1, caption: [{ text: "Ми пекли хліб." }] },
  ]);
  expect(manifest.text.bytes).toBe(buckets[0]);
  const file = await openWith(desk, await readPart(phone.store, id, 1, manifest.parts[0]!.bytes));
  const { bytes, hash } = story.attachments[0]!;
  expect(file.subarray(0, bytes)).toEqual(soundOf("audio/webm", slices)!.bytes);
  expect(await hashOf(Uint8Array.from(file.subarray(0, bytes)))).toBe(hash);
});

test("a recording that is not on the phone is named, and nothing is sealed", async () => {
  const phone = await aPhone();
  const draft = await draftsOn(phone.disk).create();
  const put = [{ kind: "sound", sound: 7, caption: "" }] as const;
  await draft.change({ kind: "pieces", at: 0, cut: 1, put });

  expect(await seal(phone.deps, { draft, terms, language: "uk" })).toEqual({
    kind: "sound-missing",
    sound: 7,
  });
  await expectUnsealed(phone);
});

async function expectUnsealed({ store, disk }: Phone): Promise<void> {
  expect(await readStories(store)).toEqual([]);
  expect(await store.transact(["parts"], "readonly", (t) => t.objectStore("parts").count())).toBe(
    0,
  );
  const [draft] = await draftsOn(disk).list();
  expect(draft?.sealed).toBeUndefined();
}

async function attach(draft: Draft, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const photo = await draft.addPhoto({ type: "image/jpeg", width: 4, height: 3, bytes });
  const at = draft.content.pieces.length;
  await draft.change({
    kind: "pieces",
    at,
    cut: 0,
    put: [{ kind: "photo", photo, caption: "Площа" }],
  });
}

const noise = (bytes: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + 7) % 251);

async function openWith(identity: string, file: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(file);
}

function sealed(sealing: Sealing): StoryId {
  if (sealing.kind !== "sealed") throw new Error(sealing.kind);
  return sealing.story;
}

function buffersIn(value: unknown): Uint8Array[] {
  if (value instanceof ArrayBuffer) return [new Uint8Array(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}
