import type { RandomId } from "../protocol/bytes.ts";
import { decryptJson, encryptJson } from "./ciphers.ts";
import type { Facts } from "./facts.ts";
import type { Keyring } from "./keyring.ts";

/** The answers that an author gave for the last story, so that they need not be given again. They hold a name: encrypted, under a key of their own. */
export interface EarlierTerms<Answers> {
  /** Undefined where there are none, or their key is gone. */
  find(): Promise<Answers | undefined>;
  keep(answers: Answers): Promise<void>;
  /** Overwrites their key. */
  forget(): Promise<void>;
}

export interface EarlierTermsDeps {
  readonly facts: Pick<Facts, "get" | "set" | "remove">;
  readonly keyring: Keyring;
  readonly newId: () => RandomId;
}

const place = ["facts", "terms"] as const;

/** The earlier terms over facts and a keyring. */
export function createEarlierTerms<Answers>({
  facts,
  keyring,
  newId,
}: EarlierTermsDeps): EarlierTerms<Answers> {
  async function findKey(): Promise<readonly [RandomId, CryptoKey] | undefined> {
    const slot = (await facts.get("terms"))?.slot as RandomId | undefined;
    const key = slot && (await keyring.find(slot));
    return key && [slot, key];
  }
  return {
    async find() {
      const found = await findKey();
      const held = await facts.get("terms");
      return found && held && decryptJson<Answers>(found[1], place, held.cipher);
    },
    async keep(answers) {
      const slot = newId();
      const [of, key] = (await findKey()) ?? [slot, await keyring.create(slot)];
      await facts.set("terms", { slot: of, cipher: await encryptJson(key, place, answers) });
    },
    async forget() {
      const found = await findKey();
      if (found !== undefined) await keyring.destroy(found[0]);
      await facts.remove("terms");
    },
  };
}
