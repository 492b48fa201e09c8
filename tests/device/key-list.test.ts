import { expect, test } from "vitest";
import type { KeyList } from "../../src/protocol/keys.ts";
import { verifyInScript } from "../../src/device/ed25519-in-script.ts";
import { acceptKeyList, isExpired } from "../../src/device/key-list.ts";
import { aLibraryServer, aSigner } from "../support/library-fixture.ts";

const root = aSigner();
const list = aLibraryServer(root).keys;
const signed = (keys: object, signer = root) =>
  signer.sign("keys", new TextEncoder().encode(JSON.stringify(keys)));
const accept = (file: Uint8Array<ArrayBuffer>, held?: KeyList) =>
  acceptKeyList(file, root.public.key, held, async () => verifyInScript);

test("a list that the root signed is taken", async () => {
  expect(await accept(signed(list))).toEqual({ kind: "accepted", list });
});

test("a list that somebody else signed is refused, also under the root's name", async () => {
  const forged = new TextDecoder("latin1").decode(signed(list, aSigner()));
  const renamed = forged.replace(/ keys \S+ /, ` keys ${root.public.id} `);

  expect(await accept(signed(list, aSigner()))).toMatchObject({ kind: "refused" });
  expect(await accept(Uint8Array.from(Buffer.from(renamed, "latin1")))).toMatchObject({
    why: "keys: not signed by the root",
  });
});

test("a list older than the one held is refused; the same and a newer one are taken", async () => {
  const held = { ...list, epoch: 5 };

  expect(await accept(signed({ ...list, epoch: 4 }), held)).toMatchObject({
    kind: "refused",
    why: "keys: an older list",
  });
  expect(await accept(signed({ ...list, epoch: 5 }), held)).toMatchObject({ kind: "accepted" });
  expect(await accept(signed({ ...list, epoch: 6 }), held)).toMatchObject({ kind: "accepted" });
});

test("a list with one recipient, or the same one twice, is refused", async () => {
  const one = list.desk[0]!;

  expect(await accept(signed({ ...list, desk: [one] }))).toMatchObject({ kind: "refused" });
  expect(
    await accept(signed({ ...list, desk: [one, { ...one, holder: "recovery" }] })),
  ).toMatchObject({ kind: "refused" });
});

test("a page of HTML is no key list", async () => {
  expect(await accept(new TextEncoder().encode("<html></html>"))).toMatchObject({
    kind: "refused",
  });
});

test("expiry is told by the newest signed date, to the day", () => {
  const keys = { ...list, notAfter: "2026-11-23" };

  expect(isExpired(keys, "2026-11-23T23:59Z")).toBe(false);
  expect(isExpired(keys, "2026-11-24T00:00Z")).toBe(true);
});
