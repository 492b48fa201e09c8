import type { ArticleId } from "../../src/protocol/article.ts";
import type { Store } from "../../src/device/database.ts";
import { verifyInScript } from "../../src/device/ed25519-in-script.ts";
import {
  packBlock,
  pictureBlock,
  pictureLine,
  sealLine,
} from "../../src/device/passed-on-layout.ts";
import { type Chosen, gather, type Gathered } from "../../src/device/passing-on.ts";
import { openPassedOn, type Opened, type Taken } from "../../src/device/taking-in.ts";
import { aLockManager } from "./reading-device.ts";

/** Nobody else needs the processor here. */
export const noRest = async (): Promise<void> => undefined;

/** The barest file that holds what was gathered. */
export async function aPassedOnFile(
  { kind, packs, pictures }: Pick<Gathered, "kind" | "packs" | "pictures">,
  around = "<!doctype html>\n<title>Новини</title>\n",
): Promise<Uint8Array<ArrayBuffer>> {
  const blocks = packs.map((packed) => packBlock(kind, packed)).join("");
  const lines = pictures.map(({ hash, address }) => pictureLine(hash, address));
  return sealed(`${around}${blocks}${pictureBlock(lines)}`);
}

/** Text with the seal of a file behind it: what somebody would do who changed a file and knows how it is made. */
export async function sealed(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  const last = new TextEncoder().encode(await sealLine(bytes));
  return Uint8Array.from([...bytes, ...last]);
}

/** A file made of what is in this store. Fails where nothing can be passed on. */
export async function passOnFrom(
  store: Store,
  articles: readonly ArticleId[] | "all",
  pictures = true,
): Promise<Uint8Array<ArrayBuffer>> {
  const chosen: Chosen = { articles: articles === "all" ? "all" : new Set(articles), pictures };
  const gathered = await gather(store, chosen, noRest);
  if (gathered === undefined) throw new Error("nothing to pass on");
  return aPassedOnFile(gathered);
}

/** Looks at a file on another phone. */
export const openOn = (
  store: Store,
  rootKey: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Opened> =>
  openPassedOn(new Blob([bytes]), {
    store,
    rootKey,
    loadFallback: async () => verifyInScript,
    locks: aLockManager(),
    announce: () => undefined,
    rest: noRest,
  });

/** Opens a file that fits and takes it in. */
export async function takeInto(
  store: Store,
  rootKey: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Taken> {
  const opened = await openOn(store, rootKey, bytes);
  if (opened.kind !== "fits") throw new Error(opened.why);
  return opened.takeIn();
}
