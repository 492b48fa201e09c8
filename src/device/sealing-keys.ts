import type { KeyList } from "../protocol/keys.ts";
import type { Facts, FactValues } from "./facts.ts";
import { isExpired } from "./key-list.ts";

/** The key list that may be sealed to now; undefined where there is none. */
export const findKeys = async (facts: Pick<Facts, "get">): Promise<KeyList | undefined> =>
  validKeys(...(await Promise.all([facts.get("keys"), facts.get("edition")])));

/** The same out of what is held: a list that is not expired, and names at least two who can open. */
export function validKeys(
  keys: FactValues["keys"] | undefined,
  edition: FactValues["edition"] | undefined,
): KeyList | undefined {
  if (keys === undefined || new Set(keys.desk.map(({ recipient }) => recipient)).size < 2)
    return undefined;
  return isExpired(keys, edition?.publishedAt ?? "") ? undefined : keys;
}

/** True where what is sealed to the one is sealed to the other. */
export const isSameDesk = (one: KeyList, other: KeyList): boolean =>
  one.epoch === other.epoch && JSON.stringify(one.desk) === JSON.stringify(other.desk);
