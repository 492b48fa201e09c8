import { daysBetween, longWait, parseReceipt } from "../protocol/intake.ts";
import { parseSignedFile } from "../protocol/signed-file.ts";
import type { StoryRecord } from "./database.ts";
import type { KeyFinder } from "./keyring.ts";
import { openReceipt } from "./outbox.ts";

/**
 * True where the newsroom took a story at least {@link longWait} days before `today`. Both days are the newsroom's own, from
 * what it signed: this phone's clock may be off by years. False where the receipt's key is gone.
 */
export async function isLongAgo(
  keyring: KeyFinder,
  record: StoryRecord,
  today: string,
): Promise<boolean> {
  const file = await openReceipt(keyring, record);
  const signed = file && parseSignedFile(file, "receipt");
  if (signed?.ok !== true) return false;
  const receipt = parseReceipt(new TextDecoder().decode(signed.value.body));
  return receipt.ok && daysBetween(receipt.value.date, today) >= longWait;
}
