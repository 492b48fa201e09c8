import { createPrivateKey } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SigningKey } from "../../src/protocol/keys.ts";
import { reconcile } from "../../src/server/intake/sweeping.ts";
import { createSigner, type Signer } from "../../src/server/signing.ts";
import { openTestIntake, type TestIntake } from "../support/intake.ts";
import type { Send } from "../support/sealed.ts";

/** What an intake is built from, bent for a test. */
export type IntakeBend = NonNullable<Parameters<typeof openTestIntake>[1]>;

/** The real intake in one process with the phone; it can be started again, and be put back to what it was. */
export interface Newsroom {
  readonly intake: TestIntake;
  /** All that it ever signed receipts with. */
  readonly keys: readonly SigningKey[];
  /** Brings a request to the intake. Rejects, as a fetch does, while it is being started. */
  readonly send: Send;
  /** From now on receipts are signed with another key. */
  sign(signer: Signer): Promise<void>;
  restart(): Promise<void>;
  /** Copies everything as it is now, and gives what puts that copy back in place. */
  copy(): () => Promise<void>;
  close(): Promise<void>;
}

/** A folder in memory where the system has one: nothing here is about what survives a power cut. */
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** The n-th of the newsroom's signing keys, the same in every run. */
export const aSigner = (n: number): Signer =>
  createSigner(
    createPrivateKey({
      key: Buffer.concat([
        Buffer.from("302e020100300506032b657004220420", "hex"),
        Buffer.alloc(32, n),
      ]),
      format: "der",
      type: "pkcs8",
    })
      .export({ type: "pkcs8", format: "pem" })
      .toString(),
  );

/** A newsroom that has got nothing yet. */
export async function openNewsroom(bend: IntakeBend = {}): Promise<Newsroom> {
  const root = mkdtempSync(join(memory, "soniakh-newsroom-"));
  const folder = join(root, "data");
  let signer = bend.signer ?? aSigner(1);
  const keys = [signer.public];
  const open = async (): Promise<TestIntake> => {
    const opened = await openTestIntake(folder, { ...bend, signer });
    await reconcile(opened.storage, opened.blobs);
    return opened;
  };
  mkdirSync(folder);
  let intake = await open();
  let copies = 0;
  const inside = new Set<Promise<unknown>>();
  let starting = 0;
  let started: Promise<void> = Promise.resolve();
  const start = (change: () => void): Promise<void> => {
    starting += 1;
    started = started.then(async () => {
      await Promise.allSettled(inside);
      await intake.close();
      change();
      intake = await open();
      starting -= 1;
    });
    return started;
  };
  return {
    get intake() {
      return intake;
    },
    keys,
    async send(request) {
      if (starting > 0) throw new TypeError("connection refused");
      const answering = intake.send(request);
      inside.add(answering);
      return answering.finally(() => inside.delete(answering));
    },
    sign: (next) =>
      start(() => {
        signer = next;
        keys.push(next.public);
      }),
    restart: () => start(() => undefined),
    copy() {
      const kept = join(root, `copy-${(copies += 1)}`);
      cpSync(join(folder, "blobs"), join(kept, "blobs"), { recursive: true });
      intake.sqlite.copyTo(join(kept, "soniakh.sqlite"));
      return () =>
        start(() => {
          rmSync(folder, { recursive: true });
          cpSync(kept, folder, { recursive: true });
        });
    },
    async close() {
      await Promise.allSettled(inside);
      await intake.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
