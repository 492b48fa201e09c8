import type { Plugin } from "vite";

const prefix = "\0lean-age:";

const left = (what: string): string => `() => { throw new Error("${what} is not in this build"); }`;

/**
 * What age can do and the phone's sealing never does: recipients on hardware keys (P-256, which no key list may name, see
 * `src/protocol/keys.ts`) and passphrases (scrypt). Left out of the app's
 * build they cost an author nothing; called all the same they throw, and nothing is sealed. Post-quantum recipients stay.
 */
const stubs: Readonly<Record<string, string>> = {
  "@noble/curves/nist.js": "export const p256 = undefined;",
  "@noble/hashes/scrypt.js": `export const scrypt = ${left("scrypt")};`,
  "@noble/post-quantum/hybrid.js":
    'export { MLKEM768X25519 } from "@noble/post-quantum/hybrid.js"; export const MLKEM768P256 = undefined;',
};

/** Calls at the top of those packages that make things and change none: what nobody imports of them may go. */
export const pureMakers: readonly string[] = [
  "QSF",
  "createKitchenSink",
  "ecdhKem",
  "concreteHybridKem",
  "combineKEMS",
];

/** The app's age without what it never needs. */
export function leanAge(): Plugin {
  return {
    name: "soniakh:lean-age",
    enforce: "pre",
    resolveId: (source, importer) =>
      source in stubs && importer?.includes("/age-encryption/") === true
        ? prefix + source
        : undefined,
    load: (id) => (id.startsWith(prefix) ? stubs[id.slice(prefix.length)] : undefined),
  };
}
