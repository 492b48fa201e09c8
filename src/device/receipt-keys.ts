import type { Verify } from "../protocol/signed-file.ts";
import type { Facts } from "./facts.ts";
import { createVerify, type LoadFallback } from "./signatures.ts";

/** Checks receipts and states against the receipt keys of the key list held at that moment. Without a list nothing fits. */
export function createReceiptVerify(facts: Pick<Facts, "get">, loadFallback: LoadFallback): Verify {
  let known: { readonly epoch: number; readonly verify: Verify } | undefined;
  return async (keyId, signature, bytes) => {
    const keys = await facts.get("keys");
    if (keys === undefined) return false;
    if (known?.epoch !== keys.epoch)
      known = { epoch: keys.epoch, verify: createVerify(keys.receipt, loadFallback) };
    return known.verify(keyId, signature, bytes);
  };
}
