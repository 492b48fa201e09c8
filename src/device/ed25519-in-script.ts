import { verifyAsync } from "@noble/ed25519";
import type { VerifyInScript } from "./signatures.ts";

/** Ed25519 for browsers without it; a chunk of its own in the page, so that newer phones never fetch it. RFC 8032 rules, as in WebCrypto. */
export const verifyInScript: VerifyInScript = (signature, bytes, publicKey) =>
  verifyAsync(signature, bytes, publicKey, { zip215: false });
