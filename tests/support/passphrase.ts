import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scryptSync } from "node:crypto";
import type {
  PassphraseAnswer,
  PassphraseDeps,
  PassphraseQuestion,
} from "../../src/device/passphrase-age.ts";

/**
 * The worker's work in Node's own scrypt, which is quicker; `worked` counts the questions. The worker itself is tested in real
 * browsers.
 */
export function somePassphrases(): PassphraseDeps & { worked: number; readonly parts: number[] } {
  const deps = {
    worked: 0,
    parts: [] as number[],
    rest: async () => undefined,
    onProgress: (part: number) => void deps.parts.push(part),
    start() {
      let listen: (event: Event) => void = () => undefined;
      const answer = (data: PassphraseAnswer): void =>
        listen(new MessageEvent("message", { data }));
      return {
        addEventListener(type: "message" | "error", listener: (event: Event) => void) {
          if (type === "message") listen = listener;
        },
        postMessage(question: PassphraseQuestion) {
          deps.worked += 1;
          queueMicrotask(() => answer({ kind: "done", bytes: work(question) }));
        },
        terminate: () => undefined,
      };
    },
  };
  return deps;
}

function work({ kind, passphrase, salt, logN, bytes }: PassphraseQuestion): Uint8Array | undefined {
  const key = scryptSync(passphrase, salt, 32, { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** 30 });
  const cipher = chacha20poly1305(key, new Uint8Array(12));
  if (kind === "wrap") return cipher.encrypt(bytes);
  try {
    return cipher.decrypt(bytes);
  } catch {
    return undefined;
  }
}
