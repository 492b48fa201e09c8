import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type ComponentChild, h } from "preact";
import { createAttachments, createPictureWorker } from "../../device/attachments.ts";
import { createDrafts } from "../../device/drafts.ts";
import { createEarlierTerms } from "../../device/earlier-terms.ts";
import type { Activity } from "../../device/draining.ts";
import { findCopyOf } from "../../device/parts.ts";
import { offscreenCanvas } from "../../device/picture-encoding.ts";
import pictureWorker from "../../device/pictures.worker.ts?worker&url";
import { newRandomId } from "../../device/random-id.ts";
import { keysMakingRoom, makingRoom } from "../../device/saving-words.ts";
import { freeRoom } from "../../device/with-room.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { Sending } from "../sending/sending-model.ts";
import { after, openSending, type SendingPart } from "../sending/sending-part.ts";
import type { Answers, TermsWords } from "../sending/terms.ts";
import type { WritingPartProps } from "../shell/writing-door.ts";
import type { Wake } from "../../device/planning.ts";
import type { Files } from "./files/files-part.tsx";
import { beginSending, loadSealing } from "./begin-sending.ts";
import { canSendByItself } from "./how-it-goes.ts";
import type { Sealed } from "./sealed/sealed-part.ts";
import type { LineState } from "./stories.ts";
import type { Line } from "./stories-model.ts";
import { type Writing, WritingModel } from "./writing-model.ts";
import { writingSpeechIn } from "./writing-speech.ts";

/** The writing part of this window, put together. */
export interface OpenWriting {
  readonly model: Writing;
  /** False: drafts last as long as this window. */
  readonly durable: boolean;
  /** True where the browser knows how to send when the app is closed; an iPhone's does not. */
  readonly sendsByItself: boolean;
  /** True where it has promised to. */
  readonly inBackground: ReadonlySignal<boolean>;
  /** The newsroom's origin where this site is a copy of it that takes no stories. */
  readonly copyOf: ReadonlySignal<string | undefined>;
  /** The part that shows sealed stories, once it was asked for and is here. */
  readonly sealed: ReadonlySignal<Sealed | undefined>;
  openSealed(language: InterfaceLanguage): void;
  /** What lies over the screen: a sheet of a part that was called for. */
  readonly over: Signal<ComponentChild>;
  /** What is said above the words of the page that is open. */
  readonly above: Signal<ComponentChild>;
  /** Files out and in: brings that part and lets it act, or says that it is not here yet. */
  withFiles(language: InterfaceLanguage, act: (files: Files) => unknown): Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Leaves the page that is open, keeps what it holds, and listens no more. */
  close(): Promise<void>;
  /** The three screens for the page that is open; undefined where it is gone. `words` go into the seal as they stand on the screen. */
  beginSending(words: TermsWords, language: InterfaceLanguage): Promise<Sending | undefined>;
}

const now = (): number => Date.now();

/** Puts the writing part together. The composition root of its chunk: here alone the browser's own things are read. */
export async function openWriting(props: WritingPartProps): Promise<OpenWriting> {
  const { facts, scriptAddress, depth, onDeeper, onBack } = props;
  const { storage } = navigator;
  const loadReserve = () => import("../../device/reserve.ts");
  // What is written here matters more than any article that is cached; for words alone the reserve goes, and it goes first.
  const freeForMedia = () => freeRoom(props.store);
  const free = async () =>
    (await loadReserve().then(
      (part) => part.freeReserve({ storage, facts }),
      () => 0,
    )) || freeForMedia();
  const store = makingRoom(props.store, free);
  const sending = await openSending({ store, facts, scriptAddress });
  const { outbox, announce } = sending;
  const keyring = keysMakingRoom(sending.keyring, free);
  const mediaStore = makingRoom(props.store, freeForMedia);
  const drafts = createDrafts({ store, mediaStore, keyring, newId: newRandomId, now, announce });
  const pictures = new Worker(scriptAddress(pictureWorker), { type: "module" });
  const encode = createPictureWorker(pictures, offscreenCanvas);
  const inBackground = signal(sending.inBackground);
  const copyOf = signal<string | undefined>(undefined);
  void findCopyOf({ caches, fetch: (...request) => fetch(...request) }).then(
    (origin) => (copyOf.value = origin),
  );
  const stops: (() => void)[] = [() => pictures.terminate()];
  const model = new WritingModel({
    drafts,
    outbox,
    attachments: createAttachments({ encode }),
    line: lineOf(sending, (stop) => stops.push(stop)),
    now,
    after,
    makeRoom: free,
    measureMissing: () => loadReserve().then((part) => part.measureMissing(storage)),
    guides: props.mayForget && props.openInstead === undefined,
    holdWriting() {
      // A window that writes has loaded all that it needs: an update may take the old files away.
      // Where it cannot be had now, the page says so when it is to be sent.
      void loadSealing().catch(() => undefined);
      return holdWriting();
    },
    askToPersist: () => props.askToPersist("story"),
    depth,
    onDeeper,
    onBack: (steps) => (steps === 1 ? onBack() : history.go(-steps)),
  });
  void loadReserve().then(
    (part) => drafts.durable && stops.push(part.keepReserve({ storage, facts }, after)),
    () => undefined,
  );
  stops.push(
    sending.onChanged((what) => {
      inBackground.value = sending.inBackground;
      if (what !== "library") void model.changed(what);
    }),
  );
  const sealed = signal<Sealed | undefined>(undefined);
  const over = signal<ComponentChild>(null);
  const above = signal<ComponentChild>(null);
  const filesDeps = {
    model,
    store,
    drafts,
    encode,
    scriptAddress,
    contacts: props.newsroom.contacts,
    browser: navigator,
  };
  return {
    model,
    over,
    above,
    async withFiles(language, act) {
      try {
        const part = await import("./files/files-part.tsx");
        await part.openFiles(filesDeps, language, { over, above }).then(act);
      } catch {
        // Not on the phone yet, and no network.
        over.value = h(
          "p",
          { role: "alert", class: "line part-away" },
          writingSpeechIn(language).writing.notHereYet,
        );
      }
    },
    durable: drafts.durable,
    sendsByItself: canSendByItself({ window, navigator }),
    inBackground,
    copyOf,
    sealed,
    openSealed(language) {
      if (sealed.peek()?.language === language) return;
      void bringSealed({ store, facts, sending, model }, language).then(
        (part) => (sealed.value = part),
        // Not on the phone yet, and no network: the rows bear their titles, and the next visit asks again.
        () => undefined,
      );
    },
    now,
    async close() {
      await model.leavePage();
      for (const stop of stops) stop();
    },
    async beginSending(words, language) {
      const page = model.open.peek()?.page;
      await page?.rest();
      const draft = await page?.opened();
      const { put, keyring: keys } = sending;
      const sealing = {
        store: props.store,
        keyring: keys,
        facts,
        newId: newRandomId,
        now,
        announce,
      };
      return draft && beginSending({ sealing, model, put }, { draft, words, language });
    },
  };
}

async function bringSealed(
  {
    store,
    facts,
    sending,
    model,
  }: Pick<WritingPartProps, "store" | "facts"> &
    Record<"sending", SendingPart> &
    Record<"model", Writing>,
  language: InterfaceLanguage,
): Promise<Sealed> {
  const { openSealed } = await import("./sealed/sealed-part.ts");
  const { outbox, draining, network } = sending;
  const wake = (by: Wake): void => void draining.wake(by).catch(() => undefined);
  const { keyring, announce } = sending;
  const deps = {
    outbox,
    facts,
    line: model.stories.line,
    wake,
    network,
    notes: { store, keyring, facts, newId: newRandomId, now, announce },
    earlier: createEarlierTerms<Answers>({ facts, keyring, newId: newRandomId }),
  };
  return openSealed(deps, language, writingSpeechIn(language).writing);
}

/** What the drainer does, in the words of this room. */
function lineOf({ draining }: SendingPart, onListening: (stop: () => void) => void): Line {
  return {
    get state() {
      return stateOf(draining.activity);
    },
    onState: (listener) =>
      onListening(draining.onActivity((activity) => listener(stateOf(activity)))),
    wake: (by) => void draining.wake(by).catch(() => undefined),
  };
}

function stateOf(activity: Activity): LineState {
  switch (activity.kind) {
    case "idle":
      return { kind: "idle" };
    case "sending":
    case "elsewhere":
      return { kind: "moving" };
    case "resting":
      return { kind: "resting", trouble: activity.trouble, until: now() + activity.for };
  }
}

/** A shared lock: an update of the app waits until no window writes. */
function holdWriting(): () => void {
  let letGo: () => void = () => undefined;
  // Made before the lock is there: a window that writes no more by then holds it for no longer than a moment.
  const writes = new Promise<void>((resolve) => (letGo = resolve));
  void navigator.locks.request("writing", { mode: "shared" }, () => writes);
  return letGo;
}
