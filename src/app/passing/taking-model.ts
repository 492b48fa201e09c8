import { signal } from "@preact/signals";
import type { Unfit } from "../../device/reading-passed-on.ts";
import type { Contents, Opened } from "../../device/taking-in.ts";
import { createModel } from "../ui/create-model.ts";

/** Where the taking in of a file stands. */
export type Taking =
  | { readonly kind: "waiting" }
  | { readonly kind: "checking" }
  | { readonly kind: "checked"; readonly contents: Contents }
  | { readonly kind: "taking"; readonly contents: Contents }
  | { readonly kind: "taken"; readonly contents: Contents }
  | { readonly kind: "refused"; readonly why: Unfit | "full" | "failed" };

/** A file from being picked to being on this phone; of several picked one after another the last one counts. */
export const TakingModel = createModel((open: (file: Blob) => Promise<Opened>) => {
  const taking = signal<Taking>({ kind: "waiting" });
  let opened: Opened | undefined;
  let turn = 0;
  const failed: Taking = { kind: "refused", why: "failed" };
  return {
    taking,
    /** Looks at a file; `undefined` is something that is no file at all. */
    async look(file: Blob | undefined): Promise<void> {
      // What is being added is added whole; whatever is picked meanwhile waits for another tap.
      if (taking.peek().kind === "taking") return;
      const own = (turn += 1);
      opened = undefined;
      taking.value = { kind: "checking" };
      const found = file && (await open(file).catch(() => undefined));
      if (own !== turn) return;
      if (file === undefined) taking.value = { kind: "refused", why: "not-ours" };
      else if (found === undefined) taking.value = failed;
      else if (found.kind === "unfit") taking.value = { kind: "refused", why: found.why };
      else {
        opened = found;
        taking.value = { kind: "checked", contents: found.contents };
      }
    },
    async take(): Promise<void> {
      if (opened?.kind !== "fits" || taking.peek().kind !== "checked") return;
      taking.value = { kind: "taking", contents: opened.contents };
      const ended = await opened.takeIn().catch(() => undefined);
      if (ended === undefined) taking.value = failed;
      else if (ended.kind === "taken") taking.value = ended;
      else taking.value = { kind: "refused", why: ended.kind === "full" ? "full" : ended.why };
    },
    /** Back to where a file is picked. */
    reset(): void {
      turn += 1;
      opened = undefined;
      taking.value = { kind: "waiting" };
    },
  };
});

export type TakingState = InstanceType<typeof TakingModel>;

/** What of a file came to this phone. */
export const cameOf = ({ articles }: Contents): Contents["articles"] =>
  articles.filter(({ fate }) => fate === "new" || fate === "newer");
