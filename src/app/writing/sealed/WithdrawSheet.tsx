import { useSignal } from "@preact/signals";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import type { SealedRowProps } from "./SealedRow.tsx";
import type { Told } from "./telling.ts";

/** Asks once: what was taken back cannot be sent again. */
export function WithdrawSheet({
  model,
  item,
  messages,
  onClose,
}: Pick<SealedRowProps, "model" | "item" | "messages"> & { readonly onClose: () => void }) {
  const told = useSignal<Told | "telling" | undefined>(undefined);
  const withdraw = async (): Promise<void> => {
    if (told.peek() === "telling") return;
    told.value = "telling";
    const ended = await model.withdraw(item.entry.id);
    told.value = ended;
    if (ended === "told") onClose();
  };
  const trouble = told.value;
  return (
    <Sheet title={messages.withdrawQuestion} closeLabel={messages.close} onClose={onClose}>
      <p class="sheet-words">{messages.withdrawMore}</p>
      {trouble !== undefined && trouble !== "telling" && trouble !== "told" && (
        <p class="refusal" role="alert">
          {messages.notTold[trouble]}
        </p>
      )}
      <div class="sheet-acts">
        <Button disabled={trouble === "telling"} onPress={() => void withdraw()}>
          {messages.withdraw}
        </Button>
        <Button onPress={onClose}>{messages.keep}</Button>
      </div>
    </Sheet>
  );
}
