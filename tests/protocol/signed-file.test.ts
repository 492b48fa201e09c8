import fc from "fast-check";
import { expect, test } from "vitest";
import { asciiBytes, concat } from "../../src/protocol/bytes.ts";
import {
  parseSignedFile,
  signedBytes,
  type SignedFile,
  writeSignedFile,
} from "../../src/protocol/signed-file.ts";

const aFile = (body: string): SignedFile => ({
  kind: "head",
  keyId: "AAAAAAAAAAA",
  signature: new Uint8Array(64).fill(7),
  body: asciiBytes(body),
});

test("a signed file survives the way, byte for byte", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (body) => {
      const file = { ...aFile(""), body: Uint8Array.from(body) };

      expect(parseSignedFile(writeSignedFile(file), "head")).toEqual({ ok: true, value: file });
    }),
  );
});

test("a receipt cannot stand in for a head", () => {
  const bytes = writeSignedFile(aFile("{}"));

  expect(parseSignedFile(bytes, "receipt")).toEqual({
    ok: false,
    why: "not signed as receipt",
  });
});

test("the signature covers the kind as well as the body", () => {
  expect(signedBytes("head", asciiBytes("x"))).toEqual(asciiBytes("soniakh-1 head\nx"));
  expect(signedBytes("head", asciiBytes("x"))).not.toEqual(signedBytes("keys", asciiBytes("x")));
});

test("no bytes from outside make the parser throw, and none without a header line are taken", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(parseSignedFile(Uint8Array.from(bytes), "head").ok).toBe(false);
    }),
  );
});

test("a header without an end within 200 bytes is refused", () => {
  const bytes = concat(asciiBytes("soniakh-1 head "), new Uint8Array(10_000).fill(65));

  expect(parseSignedFile(bytes, "head").ok).toBe(false);
});
