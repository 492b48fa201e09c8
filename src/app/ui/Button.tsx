import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../rendering/icon.ts";

export interface ButtonProps {
  /** `sun` at most once on a screen. */
  readonly look?: "sun" | "outline" | "plain";
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

export function Button({
  look = "outline",
  icon,
  disabled = false,
  onPress,
  children,
}: ButtonProps) {
  return (
    <button type="button" class={`button ${look}`} disabled={disabled} onClick={onPress}>
      {icon && <Icon name={icon} size={20} />}
      {children}
    </button>
  );
}
