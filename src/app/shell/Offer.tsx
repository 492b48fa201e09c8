import type { SettingsMessages } from "../messages/settings-messages.ts";
import type { Signal } from "@preact/signals";
import type { Offered } from "./Offers.tsx";

export interface OfferProps extends Offered {
  /** True where the browser erased what was here. */
  readonly wiped: Signal<boolean>;
  readonly messages: SettingsMessages;
  /** The app may offer to be installed here: on lists, never over a text. */
  readonly onList: boolean;
}

/** One offer at a time, the most pressing first. */
export function Offer({ wiped, updates, surroundings, install, messages, onList }: OfferProps) {
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
  const update = updates.update.value;
  if (update === "held" || update === "coming") {
    return (
      <p class="line" role="status">
        <span>{update === "held" ? messages.updateHeld : messages.updateComing}</span>
      </p>
    );
  }
  if (update === "offered") {
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
