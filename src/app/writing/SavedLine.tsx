import { Seed } from "../../rendering/ornaments.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { clockTime, megabytes } from "../messages/plurals.ts";
import type { Page } from "./page-model.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface SavedLineProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  /** False: nothing outlives this window, and the line says so. */
  readonly durable: boolean;
  /** What is typed is in memory, and can leave as a file whatever storage says. */
  readonly onSaveAsFile: () => void;
}

/** The one line that never lies: 'Saved' stands here only after storage said so. */
export function SavedLine(props: SavedLineProps) {
  const { model, messages } = props;
  const words = model.words.value;
  return (
    <div class="saved" data-unsaved={model.isUnsaved.value}>
      <div role="status">
        <Said {...props} />
      </div>
      <SavedAt model={model} />
      <span class="words">{messages.words(words)}</span>
      <Mending {...props} />
    </div>
  );
}

function Said({ model, messages, language, durable }: SavedLineProps) {
  const saving = model.saving.value;
  if (saving.kind === "not-saved") {
    const size = "missing" in saving ? saving.missing : undefined;
    const missing = size === undefined ? undefined : megabytes(language, size);
    const why = {
      "no-room": messages.notSavedRoom(missing),
      newer: messages.notSavedNewer,
      lost: messages.notSaved,
    };
    return (
      <>
        <p class="alarming">
          <b>{why[saving.why]}</b> {messages.doNotClose}
        </p>
        {saving.why === "no-room" && model.isAllGone.value && <p>{messages.noMoreRoom}</p>}
      </>
    );
  }
  if (model.isSlow.value) return <p>{messages.saving}</p>;
  if (saving.kind === "blank") return null;
  return (
    <p>
      <Seed stored={model.isUnsaved.value ? "headline" : "complete"} />
      <b>{durable ? messages.saved : messages.untilClosed}</b>
    </p>
  );
}

/** Beside what is read out: every minute would be said aloud. */
function SavedAt({ model }: Pick<SavedLineProps, "model">) {
  const saving = model.saving.value;
  if (saving.kind !== "saved" || model.isSlow.value) return null;
  return <span class="time">, {clockTime(new Date(saving.at))}</span>;
}

function Mending({ model, messages, onSaveAsFile }: SavedLineProps) {
  const saving = model.saving.value;
  if (saving.kind !== "not-saved") return null;
  return (
    <>
      {saving.why === "no-room" ? (
        <button type="button" class="go" onClick={() => void model.makeRoom()}>
          {messages.makeRoom}
        </button>
      ) : (
        <button type="button" class="go" onClick={model.retry}>
          {messages.reload}
        </button>
      )}
      <button type="button" class="go" onClick={onSaveAsFile}>
        {messages.saveAsFile}
      </button>
    </>
  );
}
