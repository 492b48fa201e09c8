import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Change, Piece } from "../../../device/draft-content.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Glyph } from "../Glyph.tsx";
import type { Page } from "../page-model.ts";
import type { paint } from "./page-comfort.tsx";
import { pageComfortWordsIn } from "./comfort-words.ts";
import { movingDown, movingUp } from "./moving.ts";

export interface PhotoToolsProps {
  readonly model: Page;
  readonly language: InterfaceLanguage;
  /** The number that the draft keeps it under. */
  readonly photo: number;
  readonly onPaint: typeof paint;
  /** Its place among the pieces. */
  readonly index: number;
  /** From 1, in the order of the page's photos. */
  readonly number: number;
}

/** Behind the button beside 'Remove': what else can be done with a photo of the page. */
export function PhotoTools({ model, language, photo, index, number, onPaint }: PhotoToolsProps) {
  const say = pageComfortWordsIn(language);
  const isOpen = useSignal(false);
  const said = useSignal("");
  const pressed = useRef<HTMLButtonElement | null>(null);
  // The page puts the figure to another place, and a browser lets the focus go of what is moved.
  useLayoutEffect(() => {
    pressed.current?.focus();
    pressed.current?.scrollIntoView({ block: "nearest" });
    pressed.current = null;
  });
  const paintOver = async (): Promise<void> => {
    const draft = await model.opened();
    const onPainted = (): void => model.photoPainted(photo);
    const isOpen = draft && (await onPaint({ draft, photo, number, language, onPainted }));
    said.value = isOpen === true ? "" : say.cannotPaint;
  };
  const { pieces } = model.content.value;
  const mover = (
    moving: (pieces: readonly Piece[], index: number) => Change | undefined,
    label: string,
    word: string,
  ) => {
    const change = moving(pieces, index);
    return (
      <button
        type="button"
        aria-label={label}
        aria-disabled={change === undefined}
        onClick={({ currentTarget }) => {
          if (change === undefined) return;
          pressed.current = currentTarget;
          said.value = say.moved(number);
          model.apply(change);
        }}
      >
        {word}
      </button>
    );
  };
  return (
    <>
      <button
        type="button"
        class="photo-more"
        aria-label={say.photoTools(number)}
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Glyph name="more" size={20} />
      </button>
      {isOpen.value && (
        <div class="photo-acts" role="group" aria-label={say.photoTools(number)}>
          <button type="button" onClick={() => void paintOver()}>
            {say.paintOver}
          </button>
          {mover(movingUp, say.moveHigher(number), say.higher)}
          {mover(movingDown, say.moveLower(number), say.lower)}
        </div>
      )}
      <span class={said.value === say.cannotPaint ? "photo-said" : "unseen"} role="status">
        {said.value}
      </span>
    </>
  );
}
