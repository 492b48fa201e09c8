import type { Store, StoryRecord } from "./database.ts";

/** Over which network attachments may go. Text goes over any, always. */
export type Carrier = "any" | "wifi";

/** What the author chose for each class of attachments, until they choose otherwise for one story. */
export interface MediaChoices {
  readonly photos: Carrier;
  readonly sound: Carrier;
}

export const usualMediaChoices: MediaChoices = { photos: "any", sound: "any" };

/**
 * What the browser says of its network. `unknown`: it says nothing (every browser but Chromium on phones), or nothing that
 * tells. Then attachments go: to hold them back for ever, over a choice that nobody can check, would lose them quietly.
 */
export type NetworkKind = "wifi" | "counted" | "unknown";

/** The Network Information API's word for a network (https://wicg.github.io/netinfo/#connectiontype-enum), as far as it decides. */
export function networkKindOf(type: string | undefined): NetworkKind {
  if (type === "wifi" || type === "ethernet") return "wifi";
  return type === "cellular" || type === "wimax" || type === "bluetooth" ? "counted" : "unknown";
}

/** The network that this window or worker is on. */
export interface NetworkFacts {
  kind(): NetworkKind;
  /** Calls back when it became another one; never, where the browser does not tell. */
  onChange(listener: () => void): void;
}

/** What a page's or a worker's `navigator` says of it. */
export function networkOf(browser: object): NetworkFacts {
  const { connection } = browser as { readonly connection?: EventTarget & { type?: string } };
  return {
    kind: () => networkKindOf(connection?.type),
    onChange: (listener) => connection?.addEventListener("change", listener),
  };
}

/** The choices as they were made here. */
export async function readMediaChoices(store: Store): Promise<MediaChoices> {
  const record = await store.transact(["facts"], "readonly", (transaction) =>
    transaction.objectStore("facts").get("mediaChoices"),
  );
  // Written by `facts.set` under the same name alone.
  return { ...usualMediaChoices, ...(record?.value as Partial<MediaChoices> | undefined) };
}

/** What of a record says which of its attachments may go. */
export type Chosen = Pick<StoryRecord, "media" | "sound" | "letGo">;

/** True where an attachment (from 1) waits for Wi-Fi: it was chosen so, and the browser says that this is none. */
export function waitsForWifi(
  { media, sound }: Chosen,
  part: number,
  choices: MediaChoices,
  network: NetworkKind,
): boolean {
  const chosen = media ?? (sound?.includes(part) === true ? choices.sound : choices.photos);
  return chosen === "wifi" && network === "counted";
}
