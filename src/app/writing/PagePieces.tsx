import type { Store } from "../../device/database.ts";
import { soundsOf } from "../../device/draft-content.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { GrowingText } from "./GrowingText.tsx";
import type { Page } from "./page-model.ts";
import { useSoundPart } from "./sound-door.ts";
import { PhotoPiece } from "./PhotoPiece.tsx";
import { usePageComfort } from "./use-page-comfort.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface PagePiecesProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly isNew: boolean;
  readonly store: Store;
}

/** The story: words and photos in their order. */
export function PagePieces({ model, messages, language, isNew, store }: PagePiecesProps) {
  const { pieces } = model.content.value;
  const comfort = usePageComfort();
  const starts = model.startsAt.value;
  let texts = 0;
  let photos = 0;
  let sounds = 0;
  const part = useSoundPart(soundsOf(model.content.value).length);
  return pieces.map((piece, index) => {
    if (piece.kind === "photo") {
      photos += 1;
      return (
        <PhotoPiece
          key={`photo-${piece.photo}`}
          piece={index}
          number={photos}
          photo={piece.photo}
          painted={model.painted.value[piece.photo] ?? 0}
          caption={piece.caption}
          messages={messages}
          language={language}
          findPhoto={model.findPhoto}
          onCaption={(text) => model.type(index, text)}
          onComposing={model.composes}
          onRemove={() => model.removePhoto(index)}
          tools={
            comfort && (
              <comfort.PhotoTools
                {...{ model, language, index }}
                photo={piece.photo}
                number={photos}
                onPaint={comfort.paint}
              />
            )
          }
        />
      );
    }
    if (piece.kind === "sound") {
      sounds += 1;
      const key = `sound-${piece.sound}`;
      if (!part) return <p key={key}>{part === null && messages.cannotRecord}</p>;
      const shared = { page: model, piece, index, language, store };
      return <part.SoundPiece key={key} number={sounds} {...shared} />;
    }
    texts += 1;
    const isFirst = texts === 1;
    return (
      <GrowingText
        key={`text-${texts}`}
        class={index === pieces.length - 1 ? "text-field last" : "text-field"}
        label={isFirst ? messages.story : `${messages.continued} ${texts}`}
        placeholder={isFirst && pieces.length === 1 ? messages.placeholder : undefined}
        text={piece.text}
        piece={index}
        startsAt={isNew && isFirst ? 0 : starts?.piece === index ? starts.at : undefined}
        onText={(text) => model.type(index, text)}
        onCaret={(at) => model.caretAt(index, at)}
        onComposing={model.composes}
      />
    );
  });
}
