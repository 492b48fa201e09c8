import { wordsEn } from "../../rendering/words-en.ts";
import { en } from "./en.ts";
import type { Speech } from "./speech.ts";

export const english: Speech = { words: wordsEn, messages: en };
