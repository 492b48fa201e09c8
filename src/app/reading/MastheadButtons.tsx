import { Icon } from "../../rendering/icon.ts";
import type { Messages } from "../messages/messages.ts";

const screens = ["search", "settings"] as const;

export interface MastheadButtonsProps {
  readonly messages: Messages;
  /** Opens one of these, or what else a list leads to. */
  readonly onOpen: (screen: (typeof screens)[number] | "passing") => void;
}

/** At the end of the masthead. */
export const MastheadButtons = ({ messages, onOpen }: MastheadButtonsProps) => (
  <>
    {screens.map((screen) => (
      <button
        key={screen}
        type="button"
        aria-label={messages[screen]}
        onClick={() => onOpen(screen)}
      >
        <Icon name={screen} />
      </button>
    ))}
  </>
);
