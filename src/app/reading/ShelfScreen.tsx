import { mediaOf } from "../../device/entries.ts";
import type { ListedEntry } from "../../device/library.ts";
import { Masthead, Page } from "../../rendering/frame.ts";
import { ArticleList } from "../../rendering/listing.ts";
import { Notice, type PageSetting } from "../../rendering/pages.ts";
import type { Messages } from "../messages/messages.ts";
import { megabytes } from "../messages/plurals.ts";
import { listsMessages } from "./lists-messages.ts";
import type { Reading } from "./reading-model.ts";
import { Rest } from "./Rest.tsx";
import { useList } from "./use-list.ts";
import { Button } from "../ui/Button.tsx";
import { MastheadButtons, type MastheadButtonsProps } from "./MastheadButtons.tsx";

export interface ShelfScreenProps extends PageSetting {
  readonly messages: Messages;
  readonly reading: Reading;
  readonly onOpen: MastheadButtonsProps["onOpen"];
}

/** Bytes of the shelved texts, and of one file for each picture that is here. */
function bytesOf(entries: readonly ListedEntry[]): number {
  let sum = 0;
  for (const entry of entries) {
    if (entry.stored !== "headline") sum += entry.bytes;
    if (entry.stored !== "complete") continue;
    for (const { files } of mediaOf(entry)) sum += files[0]?.bytes ?? 0;
  }
  return sum;
}

/** What the reader keeps: it stays until it is taken off. */
export function ShelfScreen({ words, name, messages, reading, onOpen }: ShelfScreenProps) {
  const shelf = useList(reading, "shelf");
  const entries = shelf?.entries ?? [];
  const { emptyShelf, shelfRoom, passing } = listsMessages[words.language];
  const buttons = <MastheadButtons messages={messages} onOpen={onOpen} />;
  return (
    <Page
      screen="shelf"
      words={words}
      place="shelf"
      before={<Masthead words={words} name={name} end={buttons} />}
    >
      <h1 class="title">{words.shelf}</h1>
      {shelf?.total === 0 ? (
        <Notice title={emptyShelf} heading={false} />
      ) : (
        <ArticleList
          entries={entries}
          words={words}
          rest={<Rest reading={reading} name="shelf" own={shelf} words={words} />}
        />
      )}
      {entries.length > 0 && entries.length === shelf?.total && (
        <p class="total">{shelfRoom(megabytes(words.language, bytesOf(entries)))}</p>
      )}
      <p class="older">
        <Button onPress={() => onOpen("passing")}>{passing}</Button>
      </p>
    </Page>
  );
}
