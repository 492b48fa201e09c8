import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import { LeavingScreen } from "../../src/app/sending/LeavingScreen.tsx";
import { uk } from "../../src/app/sending/messages/uk.ts";
import { type Sending, SendingModel } from "../../src/app/sending/sending-model.ts";
import { languageOf } from "../../src/app/sending/story-language.ts";
import type { Answers } from "../../src/app/sending/terms.ts";
import { createEarlierTerms } from "../../src/device/earlier-terms.ts";
import { DeviceError } from "../../src/device/errors.ts";
import { createFacts } from "../../src/device/facts.ts";
import { createOutbox } from "../../src/device/outbox.ts";
import { canSeal, seal } from "../../src/device/sealing.ts";
import { addSlice, beginSound, readSound } from "../../src/device/sound-records.ts";
import type { Draft } from "../../src/device/draft.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";
import { aDisk, countedIds, type Disk, draftsOn } from "../support/device.ts";
import { someSlices } from "../support/recordings.ts";
import { aPhoto } from "../support/writing.ts";

test("a story waits in the outbox once every question is answered and the seal is pressed", async () => {
  const device = await aDevice();
  const model = await device.begin("Ми пекли хліб.");
  answerToRead(model);

  await model.seal();

  expect(device.sealed).toHaveLength(1);
  expect((await device.outbox.list()).map(({ state }) => state.kind)).toEqual(["waiting"]);
});

test("nothing is sealed while a question is open, and 'Next' points to the first", async () => {
  const device = await aDevice();
  const model = await device.begin("Ми пекли хліб.");
  model.choose("publish", "publish");

  expect(model.mayGoOn()).toBe(false);
  expect(model.asked.value).toBe("approval");
  await model.seal();

  expect(device.sealed).toEqual([]);
  expect(await device.outbox.list()).toEqual([]);
});

test("two presses seal once", async () => {
  const device = await aDevice();
  const model = await device.begin("Ми пекли хліб.");
  answerToRead(model);

  await Promise.all([model.seal(), model.seal()]);

  expect(await device.outbox.list()).toHaveLength(1);
});

test("a press after the story was sealed seals nothing more", async () => {
  const device = await aDevice();
  const model = await device.begin("Ми пекли хліб.");
  answerToRead(model);

  await model.seal();
  await model.seal();

  expect(await device.outbox.list()).toHaveLength(1);
});

test("storage that goes while a story is sealed is said, and the seal can be pressed again", async () => {
  const device = await aDevice();
  const model = await device.begin("Ми пекли хліб.");
  answerToRead(model);

  device.goAway();
  await model.seal();

  expect(model.handover.value).toEqual({ kind: "refused", why: "failed" });
  expect(device.sealed).toEqual([]);
});

test("where storage did not take the last words either, nothing says that they are saved", async () => {
  const device = await aDevice();
  const draft = await device.drafts.create();
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Ми пекли " });
  const model = device.sendingOf(draft);
  await model.open();
  answerToRead(model);

  device.goAway();
  const last = draft.change({ kind: "text", piece: 0, at: 9, cut: 0, put: "хліб." });
  await expect(last).rejects.toMatchObject({ code: "storage-lost" });
  await model.seal();

  expect(model.handover.value).toEqual({ kind: "refused", why: "not-saved" });
});

test("a caption is shown before it leaves, also where the story has no other words", async () => {
  const device = await aDevice();
  const draft = await device.drafts.create();
  const photo = await draft.addPhoto(aPhoto);
  const put = [{ kind: "photo", photo, caption: "Наша піч" }] as const;
  await draft.change({ kind: "pieces", at: 0, cut: 1, put });
  const model = device.sendingOf(draft);
  await model.open();

  const html = renderToString(
    h(LeavingScreen, { model, messages: uk, language: "uk", onBack() {}, onNext() {} }),
  );

  expect(html).toContain("Наша піч");
});

test("with keys out of date nothing is sealed, the text stays, and it is said before the seal is pressed", async () => {
  const device = await aDevice({ notAfter: "2020-01-01" });
  const model = await device.begin("Ми пекли хліб.");
  expect(model.handover.value).toEqual({ kind: "refused", why: "keys-out-of-date" });
  answerToRead(model);

  await model.seal();

  expect(model.handover.value).toEqual({ kind: "refused", why: "keys-out-of-date" });
  expect(await device.outbox.list()).toEqual([]);
  expect((await device.drafts.list())[0]?.words).toBe(3);
});

test("the terms of the last story can be taken over in one tap, and are on the disk only as ciphertext", async () => {
  const device = await aDevice();
  const first = await device.begin("Перша.");
  expect(first.canRepeat.value).toBe(false);
  first.choose("publish", "publish");
  first.choose("approval", "no-need");
  first.choose("signature", "other-name");
  first.setName("SENTINEL-Леся");
  first.choose("adult", "yes");
  first.choose("harm", "no");
  await first.seal();

  const second = await device.begin("Друга.");
  expect(second.answers.value).toEqual({});
  second.repeat();

  expect(second.mayGoOn()).toBe(true);
  expect(second.answers.value.name).toBe("SENTINEL-Леся");
  const records = await device.store.transact(["facts"], "readonly", (t) =>
    t.objectStore("facts").getAll(),
  );
  expect(JSON.stringify(records, asBytes)).not.toContain("SENTINEL");
});

test("photos are shown as they leave, and ask one question more", async () => {
  const device = await aDevice();
  const draft = await device.drafts.create();
  const photo = await draft.addPhoto(aPhoto);
  await draft.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo, caption: "Хлібина" }],
  });
  const model = device.sendingOf(draft);
  await model.open();
  model.choose("publish", "publish");

  expect(model.photos.value.map(({ bytes }) => bytes)).toEqual([3_000]);
  expect(model.missing.value).toContain("photos");
});

test("a recording alone is a story: its length, size and words are shown, and the voice is asked for", async () => {
  const device = await aDevice();
  const draft = await device.drafts.create();
  await draft.change({ kind: "pieces", at: 0, cut: 1, put: [await aSound(draft, 3)] });
  const model = device.sendingOf(draft);
  await model.open();
  model.choose("publish", "publish");
  expect(model.missing.value).toContain("voice");

  const html = renderToString(
    h(LeavingScreen, { model, messages: uk, language: "uk", onBack() {}, onNext() {} }),
  );
  expect(html).toContain("Без тексту");
  expect(html).toContain("Голос, 0:03, 0,1\u00a0МБ");
  expect(html).toContain("Що сказано");
  model.choose("publish", "read-only");
  answerToRead(model);
  await model.seal();

  expect(await device.outbox.list()).toMatchObject([{ parts: [expect.any(Number)] }]);
});

test("while the last screen is looked at the page is sealed ahead, on the terms that were given; whoever leaves it lets go", async () => {
  const device = await aDevice();
  const model = await device.begin("Разом.");
  expect(model.getReady()).toBeUndefined();
  expect(device.ahead).toEqual([]);

  answerToRead(model);
  const leave = model.getReady();
  expect(device.ahead).toMatchObject([{ answers: { publish: "read-only", harm: "not-sure" } }]);
  leave?.();

  expect(device.ahead).toEqual([]);
});

test("a change in another window is shown before anything is sealed", async () => {
  const device = await aDevice();
  const model = await device.begin("Разом.");
  const id = (await device.drafts.list())[0]!.id;
  const other = (await device.drafts.open(id))!;
  await other.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Інше. " });
  answerToRead(model);

  await model.seal();

  expect(model.handover.value).toEqual({ kind: "refused", why: "changed" });
  expect(await device.outbox.list()).toEqual([]);
});

test.each([
  ["Ми пекли хліб і їли його", "en", "uk"],
  ["Мы пекли хлеб и ели его, это было", "uk", "ru"],
  ["We baked bread", "uk", "en"],
  ["", "uk", "uk"],
])("%s is written in another language than the interface's %s: %s", (text, fallback, language) => {
  const content = { title: "", pieces: [{ kind: "text", text } as const] };
  expect(languageOf(content, fallback)).toBe(language);
});

function answerToRead(model: Sending): void {
  model.choose("publish", "read-only");
  model.choose("adult", "yes");
  model.choose("harm", "not-sure");
}

const asBytes = (_key: string, value: unknown): unknown =>
  value instanceof ArrayBuffer ? Buffer.from(value).toString("utf8") : value;

async function aDevice({ notAfter = "2027-06-30" } = {}, disk: Disk = aDisk()) {
  let isAway = false;
  const real = disk.store();
  const store: typeof real = {
    ...real,
    transact: (...args) =>
      isAway ? Promise.reject(new DeviceError("storage-lost", "")) : real.transact(...args),
  };
  const facts = createFacts(store);
  const newId = countedIds();
  const { keyring } = disk;
  await facts.set("keys", await someKeys(notAfter));
  await facts.set("edition", {
    number: 1,
    hash: "" as never,
    publishedAt: "2026-11-11T10:00:00Z",
    segments: [],
    restored: 0,
  });
  const drafts = draftsOn(disk, undefined, store);
  const sealed: string[] = [];
  const ahead: SealedTerms[] = [];
  const deps = { store, keyring, facts, newId, now: () => 9_000, announce: () => undefined };
  const sendingOf = (draft: Awaited<ReturnType<typeof drafts.create>>): Sending =>
    new SendingModel({
      apply: (change) => void draft.change(change),
      draft,
      readSound: (piece) => readSound(draft.records, piece),
      earlier: createEarlierTerms<Answers>(deps),
      words: () => uk.words,
      canSeal: () => canSeal(facts),
      seal: (terms) => seal(deps, { draft, terms, language: "uk" }),
      sealAhead(terms) {
        ahead.push(terms);
        return () => void ahead.pop();
      },
      onSealed: (story) => void sealed.push(story),
    });
  return {
    store,
    drafts,
    sealed,
    ahead,
    goAway: () => void (isAway = true),
    sendingOf,
    outbox: createOutbox(deps),
    async begin(text: string) {
      const draft = await drafts.create();
      await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: text });
      const model = sendingOf(draft);
      await model.open();
      return model;
    },
  };
}

async function aSound(draft: Draft, seconds: number) {
  const sound = await beginSound(draft.records, "audio/webm");
  for (const [index, slice] of someSlices(seconds).entries())
    await addSlice(draft.records, sound, index + 1, slice);
  return { kind: "sound", sound, caption: "Що сказано" } as const;
}

async function someKeys(notAfter: string): Promise<KeyList> {
  const holders = ["desk", "recovery"] as const;
  const desk = await Promise.all(
    holders.map(async (holder) => ({
      holder,
      recipient: await identityToRecipient(await generateX25519Identity()),
    })),
  );
  return { format: 1, epoch: 1, edition: [], receipt: [], desk, notAfter };
}
