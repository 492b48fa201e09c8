import { signal } from "@preact/signals";
import type { Chosen, Gathered } from "../../device/passing-on.ts";
import { createModel } from "../ui/create-model.ts";

/** A file that was made and not yet handed on. */
export interface MadeFile {
  readonly file: File;
  readonly texts: number;
  readonly left: number;
}

/** Where the making of a file stands. */
export type Making =
  | { readonly kind: "choosing" }
  | { readonly kind: "making" }
  | ({ readonly kind: "made" } & MadeFile)
  | ({ readonly kind: "handed"; readonly how: "shared" | "saved" } & MadeFile)
  /** Nothing of what was chosen can be proven; or the phone never had an edition. */
  | { readonly kind: "cannot"; readonly why: "nothing" | "noEdition" | "failed" };

/** What making a file needs of the phone. */
export interface MakingDeps {
  readonly gather: (chosen: Chosen) => Promise<Gathered | undefined>;
  readonly write: (gathered: Gathered) => Promise<Blob>;
  /** The name under which a file is handed on: the same for every reader, and telling nothing about them. */
  readonly nameOf: (gathered: Gathered) => string;
  /** Whether this browser has a share sheet for such a file. */
  readonly canShare: (file: File) => boolean;
  /** The share sheet; false where the reader closed it. */
  readonly share: (file: File) => Promise<boolean>;
  readonly save: (file: File) => void;
}

/** A file from what was chosen to where it went. */
export const MakingModel = createModel((deps: MakingDeps) => {
  const making = signal<Making>({ kind: "choosing" });
  const make = async (chosen: Chosen): Promise<Making> => {
    const gathered = await deps.gather(chosen);
    if (gathered === undefined) return { kind: "cannot", why: "noEdition" };
    if (gathered.texts === 0) return { kind: "cannot", why: "nothing" };
    const blob = await deps.write(gathered);
    const file = new File([blob], deps.nameOf(gathered), { type: "text/html" });
    return { kind: "made", file, texts: gathered.texts, left: gathered.left };
  };
  return {
    making,
    canShare: deps.canShare,
    /** Begins anew. */
    reset: (): void => void (making.value = { kind: "choosing" }),
    async make(chosen: Chosen): Promise<void> {
      making.value = { kind: "making" };
      making.value = await make(chosen).catch(() => ({ kind: "cannot", why: "failed" }) as const);
    },
    /** To the share sheet; called in the tap itself, for browsers allow it only there. */
    async share(): Promise<void> {
      const made = making.peek();
      if (made.kind !== "made" && made.kind !== "handed") return;
      if (await deps.share(made.file)) making.value = { ...made, kind: "handed", how: "shared" };
    },
    save(): void {
      const made = making.peek();
      if (made.kind !== "made" && made.kind !== "handed") return;
      deps.save(made.file);
      making.value = { ...made, kind: "handed", how: "saved" };
    },
  };
});

export type MakingState = InstanceType<typeof MakingModel>;
