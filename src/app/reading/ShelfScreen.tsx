import { Masthead, Page } from "../../rendering/frame.ts";
import { ArticleList } from "../../rendering/listing.ts";
import { Notice, type PageSetting } from "../../rendering/pages.ts";
import { Icon } from "../../rendering/icon.ts";
import type { Messages } from "../messages/messages.ts";
import { megabytes } from "../messages/plurals.ts";
import type { Reading } from "./reading-model.ts";

export interface ShelfScreenProps extends PageSetting {
  readonly messages: Messages;
  readonly reading: Reading;
  readonly onSettings: () => void;
}

/** Bytes of the shelved texts, and of one file for each picture that is here. */
function bytesOf(reading: Reading): number {
  return reading.shelf.value.reduce((sum, entry) => {
    const pictures =
      entry.stored === "complete" ? [...(entry.lead ? [entry.lead] : []), ...entry.pictures] : [];
    const files = pictures.map(({ files: [first] }) => first?.bytes ?? 0);
    return (
      sum +
      (entry.stored === "headline" ? 0 : entry.bytes) +
      files.reduce((total, bytes) => total + bytes, 0)
    );
  }, 0);
}

/** What the reader keeps: it stays until it is taken off. */
export function ShelfScreen({ words, name, messages, reading, onSettings }: ShelfScreenProps) {
  const entries = reading.shelf.value;
  const settings = (
    <button type="button" aria-label={messages.settings} onClick={onSettings}>
      <Icon name="settings" />
    </button>
  );
  const isEmpty = reading.entries.value !== undefined && entries.length === 0;
  return (
    <Page
      screen="shelf"
      words={words}
      place="shelf"
      before={<Masthead words={words} name={name} end={settings} />}
    >
      <h1 class="title">{words.shelf}</h1>
      {isEmpty ? (
        <Notice title={messages.emptyShelf} heading={false} />
      ) : (
        <ArticleList entries={entries} words={words} />
      )}
      {entries.length > 0 && (
        <p class="total">{messages.shelfRoom(megabytes(words.language, bytesOf(reading)))}</p>
      )}
    </Page>
  );
}
