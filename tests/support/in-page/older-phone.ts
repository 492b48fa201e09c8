// Runs in a real page that is no page of the app: `await makeOlder(version)`.
import { databaseName, openStore } from "../../../src/device/database.ts";
import { createKeyFinder } from "../../../src/device/keyring.ts";
import { makeOlder } from "../older-phone.ts";

Object.assign(globalThis, {
  makeOlder: (version: number): Promise<void> =>
    makeOlder(
      openStore(databaseName, () => undefined),
      createKeyFinder(navigator.storage),
      databaseName,
      version,
    ),
});
