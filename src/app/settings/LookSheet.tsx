import type { SettingsMessages } from "../messages/settings-messages.ts";
import { Choice } from "../ui/Choice.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import type { SettingsState } from "./settings-model.ts";

export interface LookProps {
  readonly messages: SettingsMessages;
  readonly settings: SettingsState;
}

/** Steps of text size, from the smallest. */
const steps = [-1, 0, 1, 2] as const;
const widths = ["narrow", "usual", "wide"] as const;

export function LookChoices({ messages, settings }: LookProps) {
  const { look, size, width } = settings.settings.value;
  return (
    <>
      <Choice
        legend={messages.lookRow}
        quiet
        value={look}
        options={(["phone", "light", "dark"] as const).map((value) => ({
          value,
          label: messages.lookChoices[value],
        }))}
        onChoose={(value) => void settings.change({ look: value })}
      />
      <Choice
        legend={messages.size}
        value={size}
        pairs
        options={steps.map((value, index) => ({ value, label: messages.sizes[index]! }))}
        onChoose={(value) => void settings.change({ size: value })}
      />
      <Choice
        legend={messages.width}
        value={width ?? "usual"}
        options={widths.map((value) => ({ value, label: messages.widths[value] }))}
        onChoose={(value) => void settings.change({ width: value === "usual" ? undefined : value })}
      />
    </>
  );
}

export function LookSheet({ onClose, ...props }: LookProps & { readonly onClose: () => void }) {
  return (
    <Sheet title={props.messages.lookRow} closeLabel={props.messages.close} onClose={onClose}>
      <LookChoices {...props} />
    </Sheet>
  );
}
