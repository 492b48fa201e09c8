import { computed, signal } from "@preact/signals";
import type { Draft } from "../../device/draft.ts";
import {
  type Change,
  countWords,
  type DraftContent,
  type Piece,
  photosOf,
  soundsOf,
} from "../../device/draft-content.ts";
import { DeviceError } from "../../device/errors.ts";
import type { EarlierTerms } from "../../device/earlier-terms.ts";
import type { Sealing } from "../../device/sealing.ts";
import type { Sound } from "../../device/sound-records.ts";
import type { StoryId } from "../../protocol/intake.ts";
import type { SealedTerms } from "../../protocol/story.ts";
import { type Answers, termsToSeal, type TermsWords } from "./terms.ts";
import { TermsModel } from "./terms-model.ts";
import { createModel } from "../ui/create-model.ts";

/** How the last step stands. In every refusal nothing was sent, and the text is safe. */
export type Handover =
  | { readonly kind: "ready" }
  | { readonly kind: "sealing" }
  /** The story is in the outbox: nothing more can be done here. */
  | { readonly kind: "sealed" }
  | { readonly kind: "refused"; readonly why: SealRefusal };

export type SealRefusal =
  | "keys-out-of-date"
  | "changed"
  | "text-too-big"
  | "photo-too-big"
  | "photo-missing"
  | "sound-too-big"
  | "sound-missing"
  | "no-room"
  /** Neither the story nor the last words on the page found a place: nothing may say that they did. */
  | "not-saved"
  | "failed";

/** A photo as the first screen shows it. */
export interface LeavingPhoto {
  readonly number: number;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** Undefined where its bytes are gone. */
  readonly picture: Blob | undefined;
}

type SoundPiece = Extract<Piece, { kind: "sound" }>;

/** A recording as the first screen names it. */
export interface LeavingSound {
  readonly number: number;
  readonly caption: string;
  /** Undefined where its bytes are gone. */
  readonly sound: Pick<Sound, "bytes" | "length"> | undefined;
}

export interface SendingDeps {
  readonly draft: Draft;
  /** Puts a change on the page that the draft is open on. */
  readonly apply: (change: Change) => void;
  /** Reads a recording as it will leave. */
  readonly readSound: (piece: SoundPiece) => Promise<Sound | undefined>;
  readonly earlier: EarlierTerms<Answers>;
  /** The wording that stands on the screen, in the author's language. */
  readonly words: () => TermsWords;
  readonly seal: (terms: SealedTerms) => Promise<Sealing>;
  /** Seals ahead of the press, so that the press takes no longer than the disk. Gives what lets go of what was not used. */
  readonly sealAhead: (terms: SealedTerms) => () => void;
  /** False where the newsroom's keys are out of date, or were never fetched. */
  readonly canSeal: () => Promise<boolean>;
  /** Called once the story is in the outbox. */
  readonly onSealed: (story: StoryId) => void;
}

/** One story on its way through the three screens. */
export const SendingModel = createModel((deps: SendingDeps) => {
  const { draft } = deps;
  const content = signal<DraftContent>(draft.content);
  const photos = signal<readonly LeavingPhoto[]>([]);
  const sounds = signal<readonly LeavingSound[]>([]);
  const handover = signal<Handover>({ kind: "ready" });
  const about = computed(() => ({
    photos: photosOf(content.value).length > 0,
    sounds: soundsOf(content.value).length > 0,
  }));
  const terms = new TermsModel({ about, earlier: deps.earlier });
  const { answers } = terms;

  async function lookAgain(): Promise<void> {
    content.value = draft.content;
    photos.value = await Promise.all(
      photosOf(draft.content).map((number) => readPhoto(draft, number)),
    );
    sounds.value = await Promise.all(
      draft.content.pieces
        .filter((piece) => piece.kind === "sound")
        .map(async (piece) => ({
          number: piece.sound,
          caption: piece.caption,
          sound: await deps.readSound(piece),
        })),
    );
  }

  const whatToSeal = (): SealedTerms | undefined =>
    termsToSeal(answers.value, about.value, deps.words());

  return {
    /** The draft, for hints that change it. */
    editing: {
      content: () => draft.content,
      records: draft.records,
      apply(change: Change) {
        deps.apply(change);
        // What leaves is shown as it is now.
        content.value = draft.content;
      },
    },
    content,
    words: computed(() => countWords(content.value)),
    photos,
    sounds,
    ...terms,
    handover,
    /** Reads again what leaves: a photo was painted over. */
    lookAgain,
    /** Reads what leaves, and the earlier terms. */
    async open() {
      await terms.openTerms();
      await lookAgain();
      if (!(await deps.canSeal())) handover.value = { kind: "refused", why: "keys-out-of-date" };
    },
    /** The author looks at the last screen: what it offers is got ready. Gives what is to be called when they leave it. */
    getReady() {
      const toSeal = whatToSeal();
      const isReady = toSeal !== undefined && handover.peek().kind === "ready";
      return isReady ? deps.sealAhead(toSeal) : undefined;
    },
    /** Seals, once: a second press while it runs does nothing. */
    async seal() {
      const toSeal = whatToSeal();
      const { kind } = handover.value;
      if (toSeal === undefined || kind === "sealing" || kind === "sealed") return;
      handover.value = { kind: "sealing" };
      const given = answers.value;
      try {
        const sealing = await deps.seal(toSeal);
        if (sealing.kind === "sealed") {
          handover.value = { kind: "sealed" };
          deps.onSealed(sealing.story);
          // The next story's convenience: where it cannot be kept, the questions are asked again.
          await deps.earlier.keep(given).catch(() => undefined);
        } else {
          if (sealing.kind === "changed") await lookAgain();
          handover.value = { kind: "refused", why: refusalOf(sealing) };
        }
      } catch (error) {
        // Storage that is away cannot say whether the keys are: then they are not what is wrong.
        const outOfDate = !(await deps.canSeal().catch(() => true));
        const why = (await isKept(draft)) ? whyOf(error) : "not-saved";
        handover.value = { kind: "refused", why: outOfDate ? "keys-out-of-date" : why };
      }
    },
  };
});
export type Sending = InstanceType<typeof SendingModel>;

async function readPhoto(draft: Draft, number: number): Promise<LeavingPhoto> {
  const photo = await draft.findPhoto(number);
  if (photo === undefined) return { number, bytes: 0, width: 0, height: 0, picture: undefined };
  const { bytes, width, height, type } = photo;
  return { number, bytes: bytes.length, width, height, picture: new Blob([bytes], { type }) };
}

function refusalOf(sealing: Exclude<Sealing, { kind: "sealed" }>): SealRefusal {
  switch (sealing.kind) {
    case "changed":
      return "changed";
    case "too-big":
      if (sealing.sound !== undefined) return "sound-too-big";
      return sealing.photo === undefined ? "text-too-big" : "photo-too-big";
    case "photo-missing":
    case "sound-missing":
      return sealing.kind;
  }
}

/** Whether all that was typed is on disk. */
const isKept = (draft: Draft): Promise<boolean> =>
  draft.keep().then(
    () => true,
    () => false,
  );

function whyOf(error: unknown): SealRefusal {
  return error instanceof DeviceError && error.code === "storage-full" ? "no-room" : "failed";
}
