import { Seed } from "../../rendering/ornaments.ts";
import { clockTime } from "../messages/plurals.ts";
import type { Page } from "./page-model.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface SavedLineProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  /** False: nothing outlives this window, and the line says so. */
  readonly durable: boolean;
}

/** The one line that never lies: 'Saved' stands here only after storage said so. */
export function SavedLine({ model, messages, durable }: SavedLineProps) {
  const words = model.words.value;
  return (
    <div class="saved" data-unsaved={model.isUnsaved.value}>
      <div role="status">
        <Said model={model} messages={messages} durable={durable} />
      </div>
      <span class="words">{messages.words(words)}</span>
      <Mending model={model} messages={messages} />
    </div>
  );
}

function Said({ model, messages, durable }: SavedLineProps) {
  const saving = model.saving.value;
  if (saving.kind === "not-saved") {
    const why = {
      "no-room": messages.notSavedRoom,
      newer: messages.notSavedNewer,
      lost: messages.notSaved,
    };
    return (
      <p class="alarming">
        <b>{why[saving.why]}</b> {messages.doNotClose}
      </p>
    );
  }
  if (model.isSlow.value) return <p>{messages.saving}</p>;
  if (saving.kind === "blank") return null;
  return (
    <p>
      <Seed stored={model.isUnsaved.value ? "headline" : "complete"} />
      <b>{durable ? messages.saved : messages.untilClosed}</b>
      <span class="time">, {clockTime(new Date(saving.at))}</span>
    </p>
  );
}

function Mending({ model, messages }: Pick<SavedLineProps, "model" | "messages">) {
  const saving = model.saving.value;
  if (saving.kind !== "not-saved") return null;
  return saving.why === "no-room" ? (
    <button type="button" class="go" onClick={() => void model.makeRoom()}>
      {messages.makeRoom}
    </button>
  ) : (
    <button type="button" class="go" onClick={model.retry}>
      {messages.reload}
    </button>
  );
}
