import { words } from "../../../device/passphrase-en.ts";
import { en } from "./messages/en.ts";

/** What those who write in English load, and nobody else. */
export const english = { messages: en, words };
