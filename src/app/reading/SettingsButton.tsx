import { Icon } from "../../rendering/icon.ts";

export interface SettingsButtonProps {
  readonly label: string;
  readonly onPress: () => void;
}

/** At the end of the masthead. */
export function SettingsButton({ label, onPress }: SettingsButtonProps) {
  return (
    <button type="button" aria-label={label} onClick={onPress}>
      <Icon name="settings" />
    </button>
  );
}
