import type { SettingsMessages } from "../messages/settings-messages.ts";
import type { Composition } from "./App.tsx";

export interface OfferProps {
  readonly composition: Composition;
  readonly messages: SettingsMessages;
  /** The app may offer to be installed here: on lists, never over a text. */
  readonly onList: boolean;
}

/** One offer at a time, the most pressing first. */
export function Offer({ composition, messages, onList }: OfferProps) {
  const { wiped, updates, surroundings, install } = composition;
  if (wiped.value) {
    return (
      <p class="line" role="status">
        <span>{messages.wiped}</span>
        <button type="button" onClick={() => (wiped.value = false)}>
          {messages.close}
        </button>
      </p>
    );
  }
  if (updates.offered.value) {
    return (
      <p class="line" role="status">
        <span>{messages.newVersion}</span>
        <button type="button" onClick={updates.accept}>
          {messages.update}
        </button>
        <button type="button" onClick={updates.putOff}>
          {messages.later}
        </button>
      </p>
    );
  }
  if (!onList) return null;
  if (surroundings.openInstead !== undefined) {
    return (
      <p class="line" role="note">
        <span>{messages.inAppBrowser(surroundings.openInstead)}</span>
      </p>
    );
  }
  if (install.offer.value === "none") return null;
  return (
    <p class="line" role="status">
      <span>{messages.installWhy}</span>
      <button type="button" onClick={install.show}>
        {messages.install}
      </button>
      <button type="button" onClick={install.close}>
        {messages.later}
      </button>
    </p>
  );
}
