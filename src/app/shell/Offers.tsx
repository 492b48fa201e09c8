import type { Messages } from "../messages/messages.ts";
import type { Reading } from "../reading/reading-model.ts";
import { UndoLine } from "../ui/UndoLine.tsx";
import type { Install } from "./install.ts";
import type { Updates } from "./updates.ts";

export interface OffersProps {
  readonly messages: Messages;
  readonly reading: Reading;
  readonly updates: Updates;
  readonly install: Install;
  /** The app may offer to be installed here: on lists, never over a text. */
  readonly mayOfferInstall: boolean;
  readonly openInstead: string | undefined;
  readonly wiped: boolean;
  readonly onWipedRead: () => void;
}

/** One line above the places at a time; it lies over the page and moves nothing. */
export function Offers(props: OffersProps) {
  return <div class="offers">{offer(props)}</div>;
}

function offer({
  messages,
  reading,
  updates,
  install,
  mayOfferInstall,
  openInstead,
  wiped,
  onWipedRead,
}: OffersProps) {
  const removed = reading.removed.value;
  if (removed !== undefined) {
    return (
      <UndoLine
        key={removed.id}
        text={messages.discarded}
        undo={messages.undo}
        onUndo={() => void reading.keep(removed)}
        onGone={reading.forgetRemoved}
      />
    );
  }
  if (wiped) {
    return (
      <p class="line" role="status">
        <span>{messages.wiped}</span>
        <button type="button" onClick={onWipedRead}>
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
  if (mayOfferInstall && openInstead !== undefined) {
    return (
      <p class="line" role="note">
        <span>{messages.inAppBrowser(openInstead)}</span>
      </p>
    );
  }
  if (!mayOfferInstall || install.offer.value === "none") return null;
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
