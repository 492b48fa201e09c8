import { signal } from "@preact/signals";
import type { HandingOn } from "../../ui/handing-on.ts";
import { createModel } from "../../ui/create-model.ts";

/** A file that was made, and what must be said beside it. */
export interface MadeFile {
  readonly file: File;
  /** Of a draft's: what opens it. */
  readonly words: readonly string[];
  /** Attachments that could not be had. */
  readonly missing: number;
}

/** Where the making of a file stands. `part`: from 0 to 1. */
export type Saving =
  | { readonly kind: "asking" }
  | { readonly kind: "making"; readonly part: number }
  | ({ readonly kind: "made"; readonly gone?: "shared" | "saved" } & MadeFile)
  | { readonly kind: "cannot"; readonly why: "too-big" | "gone" | "failed" };

export interface SavingDeps {
  readonly make: (onProgress: (part: number) => void) => Promise<MadeFile | "too-big" | "gone">;
  readonly handing: HandingOn;
}

/** A draft or a story on its way into a file, and the file on its way out. */
export const SavingModel = createModel(({ make, handing }: SavingDeps) => {
  const saving = signal<Saving>({ kind: "asking" });
  const made = (): Extract<Saving, { kind: "made" }> | undefined => {
    const now = saving.peek();
    return now.kind === "made" ? now : undefined;
  };
  return {
    saving,
    canShare: handing.canShare,
    async make(): Promise<void> {
      saving.value = { kind: "making", part: 0 };
      const ended = await make((part) => {
        if (saving.peek().kind === "making") saving.value = { kind: "making", part };
      }).catch(() => "failed" as const);
      saving.value =
        typeof ended === "string" ? { kind: "cannot", why: ended } : { kind: "made", ...ended };
    },
    /** To the share sheet, in the tap itself. */
    async share(): Promise<void> {
      const file = made();
      if (file !== undefined && (await handing.share(file.file)))
        saving.value = { ...file, gone: "shared" };
    },
    save(): void {
      const file = made();
      if (file === undefined) return;
      handing.save(file.file);
      saving.value = { ...file, gone: "saved" };
    },
  };
});
export type SavingState = InstanceType<typeof SavingModel>;
