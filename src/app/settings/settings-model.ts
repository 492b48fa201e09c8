import { signal } from "@preact/signals";
import type { Facts, Settings } from "../../device/facts.ts";
import { createModel } from "../ui/create-model.ts";

/** What a person set. */
export const SettingsModel = createModel((facts: Facts, saved: Settings) => {
  const settings = signal(saved);
  return {
    settings,
    async change(part: Partial<Settings>): Promise<void> {
      const next = { ...settings.value, ...part };
      settings.value = next;
      await facts.set("settings", next);
    },
  };
});

export type SettingsState = InstanceType<typeof SettingsModel>;
