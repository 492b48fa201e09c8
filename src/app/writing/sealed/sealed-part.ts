import type { NoteWritingDeps } from "../../../device/note-writing.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import type { WritingMessages } from "../writing-messages.ts";
import { ChangeTermsScreen } from "./ChangeTermsScreen.tsx";
import { MediaSheet } from "./MediaSheet.tsx";
import { uk } from "./messages/uk.ts";
import { RefusedLine } from "./RefusedLine.tsx";
import type { SealedMessages } from "./sealed-messages.ts";
import { type SealedDeps, SealedModel, type SealedStories } from "./sealed-model.ts";
import { SealedRow } from "./SealedRow.tsx";
import { lazyTelling } from "./telling.ts";
import { WaitingLine } from "./WaitingLine.tsx";

/**
 * All that is shown of sealed stories and done with them: a part of its own, which comes with the first story that was
 * sealed. Writing one and sealing it needs nothing of it.
 */
export interface Sealed {
  readonly language: InterfaceLanguage;
  readonly messages: SealedMessages;
  readonly model: SealedStories;
  readonly SealedRow: typeof SealedRow;
  readonly WaitingLine: typeof WaitingLine;
  readonly MediaSheet: typeof MediaSheet;
  readonly RefusedLine: typeof RefusedLine;
  readonly ChangeTermsScreen: typeof ChangeTermsScreen;
}

/** Opens the part. Rejects where its words or storage cannot be had. */
export async function openSealed(
  { notes, ...deps }: Omit<SealedDeps, "telling"> & { readonly notes: NoteWritingDeps },
  language: InterfaceLanguage,
  writing: WritingMessages,
): Promise<Sealed> {
  const words = language === "en" ? (await import("./english.ts")).english : uk;
  const model = new SealedModel({ ...deps, telling: lazyTelling(notes) });
  await model.open();
  return {
    language,
    messages: { ...writing, ...words },
    model,
    SealedRow,
    WaitingLine,
    MediaSheet,
    RefusedLine,
    ChangeTermsScreen,
  };
}
