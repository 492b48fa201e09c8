import { megabytes } from "../messages/plurals.ts";
import type { Page } from "./page-model.ts";
import type { PhotoTrouble } from "./page-photos.ts";
import type { WritingMessages } from "./writing-messages.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";

export interface PhotoTroubleLineProps {
  readonly model: Page;
  readonly messages: WritingMessages;
  readonly language: InterfaceLanguage;
}

/** Why a photo was not taken in. It stays until the next try. */
export function PhotoTroubleLine({ model, messages, language }: PhotoTroubleLineProps) {
  const trouble = model.trouble.value;
  if (trouble === undefined) return null;
  return (
    <p class="photo-trouble" role="alert">
      {inWords(trouble, messages, language)}
      {/* Said only where storage said so: what has no room for a photo may have none for words either. */}
      {trouble.kind === "not-kept" && !model.isUnsaved.value && ` ${messages.textIsSaved}`}
    </p>
  );
}

function inWords(
  trouble: PhotoTrouble,
  messages: WritingMessages,
  language: InterfaceLanguage,
): string {
  switch (trouble.kind) {
    case "undecodable":
      return trouble.heic ? messages.undecodableHeic : messages.undecodable;
    case "too-big":
      return messages.photoTooBig(
        megabytes(language, trouble.bytes),
        megabytes(language, trouble.most),
      );
    case "too-many":
      return messages.tooManyPhotos(trouble.most);
    case "not-kept":
      return messages.photoNotKept;
  }
}
