import type { RefObject } from "preact";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Sheet } from "../../ui/Sheet.tsx";
import { pageComfortWordsIn } from "./comfort-words.ts";

export interface PhotoSourceProps {
  /** The page's field for pictures. */
  readonly files: RefObject<HTMLInputElement | null>;
  readonly language: InterfaceLanguage;
  readonly closeLabel: string;
  readonly onClose: () => void;
}

/** On a phone: the camera, or what is on it already. Some systems offer only one of them by themselves. */
export function PhotoSource({ files, language, closeLabel, onClose }: PhotoSourceProps) {
  const say = pageComfortWordsIn(language);
  const ask = (byCamera: boolean): void => {
    const field = files.current;
    if (byCamera) field?.setAttribute("capture", "environment");
    else field?.removeAttribute("capture");
    field?.click();
    onClose();
  };
  return (
    <Sheet title={say.addPhoto} closeLabel={closeLabel} onClose={onClose}>
      <div class="sheet-rows">
        <button type="button" onClick={() => ask(true)}>
          {say.takeNow}
        </button>
        <button type="button" onClick={() => ask(false)}>
          {say.choose}
        </button>
      </div>
    </Sheet>
  );
}
