import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import type { PassphraseAnswer, PassphraseQuestion } from "./passphrase-age.ts";

declare const self: DedicatedWorkerGlobalScope;

const answer = (message: PassphraseAnswer): void => self.postMessage(message);
const noNonce = new Uint8Array(12);

/** Words into a key takes seconds on an old phone, and megabytes: a worker of its own, gone afterwards. */
self.addEventListener("message", ({ data }: MessageEvent<PassphraseQuestion>) => {
  try {
    const key = scrypt(data.passphrase, data.salt, {
      N: 2 ** data.logN,
      r: 8,
      p: 1,
      dkLen: 32,
      onProgress: (part) => answer({ kind: "progress", part }),
    });
    const cipher = chacha20poly1305(key, noNonce);
    if (data.kind === "wrap") answer({ kind: "done", bytes: cipher.encrypt(data.bytes) });
    else answer({ kind: "done", bytes: opened(() => cipher.decrypt(data.bytes)) });
  } catch {
    // No memory for it, mostly.
    answer({ kind: "failed" });
  }
});

/** Undefined where the tag does not fit: other words. */
function opened(decrypt: () => Uint8Array): Uint8Array | undefined {
  try {
    return decrypt();
  } catch {
    return undefined;
  }
}
