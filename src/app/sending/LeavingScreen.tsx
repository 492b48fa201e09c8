import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DraftContent } from "../../device/draft-content.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { Icon } from "../../rendering/icon.ts";
import { Seed } from "../../rendering/ornaments.ts";
import { megabytes } from "../messages/plurals.ts";
import { Button } from "../ui/Button.tsx";
import { inMinutes } from "../ui/minutes.ts";
import { voiceLine } from "../ui/voice-line.ts";
import { SendingFrame } from "./SendingFrame.tsx";
import { useHints } from "./hints/use-hints.ts";
import type { LeavingPhoto, Sending } from "./sending-model.ts";
import type { SendingMessages } from "./sending-messages.ts";

export interface LeavingScreenProps {
  readonly model: Sending;
  readonly messages: SendingMessages;
  readonly language: InterfaceLanguage;
  /** Opens a photo to be painted over, once that part is here; false where it cannot be had now. */
  readonly onPaint?: ((photo: number, number: number) => Promise<boolean>) | undefined;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** 1 of 3: all that leaves the phone, to be read and looked at. */
export function LeavingScreen(props: LeavingScreenProps) {
  const { model, messages, language, onPaint, onBack, onNext } = props;
  const photos = model.photos.value;
  const sounds = model.sounds.value;
  const hints = useHints(1);
  return (
    <SendingFrame
      messages={messages}
      step={1}
      title={messages.leaves}
      more={messages.leavesOnly}
      onBack={onBack}
      foot={
        <Button look="sun" onPress={onNext}>
          {messages.next}
        </Button>
      }
    >
      <LeavingText model={model} messages={messages} />
      {photos.length > 0 && (
        <ul class="leaving-photos">
          {photos.map((photo, index) => (
            <PhotoRow
              key={photo.number}
              photo={photo}
              alt={messages.photoAlt(index + 1)}
              label={messages.photo(megabytes(language, photo.bytes))}
              caption={captionOf(model.content.value, photo.number)}
              messages={messages}
              onPaint={onPaint && (() => onPaint(photo.number, index + 1))}
            />
          ))}
        </ul>
      )}
      {sounds.length > 0 && (
        <ul class="leaving-photos">
          {sounds.map(({ number, caption, sound }) => (
            <li key={number}>
              <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                <path d={voiceLine} />
              </svg>
              <span>
                {messages.sound(
                  inMinutes(sound?.length ?? 0),
                  megabytes(language, sound?.bytes.length ?? 0),
                )}
                {caption.trim() === "" ? null : <small>{caption}</small>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hints && <hints.HintList language={language} draft={model.editing} />}
      {photos.length > 0 && (
        <p class="note">
          <Seed stored="complete" />
          {messages.freed}
        </p>
      )}
      {sounds.length > 0 && (
        <p class="note">
          <Seed stored="complete" />
          {messages.freedSound}
        </p>
      )}
      <p class="note">
        <Seed stored="complete" />
        {messages.nothingElse}
      </p>
      <p class="care">{messages.troops}</p>
    </SendingFrame>
  );
}

function LeavingText({ model, messages }: Pick<LeavingScreenProps, "model" | "messages">) {
  const isOpen = useSignal(false);
  const { title, pieces } = model.content.value;
  const words = model.words.value;
  return (
    <section class="leaving">
      <div class="leaving-row">
        <h2>{words === 0 ? messages.noText : messages.text(words)}</h2>
        {words > 0 && (
          <button
            type="button"
            class="go"
            aria-expanded={isOpen.value}
            onClick={() => (isOpen.value = !isOpen.value)}
          >
            {isOpen.value ? messages.foldIt : messages.readIt}
          </button>
        )}
      </div>
      {title.trim() === "" ? null : <p class="leaving-title">{title}</p>}
      {isOpen.value && (
        <div class="leaving-text">
          {pieces.map((piece, index) => (
            <p key={index}>{piece.kind === "text" ? piece.text : piece.caption}</p>
          ))}
        </div>
      )}
    </section>
  );
}

interface PhotoRowProps {
  readonly photo: LeavingPhoto;
  readonly alt: string;
  readonly label: string;
  readonly caption: string;
  readonly messages: SendingMessages;
  readonly onPaint: (() => Promise<boolean>) | undefined;
}

/** It leaves with the photo, also where the story has no other words. */
const captionOf = ({ pieces }: DraftContent, number: number): string =>
  pieces.flatMap((one) => (one.kind === "photo" && one.photo === number ? [one.caption] : []))[0] ??
  "";

function PhotoRow({ photo, alt, label, caption, messages, onPaint }: PhotoRowProps) {
  const cannot = useSignal(false);
  const address = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (photo.picture === undefined) return undefined;
    const made = URL.createObjectURL(photo.picture);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [photo.picture]);
  return (
    <li>
      {address.value && <img src={address.value} alt={alt} width={64} height={64} />}
      <span>
        {label}
        {caption.trim() === "" ? null : <small>{caption}</small>}
        {onPaint && address.value && (
          <button
            type="button"
            class="go"
            aria-label={`${messages.paintOver}: ${alt}`}
            onClick={() => void onPaint().then((isOpen) => (cannot.value = !isOpen))}
          >
            {messages.paintOver}
            <Icon name="forward" size={20} />
          </button>
        )}
        {cannot.value && <small role="alert">{messages.cannotPaint}</small>}
      </span>
    </li>
  );
}
