import { computed, signal } from "@preact/signals";
import type { OpenedDraft } from "../../../device/saved-drafts.ts";
import { countPassphrase, passphraseWords } from "../../../device/passphrase.ts";
import type { RandomId } from "../../../protocol/bytes.ts";
import { createModel } from "../../ui/create-model.ts";

/** Why a file was not opened. */
export type OpeningTrouble = Exclude<OpenedDraft["kind"], "opened"> | "failed";

/** Where the opening of a file stands. `part`: from 0 to 1. */
export type Opening =
  | { readonly kind: "asking" }
  | { readonly kind: "opening"; readonly part: number }
  | { readonly kind: "miscounted"; readonly count: number }
  | { readonly kind: "trouble"; readonly why: OpeningTrouble };

export interface OpeningModelDeps {
  /** `typed`: as somebody copied it from paper. */
  readonly open: (
    file: Blob,
    typed: string,
    onProgress: (part: number) => void,
  ) => Promise<OpenedDraft>;
  readonly onOpened: (draft: RandomId) => void;
}

/** A saved draft on its way in. */
export const OpeningModel = createModel(({ open, onOpened }: OpeningModelDeps) => {
  const file = signal<Blob | undefined>(undefined);
  const typed = signal("");
  const opening = signal<Opening>({ kind: "asking" });
  return {
    file,
    typed,
    opening,
    canOpen: computed(
      () =>
        file.value !== undefined && typed.value.trim() !== "" && opening.value.kind !== "opening",
    ),
    choose(chosen: Blob) {
      file.value = chosen;
      opening.value = { kind: "asking" };
    },
    type(text: string) {
      typed.value = text;
    },
    async open(): Promise<void> {
      const chosen = file.peek();
      if (chosen === undefined || opening.peek().kind === "opening") return;
      const count = countPassphrase(typed.peek());
      if (count !== passphraseWords) {
        opening.value = { kind: "miscounted", count };
        return;
      }
      opening.value = { kind: "opening", part: 0 };
      const ended = await open(chosen, typed.peek(), (part) => {
        if (opening.peek().kind === "opening") opening.value = { kind: "opening", part };
      }).catch(() => ({ kind: "failed" }) as const);
      if (ended.kind === "opened") onOpened(ended.draft);
      else opening.value = { kind: "trouble", why: ended.kind };
    },
  };
});
export type OpeningState = InstanceType<typeof OpeningModel>;
