import { routes } from "../protocol/routes.ts";
import { ask, wholeOf } from "./arriving.ts";
import type { Store, Transaction } from "./database.ts";
import { type Medium, type MediumFile, pictureKey, renewEntries } from "./entries.ts";
import { hashOf } from "./hashing.ts";
import { type Asking, notOurs } from "./heads.ts";
import { concat } from "../protocol/bytes.ts";
import { ofHash, partSize } from "./media.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What is longer than this is asked for in pieces: on a line that is cut every few seconds it would never come whole. */
export const isLong = ({ bytes }: MediumFile): boolean => bytes > partSize;

/**
 * Brings a long file onto the phone, each piece kept as it comes (RFC 9110, 14: one range a request), so that the next minute
 * of network goes on there. The first piece comes last: with it, and only if all of them together fit the hash, the file
 * counts as here. Resolves to false where the server has none or other bytes came, or all else is over. Throws `Unreachable` when the network goes,
 * and {@link DeviceError} `storage-full`.
 */
export async function bringLong(
  store: Store,
  asking: Asking,
  medium: Medium,
  file: MediumFile,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  const parts = Math.ceil(file.bytes / partSize);
  const here = await store.transact(["media"], "readonly", (transaction) =>
    transaction.objectStore("media").getAllKeys(ofHash(file.hash)),
  );
  const known = new Set(here.map(([, part]) => part));
  for (let part = parts - 1; part > 0; part -= 1) {
    if (known.has(part)) continue;
    if (isOver()) return false;
    const piece = await askPiece(asking, file, part);
    if (piece === undefined) return false;
    await store.transact(["media"], "readwrite", (transaction) =>
      putPiece(transaction, file, part, parts, piece),
    );
  }
  const first = await askPiece(asking, file, 0);
  return first !== undefined && finish(store, medium, file, parts, first);
}

/** One piece, or undefined where there is no such file or what came is no piece of it. */
async function askPiece(
  asking: Asking,
  { hash, type, bytes }: MediumFile,
  part: number,
): Promise<Bytes | undefined> {
  const from = part * partSize;
  const length = Math.min(partSize, bytes - from);
  const headers = { range: `bytes=${from}-${from + length - 1}` };
  const arriving = await ask(asking.fetch, routes.media(hash, type), asking.patience, { headers });
  const { response } = arriving;
  if (response.status === 404 || response.status === 410) {
    arriving.cut();
    return undefined;
  }
  if (!response.ok) throw notOurs(arriving);
  // A host that knows no ranges gives all of it each time.
  const isWhole = response.status !== 206;
  const body = await wholeOf(arriving, asking.patience, isWhole ? bytes : length);
  const piece = isWhole ? body?.slice(from, from + length) : body;
  return piece?.length === length ? piece : undefined;
}

async function finish(
  store: Store,
  medium: Medium,
  file: MediumFile,
  parts: number,
  first: Bytes,
): Promise<boolean> {
  const rest = await store.transact(["media"], "readonly", (transaction) =>
    transaction.objectStore("media").getAll(IDBKeyRange.bound([file.hash, 1], [file.hash, parts])),
  );
  const whole = concat(first, ...rest.map(({ bytes }) => new Uint8Array(bytes)));
  const fits = (await hashOf(whole)) === file.hash;
  await store.transact(["entries", "articles", "media"], "readwrite", async (transaction) => {
    // Which of the pieces is a wrong one, nobody knows.
    if (!fits) return transaction.objectStore("media").delete(ofHash(file.hash));
    await putPiece(transaction, file, 0, parts, first);
    await renewEntries(transaction, [pictureKey(medium)]);
  });
  return fits;
}

const putPiece = async (
  transaction: Transaction<"readwrite">,
  { hash, type }: MediumFile,
  part: number,
  parts: number,
  { buffer }: Bytes,
): Promise<void> =>
  void (await transaction.objectStore("media").put({ hash, part, parts, type, bytes: buffer }));
