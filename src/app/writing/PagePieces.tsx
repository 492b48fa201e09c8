import type { InterfaceLanguage } from "../../protocol/language.ts";
import { GrowingText } from "./GrowingText.tsx";
import type { Page } from "./page-model.ts";
import { PhotoPiece } from "./PhotoPiece.tsx";
import { usePageComfort } from "./use-page-comfort.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface PagePiecesProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly isNew: boolean;
}

/** The story: words and photos in their order. */
export function PagePieces({ model, messages, language, isNew }: PagePiecesProps) {
  const { pieces } = model.content.value;
  const comfort = usePageComfort();
  const starts = model.startsAt.value;
  let texts = 0;
  let photos = 0;
  return pieces.map((piece, index) => {
    if (piece.kind === "photo") {
      photos += 1;
      return (
        <PhotoPiece
          key={`photo-${piece.photo}`}
          piece={index}
          number={photos}
          photo={piece.photo}
          caption={piece.caption}
          messages={messages}
          language={language}
          findPhoto={model.findPhoto}
          onCaption={(text) => model.type(index, text)}
          onComposing={model.composes}
          onRemove={() => model.removePhoto(index)}
          tools={comfort && <comfort.PhotoTools {...{ model, language, index }} number={photos} />}
        />
      );
    }
    if (piece.kind === "sound") return null;
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
