import { expect, test } from "vitest";
import { type KeyList, parseKeyList } from "../../src/protocol/keys.ts";
import { parseNewsroom } from "../../src/protocol/newsroom.ts";
import { aHash } from "../support/makers.ts";

const recipient = (letter: string) => `age1${letter.repeat(58)}`;
const aKeyList = (change: Partial<KeyList> = {}): KeyList => ({
  format: 1,
  epoch: 3,
  edition: [{ id: "AAAAAAAAAAA", key: aHash(1) }],
  receipt: [{ id: "BBBBBBBBBBB", key: aHash(2) }],
  desk: [
    { recipient: recipient("q"), holder: "desk" },
    { recipient: recipient("p"), holder: "recovery" },
  ],
  notAfter: "2027-11-01",
  ...change,
});

test("a key list with a desk and a recovery key is taken", () => {
  expect(parseKeyList(JSON.stringify(aKeyList()))).toEqual({ ok: true, value: aKeyList() });
});

test("a key list with one recipient, or the same one twice, is refused", () => {
  const [desk] = aKeyList().desk;

  expect(parseKeyList(JSON.stringify(aKeyList({ desk: [desk!] }))).ok).toBe(false);
  expect(parseKeyList(JSON.stringify(aKeyList({ desk: [desk!, desk!] }))).ok).toBe(false);
});

test("a recipient that is no age recipient is refused", () => {
  const desk = [...aKeyList().desk, { recipient: "ssh-ed25519 AAAA", holder: "desk" as const }];

  expect(parseKeyList(JSON.stringify(aKeyList({ desk }))).ok).toBe(false);
});

test("a newsroom without its root key is no newsroom", () => {
  expect(parseNewsroom({ format: 1, name: { uk: "Сонях", en: "Soniakh" } })).toMatchObject({
    ok: false,
    why: expect.stringContaining("rootKey"),
  });
});
