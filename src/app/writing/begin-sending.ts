import type { Draft } from "../../device/draft.ts";
import { createEarlierTerms } from "../../device/earlier-terms.ts";
import type { Facts } from "../../device/facts.ts";
import type { SealingDeps } from "../../device/sealing.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { SealedTerms } from "../../protocol/story.ts";
import { type Sending, SendingModel } from "../sending/sending-model.ts";
import { languageOf } from "../sending/story-language.ts";
import type { Answers, TermsWords } from "../sending/terms.ts";
import type { Writing } from "./writing-model.ts";

/** What is to be sent, and the words that stand on the screens, which go into the seal. */
interface ToSend {
  readonly draft: Draft;
  readonly words: TermsWords;
  readonly language: InterfaceLanguage;
}

interface SendingWorld {
  readonly sealing: SealingDeps & { readonly facts: Facts };
  readonly model: Writing;
  /** Something was put in the line. */
  readonly put: () => void;
}

/** The three screens for a draft, put together; rejects where sealing is not here and no network is. */
export async function beginSending(
  { sealing, model, put }: SendingWorld,
  { draft, words, language }: ToSend,
): Promise<Sending> {
  const { canSeal, letGo, seal, sealAhead } = await loadSealing();
  const { facts, keyring, newId } = sealing;
  const toSeal = (terms: SealedTerms) => ({
    draft,
    terms,
    language: languageOf(draft.content, language),
  });
  let ahead: ReturnType<typeof sealAhead> | undefined;
  const takeAhead = (): typeof ahead => {
    const taken = ahead;
    ahead = undefined;
    return taken;
  };
  const made = new SendingModel({
    draft,
    apply: (change) => model.open.peek()?.page.apply(change),
    readSound: async (piece) => (await loadSounds()).readSound(draft.records, piece),
    earlier: createEarlierTerms<Answers>({ facts, keyring, newId }),
    words: () => words,
    canSeal: () => canSeal(facts),
    seal: (terms) => seal(sealing, toSeal(terms), takeAhead()),
    sealAhead(terms) {
      ahead ??= sealAhead(sealing, toSeal(terms));
      return () => {
        const left = takeAhead();
        // Storage that is away keeps a key under which there is nothing.
        if (left !== undefined) void letGo(sealing, left).catch(() => undefined);
      };
    },
    onSealed() {
      put();
      model.way.toStories();
    },
  });
  await made.open();
  return made;
}

/** Sealing comes with age and is the largest piece: fetched when a page opens, needed when it is sent. */
export const loadSealing = () => import("../../device/sealing.ts");

/** Recordings too: a part of their own, fetched where there is one. */
const loadSounds = () => import("../../device/sound-records.ts");
