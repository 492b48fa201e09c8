import type { ComponentChildren } from "preact";
import type { Photo } from "../../device/photo-records.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Icon } from "../../rendering/icon.ts";
import { megabytes } from "../messages/plurals.ts";
import { GrowingText } from "./GrowingText.tsx";
import { usePhoto } from "./use-photo.ts";
import type { WritingMessages } from "./writing-messages.ts";

export interface PhotoPieceProps {
  /** Its place among the pieces of the page. */
  readonly piece: number;
  /** From 1, in the order of the page. */
  readonly number: number;
  readonly photo: number;
  /** How often it was painted over: its bytes are others then. */
  readonly painted: number;
  readonly caption: string;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
  readonly findPhoto: (photo: number) => Promise<Photo | undefined>;
  readonly onCaption: (text: string) => void;
  readonly onComposing: (yes: boolean) => void;
  readonly onRemove: () => void;
  /** What else can be done with it, once that part is here. */
  readonly tools: ComponentChildren;
}

/** A photo between the words: the picture, its caption, its size, and a way to take it off. */
export function PhotoPiece(props: PhotoPieceProps) {
  const { number, photo, caption, messages, language } = props;
  const shown = usePhoto(photo, props.findPhoto, props.painted);
  return (
    <figure class="photo-piece" data-piece={props.piece}>
      <div class="photo-frame">
        {shown === "absent" && <p>{messages.photoGone}</p>}
        {typeof shown === "object" && (
          <img
            src={shown.address}
            alt={caption === "" ? messages.photoAlt(number) : caption}
            width={shown.photo.width}
            height={shown.photo.height}
          />
        )}
        <button
          type="button"
          class="remove"
          aria-label={`${messages.removePhoto} ${number}`}
          onClick={props.onRemove}
        >
          <Icon name="close" size={20} />
        </button>
      </div>
      {props.tools}
      <figcaption>
        <GrowingText
          class="caption"
          label={`${messages.caption} ${number}`}
          placeholder={messages.caption}
          text={caption}
          onText={props.onCaption}
          onComposing={props.onComposing}
        />
        {typeof shown === "object" && <span>{megabytes(language, shown.photo.bytes.length)}</span>}
      </figcaption>
    </figure>
  );
}
