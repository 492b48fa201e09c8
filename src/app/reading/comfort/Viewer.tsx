import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../rendering/icon.ts";
import { PictureView } from "../../../rendering/picture-view.ts";
import { backCloses } from "./back-closes.ts";
import type { Comfortable } from "./comfortable.ts";
import type { ComfortWords } from "./comfort-words.ts";
import { Glyph } from "./Glyph.tsx";
import { watchGestures } from "./gestures.ts";
import { picturesIn, type Shown } from "./pictures.ts";
import { type Frame, pan, type Point, toggleZoom, whole, zoomAt } from "./zooming.ts";

/** Makes each picture of the article a button that opens it up close. Attributes alone change in the served text. */
export function Viewer({ article, say }: Comfortable & { readonly say: ComfortWords }) {
  const open = useSignal<number | undefined>(undefined);
  const opener = useRef<HTMLElement | undefined>(undefined);
  const pictures = picturesIn(article);
  useEffect(() => {
    const places = Array.from(
      document.querySelectorAll<HTMLElement>("article :is(.lead-picture, .body figure) .picture"),
    );
    for (const place of places) {
      place.setAttribute("role", "button");
      place.setAttribute("tabindex", "0");
      place.setAttribute("aria-haspopup", "dialog");
    }
    const openFrom = (event: Event): void => {
      const target = event.target instanceof Element ? event.target.closest(".picture") : null;
      const number = places.indexOf(target as HTMLElement);
      if (number === -1 || target?.closest("a")) return;
      event.preventDefault();
      opener.current = places[number]!;
      open.value = number;
    };
    const onKey = (event: KeyboardEvent): void => {
      const isOnPicture = event.target instanceof Element && event.target.matches(".picture");
      if (isOnPicture && (event.key === "Enter" || event.key === " ")) openFrom(event);
    };
    document.addEventListener("click", openFrom);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("click", openFrom);
      document.removeEventListener("keydown", onKey);
    };
  }, [article]);
  if (open.value === undefined || pictures[open.value] === undefined) return null;
  return (
    <OpenViewer
      pictures={pictures}
      number={open.value}
      language={article.language}
      say={say}
      onTurn={(number) => (open.value = number)}
      onClose={() => {
        open.value = undefined;
        opener.current?.focus({ preventScroll: true });
      }}
    />
  );
}

interface OpenViewerProps {
  readonly pictures: readonly Shown[];
  readonly number: number;
  readonly language: string;
  readonly say: ComfortWords;
  readonly onTurn: (number: number) => void;
  readonly onClose: () => void;
}

function OpenViewer({ pictures, number, language, say, onTurn, onClose }: OpenViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const zoom = useSignal(whole);
  const turn = (by: 1 | -1): void => {
    if (pictures[number + by] === undefined) return;
    zoom.value = whole;
    onTurn(number + by);
  };
  const turning = useRef(turn);
  turning.current = turn;
  const frame = (): Frame => {
    const { clientWidth: width, clientHeight: height } = stage.current!;
    const picture = stage.current!.querySelector("img");
    return {
      width,
      height,
      pictureWidth: picture?.offsetWidth ?? width,
      pictureHeight: picture?.offsetHeight ?? height,
    };
  };
  const nearer = (factor: number, at: Point = { x: 0, y: 0 }): void =>
    void (zoom.value = zoomAt(zoom.value, factor, at, frame()));
  const push = (x: number, y: number): void => void (zoom.value = pan(zoom.value, x, y, frame()));
  useEffect(() => {
    dialog.current!.showModal();
    const takeStepBack = backCloses(window, () => dialog.current?.close());
    const stopWatching = watchGestures(stage.current!, {
      zoom: () => zoom.value,
      onZoom: nearer,
      onPan: push,
      onTwice: (at) => void (zoom.value = toggleZoom(zoom.value, at, frame())),
      onSwipe: (by) => turning.current(by),
    });
    return () => {
      stopWatching();
      takeStepBack();
    };
  }, []);
  const onKey = (event: KeyboardEvent): void => {
    const act = keys(event.key, zoom.value.scale > 1, turn, push, nearer);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const { picture, alt, caption } = pictures[number]!;
  const { scale, x, y } = zoom.value;
  return (
    <dialog ref={dialog} class="viewer" aria-label={say.viewer} onClose={onClose} onKeyDown={onKey}>
      <div
        ref={stage}
        class="stage"
        lang={language}
        style={{ "--zoom": `translate(${x}px, ${y}px) scale(${scale})` }}
        data-near={scale > 1 ? "" : undefined}
      >
        <PictureView key={number} picture={picture} alt={alt} sizes="200vw" eager />
      </div>
      <div class="viewer-bar">
        <p role="status">
          {pictures.length > 1 && <span>{say.pictureOf(number + 1, pictures.length)}</span>}{" "}
          {caption !== "" && (
            <span lang={language} dir="auto">
              {caption}
            </span>
          )}
        </p>
        <ViewerButton label={say.close} onPress={() => dialog.current?.close()}>
          <Icon name="close" />
        </ViewerButton>
        <ViewerButton label={say.reduce} disabled={scale === 1} onPress={() => nearer(1 / 1.5)}>
          <Glyph name="minus" />
        </ViewerButton>
        <ViewerButton label={say.enlarge} onPress={() => nearer(1.5)}>
          <Glyph name="plus" />
        </ViewerButton>
        {pictures.length > 1 && (
          <>
            <ViewerButton
              label={say.previousPicture}
              disabled={number === 0}
              onPress={() => turn(-1)}
            >
              <Glyph name="back" />
            </ViewerButton>
            <ViewerButton
              label={say.nextPicture}
              disabled={number === pictures.length - 1}
              onPress={() => turn(1)}
            >
              <Glyph name="forward" />
            </ViewerButton>
          </>
        )}
      </div>
    </dialog>
  );
}

const step = 60;

/** What a key does: arrows push a picture that is near, and turn to the next where it is whole. */
function keys(
  key: string,
  isNear: boolean,
  turn: (by: 1 | -1) => void,
  push: (x: number, y: number) => void,
  nearer: (factor: number) => void,
): (() => void) | undefined {
  switch (key) {
    case "ArrowRight":
      return () => (isNear ? push(-step, 0) : turn(1));
    case "ArrowLeft":
      return () => (isNear ? push(step, 0) : turn(-1));
    case "ArrowDown":
      return () => push(0, -step);
    case "ArrowUp":
      return () => push(0, step);
    case "+":
    case "=":
      return () => nearer(1.5);
    case "-":
      return () => nearer(1 / 1.5);
    case "0":
      return () => nearer(0.01);
    default:
      return undefined;
  }
}

interface ViewerButtonProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: preact.ComponentChildren;
}

function ViewerButton({ label, disabled = false, onPress, children }: ViewerButtonProps) {
  return (
    <button
      type="button"
      class="square"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onPress();
      }}
    >
      {children}
    </button>
  );
}
