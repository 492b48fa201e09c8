import { useEffect, useMemo, useRef } from "preact/hooks";
import type { DraftContent, Piece } from "../../../device/draft-content.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Icon } from "../../../rendering/icon.ts";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import type { Page } from "../page-model.ts";
import { usePhoto } from "../use-photo.ts";
import { inWords } from "../when.ts";
import type { WritingMessages } from "../writing-messages.ts";
import { type Earlier, EarlierModel } from "./earlier-model.ts";
import { type EarlierWords, earlierWordsIn } from "./earlier-words.ts";

export interface EarlierSheetProps {
  readonly page: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly onClose: () => void;
}

/** How the page was before: times to choose from, one to read, and the way back to it. */
export function EarlierSheet({ page, messages, language, onClose }: EarlierSheetProps) {
  const model = useMemo(() => new EarlierModel(page), []);
  const words = earlierWordsIn(language);
  useEffect(() => void model.open(), []);
  const timeOf = (time: number): string => inWords(time, page.now(), messages, language);
  const reading = model.reading.value;
  const shared = { page, messages, words, model, timeOf };
  return (
    <Sheet
      title={reading === undefined ? words.title : timeOf(reading.page.time)}
      closeLabel={messages.close}
      onClose={onClose}
    >
      {reading === undefined ? <List {...shared} /> : <Read {...shared} onDone={onClose} />}
    </Sheet>
  );
}

interface PartProps {
  readonly page: Page;
  readonly messages: WritingMessages;
  readonly words: EarlierWords;
  readonly model: Earlier;
  readonly timeOf: (time: number) => string;
}

function List({ messages, words, model, timeOf }: PartProps) {
  const pages = model.pages.value;
  if (pages === undefined) return null;
  if (pages.length === 0) return <p class="sheet-words">{words.none}</p>;
  return (
    <>
      <p class="sheet-words">{words.list}</p>
      <ul class="sheet-rows">
        {pages.map((earlier) => (
          <li key={earlier.n}>
            <button type="button" onClick={() => void model.read(earlier)}>
              <span>
                {timeOf(earlier.time)} · {messages.words(earlier.words)}
              </span>
              <Icon name="forward" size={20} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Read({
  page,
  messages,
  words,
  model,
  onDone,
}: PartProps & { readonly onDone: () => void }) {
  const text = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: whoever listens goes on with the text.
  useEffect(() => text.current?.focus(), []);
  const content = model.reading.value?.content;
  const goBack = async (): Promise<void> => {
    await model.goBack();
    onDone();
  };
  return (
    <>
      <div class="earlier-page" role="region" aria-label={words.title} tabIndex={0} ref={text}>
        {content === undefined ? (
          <p>{words.gone}</p>
        ) : (
          <Written content={content} page={page} messages={messages} words={words} />
        )}
      </div>
      {content && <p class="sheet-words">{words.promise}</p>}
      <div class="sheet-acts">
        {content && <Button onPress={() => void goBack()}>{words.goBack}</Button>}
        <Button onPress={model.toList}>{words.toList}</Button>
      </div>
    </>
  );
}

interface WrittenProps extends Pick<PartProps, "page" | "messages" | "words"> {
  readonly content: DraftContent;
}

function Written({ content, ...rest }: WrittenProps) {
  return (
    <>
      {content.title !== "" && <h3>{content.title}</h3>}
      {content.pieces.map((piece, index) => (
        <Part key={index} piece={piece} {...rest} />
      ))}
    </>
  );
}

function Part({
  piece,
  page,
  messages,
  words,
}: Omit<WrittenProps, "content"> & { readonly piece: Piece }) {
  switch (piece.kind) {
    case "text":
      return <p>{piece.text}</p>;
    case "photo":
      return <Photo number={piece.photo} caption={piece.caption} page={page} messages={messages} />;
    case "sound":
      return <p>{words.sound}</p>;
  }
}

interface PhotoProps extends Pick<PartProps, "page" | "messages"> {
  readonly number: number;
  readonly caption: string;
}

function Photo({ number, caption, page, messages }: PhotoProps) {
  const shown = usePhoto(number, page.findPhoto);
  return (
    <figure>
      {shown === "absent" && <p>{messages.photoGone}</p>}
      {typeof shown === "object" && (
        <img
          src={shown.address}
          alt={caption === "" ? messages.photo : caption}
          width={shown.photo.width}
          height={shown.photo.height}
        />
      )}
      {caption !== "" && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
