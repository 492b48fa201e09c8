// Our side of a phone, put together as the app puts it together, in a page of its own.
import { createDelivery } from "../../src/device/delivery.ts";
import { openStore, type Store } from "../../src/device/database.ts";
import { createDraining, type Draining } from "../../src/device/draining.ts";
import { createDrafts, type Drafts } from "../../src/device/drafts.ts";
import type { Draft } from "../../src/device/draft.ts";
import { createFacts, type Facts } from "../../src/device/facts.ts";
import { createKeyring, type Keyring } from "../../src/device/keyring.ts";
import { createOutbox, type Outbox } from "../../src/device/outbox.ts";
import { newRandomId } from "../../src/device/random-id.ts";
import { createReceiptVerify } from "../../src/device/receipt-keys.ts";
import { type Ahead, seal, sealAhead, type SealingDeps } from "../../src/device/sealing.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import { parseKeyList } from "../../src/protocol/keys.ts";
import { routes } from "../../src/protocol/routes.ts";
import { parseSignedFile } from "../../src/protocol/signed-file.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";

export interface BenchPhone {
  readonly store: Store;
  readonly facts: Facts;
  readonly keyring: Keyring;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly draining: Draining;
  /** Seals a draft into the outbox; throws where it does not come to that. */
  put(draft: Draft, ahead?: Ahead): Promise<StoryId>;
  /** Seals all but the putting in line, as the last screen before the press does. */
  sealAhead(draft: Draft): Promise<Ahead>;
}

/** The page comes from the newsroom, or says where that is. */
export const newsroom = new URLSearchParams(location.search).get("newsroom") ?? location.origin;

const quiet = (): void => undefined;
const after = (milliseconds: number, call: () => void): (() => void) => {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
};

/** A phone that knows the newsroom's keys. Its database bears the app's name, its keys are on disk. */
export async function openPhone(): Promise<BenchPhone> {
  const store = openStore("soniakh", quiet);
  const facts = createFacts(store);
  // Side by side, as the app opens them.
  const [keyring] = await Promise.all([
    createKeyring(
      new Worker(new URL("../../src/device/keyring.worker.ts", import.meta.url), {
        type: "module",
      }),
    ),
    haveKeys(facts),
  ]);
  if (!keyring.durable) throw new Error("no keyring on disk here");
  const now = (): number => Date.now();
  const shared = { store, keyring, newId: newRandomId, now, announce: quiet };
  const draining = createDraining({
    store,
    keyring,
    delivery: createDelivery({
      fetch: (request) => fetch(request),
      verify: createReceiptVerify(facts, () => {
        throw new Error("Chromium checks Ed25519 itself");
      }),
      newId: newRandomId,
      origin: newsroom,
      after,
    }),
    loadNoteSending: () => import("../../src/device/note-sending.ts"),
    locks: navigator.locks,
    now: () => performance.now(),
    random: () => Math.random(),
    after,
    announce: quiet,
    network: { kind: () => "unknown" },
  });
  const sealing: SealingDeps = { ...shared, facts };
  return {
    store,
    facts,
    keyring,
    drafts: createDrafts(shared),
    outbox: createOutbox({ store, keyring, announce: quiet }),
    draining,
    async sealAhead(draft) {
      const ahead = sealAhead(sealing, { draft, language: "uk", terms });
      await Promise.all([ahead.sealed, ahead.making]);
      return ahead;
    },
    async put(draft, ahead) {
      const sealed = await seal(sealing, { draft, language: "uk", terms }, ahead);
      if (sealed.kind !== "sealed") throw new Error(`not sealed: ${sealed.kind}`);
      return sealed.story;
    },
  };
}

async function haveKeys(facts: Facts): Promise<void> {
  if ((await facts.get("keys")) === undefined) await facts.set("keys", await fetchKeys());
}

async function fetchKeys() {
  const bytes = new Uint8Array(await (await fetch(newsroom + routes.keys)).arrayBuffer());
  const file = parseSignedFile(bytes, "keys");
  const list = file.ok ? parseKeyList(new TextDecoder().decode(file.value.body)) : file;
  if (!list.ok) throw new Error(list.why);
  return list.value;
}

const terms: SealedTerms = {
  answers: { publish: "publish", adult: true, harm: "no" },
  wording: [{ question: "Що з цим можна робити?", answer: "Друкувати" }],
  version: 1,
};

/** A draft whose text is so many bytes long, on disk. */
export async function aDraftOf(phone: BenchPhone, bytes: number): Promise<Draft> {
  const draft = await phone.drafts.create();
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: textOf(bytes) });
  return draft;
}

/** Cyrillic, two bytes a letter; no two of them are the same. */
export function textOf(bytes: number): string {
  const letters = "оаинівтерсклудмпязьбгчйхжюцєшщїф ";
  const random = crypto.getRandomValues(new Uint8Array(bytes / 2));
  return Array.from(random, (byte) => letters[byte % letters.length]).join("");
}
