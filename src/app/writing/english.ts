import { en as sending } from "../sending/messages/en.ts";
import { en as writing } from "./messages/en.ts";
import type { WritingSpeech } from "./writing-speech.ts";

/** What the writing part says in English: a chunk of its own. */
export const english: WritingSpeech = { writing, sending };
