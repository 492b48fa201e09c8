import {
  type interfaceLanguages,
  type InterfaceLanguage,
  readInterfaceLanguage,
} from "./language.ts";
import { readPublicKey } from "./keys.ts";
import { parsing, readBoolean, readFormat, readList, readObject, readString } from "./parsing.ts";

/** What is built into the app about its newsroom: `newsroom.json`, public halves only. */
export interface Newsroom {
  readonly format: 1;
  /** Ed25519, 32 bytes in base64url. A lost root means a new build and a new home. */
  readonly rootKey: string;
  readonly name: Readonly<Record<InterfaceLanguage, string>>;
  readonly languages: readonly InterfaceLanguage[];
  /** Lines that a person can act on: an e-mail address, a bot, a telephone. */
  readonly contacts: readonly string[];
  /** Where phones find it: `https://…`, no slash at the end. */
  readonly origin: string;
  /** True while its keys are trial ones: the app then says that no real stories are to be sent. */
  readonly demonstration: boolean;
}

const readNames = readObject({ uk: readString(80), en: readString(80) } satisfies Record<
  (typeof interfaceLanguages)[number],
  unknown
>);

/** Newsroom settings out of a parsed file. Never throws. */
export const parseNewsroom = parsing<Newsroom>(
  readObject({
    format: readFormat,
    rootKey: readPublicKey,
    name: readNames,
    languages: readList(readInterfaceLanguage, 2),
    contacts: readList(readString(300), 20),
    origin: readString(300),
    demonstration: readBoolean,
  }),
  "newsroom",
);
