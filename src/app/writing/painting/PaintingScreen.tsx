import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../rendering/icon.ts";
import type { Mark } from "../../../device/painting-over.ts";
import { Glyph } from "../Glyph.tsx";
import { brushSteps, type Painting, type Size, type Tool } from "./painting-model.ts";
import { PaintingStage } from "./PaintingStage.tsx";
import type { PaintingWords } from "./painting-words.ts";

export interface PaintingScreenProps {
  readonly painting: Painting;
  readonly say: PaintingWords;
  readonly size: Size;
  readonly address: string;
  readonly alt: string;
  /** Burns the marks in; a sentence where it could not be done. */
  readonly onDone: (marks: readonly Mark[]) => Promise<string | undefined>;
  readonly onClose: () => void;
  readonly onHide: () => void;
}

/** A photo over the whole screen, and solid ink. The browser's own dialog keeps the focus inside and gives it back. */
export function PaintingScreen(props: PaintingScreenProps) {
  const { painting, say, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const said = useSignal("");
  const isBurning = useSignal(false);
  useEffect(() => dialog.current!.showModal(), []);
  const done = async (): Promise<void> => {
    if (isBurning.value) return;
    if (painting.marks.value.length === 0) return onClose();
    isBurning.value = true;
    said.value = say.burning;
    said.value = (await props.onDone(painting.marks.value)) ?? "";
    isBurning.value = false;
  };
  /** Escape, or Back on a phone: what was painted is not lost by the first of them. */
  const onCancel = (event: Event): void => {
    if (isBurning.value || (painting.marks.value.length > 0 && said.value !== say.notDone)) {
      event.preventDefault();
      if (!isBurning.value) said.value = say.notDone;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && (event.key === "z" || event.code === "KeyZ")) {
      event.preventDefault();
      painting.undo();
    }
  };
  return (
    <dialog
      ref={dialog}
      class="painting"
      aria-label={say.title}
      onClose={onClose}
      onCancel={onCancel}
      onKeyDown={onKeyDown}
    >
      <header>
        <button type="button" class="square" aria-label={say.close} onClick={onClose}>
          <Icon name="close" />
        </button>
        <h2>{say.title}</h2>
        <button type="button" class="square" aria-label={say.hide} onClick={props.onHide}>
          <Glyph name="hide" />
        </button>
        <button type="button" class="done" disabled={isBurning.value} onClick={() => void done()}>
          {say.done}
        </button>
      </header>
      <PaintingStage {...props} />
      <p class="painting-said" role="status">
        {said.value === "" ? say.meaning : said.value}
      </p>
      <Tools painting={painting} say={say} />
    </dialog>
  );
}

function Tools({ painting, say }: Pick<PaintingScreenProps, "painting" | "say">) {
  const tool = painting.tool.value;
  const choice = (which: Tool, word: string) => (
    <button type="button" aria-pressed={tool === which} onClick={() => painting.choose(which)}>
      {word}
    </button>
  );
  const isBlank = painting.marks.value.length === 0;
  return (
    <footer>
      <div class="painting-tools" role="group" aria-label={say.tools}>
        {choice("brush", say.brush)}
        {choice("box", say.box)}
        {choice("hand", say.hand)}
        <button type="button" class="plain" aria-disabled={isBlank} onClick={painting.clear}>
          {say.clear}
        </button>
      </div>
      <div class="painting-row">
        <label>
          <span>{say.brushSize}</span>
          <input
            type="range"
            autocomplete="off"
            min={brushSteps.least}
            max={brushSteps.most}
            value={painting.brush.value}
            disabled={tool !== "brush"}
            onInput={({ currentTarget }) => (painting.brush.value = Number(currentTarget.value))}
          />
        </label>
        <Square label={say.undo} isDisabled={isBlank} onPress={painting.undo}>
          <Glyph name="undo" />
        </Square>
        <Square
          label={say.farther}
          isDisabled={painting.zoom.value === 1}
          onPress={() => painting.zoomBy(1 / 1.5)}
        >
          <Line path="M5 12H19" />
        </Square>
        <Square label={say.nearer} isDisabled={false} onPress={() => painting.zoomBy(1.5)}>
          <Line path="M12 5V19M5 12H19" />
        </Square>
      </div>
    </footer>
  );
}

interface SquareProps {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
  readonly children: preact.ComponentChildren;
}

/** Stays in the row of the focus also where it has nothing to do. */
const Square = ({ label, isDisabled, onPress, children }: SquareProps) => (
  <button
    type="button"
    class="square"
    aria-label={label}
    aria-disabled={isDisabled}
    onClick={() => {
      if (!isDisabled) onPress();
    }}
  >
    {children}
  </button>
);

const Line = ({ path }: { readonly path: string }) => (
  <svg class="icon" viewBox="0 0 24 24" width={24} height={24} aria-hidden="true">
    <path d={path} />
  </svg>
);
