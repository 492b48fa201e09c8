import { describe, expect, test } from "vitest";
import { parseSignedFile, signedBytes, type SignedKind } from "../../src/protocol/signed-file.ts";
import { verifyInScript } from "../../src/device/ed25519-in-script.ts";
import { createVerify, type KeyCrypto } from "../../src/device/signatures.ts";
import { aSigner } from "../support/library-fixture.ts";

/** WebCrypto as it was before browsers had Ed25519. */
const oldCrypto: KeyCrypto = {
  importKey: async () => {
    throw new DOMException("Unrecognized name", "NotSupportedError");
  },
  verify: crypto.subtle.verify.bind(crypto.subtle),
};

const worlds = {
  WebCrypto: {
    subtle: crypto.subtle as KeyCrypto,
    fallback: async () => Promise.reject(new Error("not needed")),
  },
  "a browser without Ed25519": { subtle: oldCrypto, fallback: async () => verifyInScript },
};

const parts = (file: Uint8Array<ArrayBuffer>, kind: SignedKind) => {
  const parsed = parseSignedFile(file, kind);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.value;
};

describe.each(Object.entries(worlds))("%s", (_name, { subtle, fallback }) => {
  test("a signature of a listed key fits its file and no other", async () => {
    const signer = aSigner();
    const verify = createVerify([aSigner().public, signer.public], fallback, subtle);
    const { keyId, signature, body } = parts(
      signer.sign("head", new TextEncoder().encode("{}\n")),
      "head",
    );

    expect(await verify(keyId, signature, signedBytes("head", body))).toBe(true);
    expect(await verify(keyId, signature, signedBytes("receipt", body))).toBe(false);
    expect(
      await verify(
        keyId,
        signature.map((byte, at) => (at === 5 ? byte ^ 1 : byte)),
        signedBytes("head", body),
      ),
    ).toBe(false);
    expect(await verify(keyId, signature, signedBytes("head", body.slice(1)))).toBe(false);
  });

  test("a key that nobody listed is not believed", async () => {
    const signer = aSigner();
    const verify = createVerify([aSigner().public], fallback, subtle);
    const { keyId, signature, body } = parts(
      signer.sign("head", new TextEncoder().encode("{}\n")),
      "head",
    );

    expect(await verify(keyId, signature, signedBytes("head", body))).toBe(false);
  });

  test("a listed id under another key does not make a signature fit", async () => {
    const signer = aSigner();
    const verify = createVerify(
      [{ id: signer.public.id, key: aSigner().public.key }],
      fallback,
      subtle,
    );
    const { keyId, signature, body } = parts(
      signer.sign("head", new TextEncoder().encode("{}\n")),
      "head",
    );

    expect(await verify(keyId, signature, signedBytes("head", body))).toBe(false);
  });
});

test("crypto that is broken, rather than old, is not hidden behind the fallback", async () => {
  const signer = aSigner();
  const broken: KeyCrypto = {
    ...oldCrypto,
    importKey: async () => Promise.reject(new Error("out of memory")),
  };
  const verify = createVerify([signer.public], async () => verifyInScript, broken);

  await expect(verify(signer.public.id, new Uint8Array(64), new Uint8Array(1))).rejects.toThrow(
    "out of memory",
  );
});
