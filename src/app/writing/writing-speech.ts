import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { SendingMessages } from "../sending/sending-messages.ts";
import { uk as sendingUk } from "../sending/messages/uk.ts";
import { uk } from "./messages/uk.ts";
import type { WritingMessages } from "./writing-messages.ts";

/** All that writing and sending say in one language. */
export interface WritingSpeech {
  readonly writing: WritingMessages;
  readonly sending: SendingMessages;
}

const ukrainian: WritingSpeech = { writing: uk, sending: sendingUk };
let english: WritingSpeech | undefined;

/** Brings a language before the part is shown. Rejects where it is not on the phone and there is no network. */
export async function learnToWrite(language: InterfaceLanguage): Promise<void> {
  if (language === "en") english ??= (await import("./english.ts")).english;
}

/** What the part says in a language that was learnt; in Ukrainian for any other. */
export const writingSpeechIn = (language: InterfaceLanguage): WritingSpeech =>
  (language === "en" ? english : undefined) ?? ukrainian;
