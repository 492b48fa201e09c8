import fc from "fast-check";
import { expect, test } from "vitest";
import { asciiBytes, concat, fromBase64url, toBase64url } from "../../src/protocol/bytes.ts";

test("base64url is the one of RFC 4648, without padding", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64url(bytes);

      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64url(text)).toEqual(Uint8Array.from(bytes));
    }),
  );
});

test.each(["A", "AAAAA", "AA+A", "AA/A", "AA=", "я"])("%s is not base64url", (text) => {
  expect(fromBase64url(text)).toBeUndefined();
});

test("bytes are joined in order", () => {
  expect(concat(asciiBytes("со".replace(/./g, "a")), asciiBytes("bc"))).toEqual(asciiBytes("aabc"));
});

test("text that is not ASCII is the caller's mistake", () => {
  expect(() => asciiBytes("Сонях")).toThrow(RangeError);
});
