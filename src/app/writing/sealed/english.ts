import { en } from "./messages/en.ts";
import type { SealedWords } from "./sealed-messages.ts";

/** What the part of the sealed stories says in English: a chunk of its own. */
export const english: SealedWords = en;
