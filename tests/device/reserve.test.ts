import { expect, test } from "vitest";
import { createFacts, type Facts } from "../../src/device/facts.ts";
import {
  freeReserve,
  keepReserve,
  makeReserve,
  measureMissing,
  reserveSize,
} from "../../src/device/reserve.ts";
import { aStore } from "../support/device.ts";
import { aFullPhone } from "../support/full-phone.ts";
import { someTimers } from "../support/writing.ts";

const placesOf = (
  { storage }: ReturnType<typeof aFullPhone>,
  facts: Facts = createFacts(aStore()),
) => ({
  storage,
  facts,
});

test("the reserve is made where there is plenty of room, once, and given back whole", async () => {
  const phone = aFullPhone();
  const places = placesOf(phone);

  expect(await makeReserve(places)).toBe(true);
  expect(phone.files.get("reserve")).toBe(reserveSize);
  const writes = phone.writes();
  expect(await makeReserve(places)).toBe(true);
  expect(phone.writes()).toBe(writes);

  expect(await freeReserve(places)).toBe(reserveSize);
  expect(phone.files.size).toBe(0);
  expect(await freeReserve(places)).toBe(0);
});

test("where room is short no reserve is made: articles have a better use for it", async () => {
  const phone = aFullPhone();
  phone.estimated = { usage: 900_000_000, quota: 900_000_000 + 16 * reserveSize - 1 };

  expect(await makeReserve(placesOf(phone))).toBe(false);
  expect(phone.files.size).toBe(0);
});

test("a disk that is full after all leaves no half reserve", async () => {
  const phone = aFullPhone();
  phone.fill();

  expect(await makeReserve(placesOf(phone))).toBe(false);
  expect(await freeReserve(placesOf(phone))).toBe(0);
});

test("where a page cannot write files, the reserve is a value of the database", async () => {
  const phone = aFullPhone();
  const folder = (await phone.storage.getDirectory()) as unknown as {
    getFileHandle(name: string, options?: object): Promise<object>;
  };
  const real = folder.getFileHandle;
  folder.getFileHandle = async (...asked) => ({
    ...(await real(...asked)),
    createWritable: undefined,
  });
  const facts = createFacts(aStore());

  expect(await makeReserve(placesOf(phone, facts))).toBe(true);
  expect((await facts.get("reserve"))?.byteLength).toBe(reserveSize);
  expect(await makeReserve(placesOf(phone, facts))).toBe(true);
  expect(await freeReserve(placesOf(phone, facts))).toBe(reserveSize);
  expect(await facts.get("reserve")).toBeUndefined();
});

test("a window without a file system has none, and gives none", async () => {
  const storage = {
    getDirectory: () => Promise.reject(new DOMException("", "SecurityError")),
    estimate: async () => ({ usage: 0, quota: 1e12 }),
  };
  const places = { storage, facts: createFacts(aStore()) };

  expect(await makeReserve(places)).toBe(false);
  expect(await freeReserve(places)).toBe(0);
});

test("a reserve that was given is made again once there is plenty of room", async () => {
  const phone = aFullPhone();
  const places = placesOf(phone);
  const timers = someTimers();
  const stop = keepReserve(places, timers.after);
  await expect.poll(() => phone.files.get("reserve")).toBe(reserveSize);
  await freeReserve(places);
  const { estimated } = phone;
  phone.estimated = { usage: 1_000, quota: 1_000 };

  timers.run();
  await new Promise((go) => setTimeout(go));
  expect(phone.files.size).toBe(0);
  phone.estimated = estimated;
  await expect
    .poll(() => {
      timers.run();
      return phone.files.get("reserve");
    })
    .toBe(reserveSize);
  stop();
});

test("what is missing is named: what is over the browser's room, and a megabyte to go on with", async () => {
  const say = (usage: number, quota: number) =>
    measureMissing({ estimate: async () => ({ usage, quota }) });

  expect(await say(61_000_000, 50_000_000)).toBe(12_000_000);
  expect(await say(50_000_000, 50_000_000)).toBe(1_000_000);
  expect(await say(1, 900_000_000)).toBe(1_000_000);
});
