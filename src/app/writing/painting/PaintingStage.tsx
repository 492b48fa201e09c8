import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Mark } from "../../../device/painting-over.ts";
import { watchDrawing } from "./drawing.ts";
import type { Painting, Size } from "./painting-model.ts";
import type { PaintingWords } from "./painting-words.ts";

export interface PaintingStageProps {
  readonly painting: Painting;
  readonly say: PaintingWords;
  /** The photo's own size. Pixels. */
  readonly size: Size;
  readonly address: string;
  readonly alt: string;
}

/** The photo, whole or near, and over it what is painted. It scrolls where it is near. */
export function PaintingStage({ painting, say, size, address, alt }: PaintingStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<SVGSVGElement>(null);
  const fit = useSignal(0);
  useLayoutEffect(() => {
    const room = stage.current!;
    const measure = (): void =>
      void (fit.value = Math.min(room.clientWidth / size.width, room.clientHeight / size.height));
    measure();
    const watching = new ResizeObserver(measure);
    watching.observe(room);
    return () => watching.disconnect();
  }, []);
  useZoomAroundTheMiddle(stage.current, painting.zoom.value);
  useEffect(
    () =>
      watchDrawing(picture.current!, painting, {
        placeOf: ({ clientX, clientY }) => {
          const { left, top, width, height } = picture.current!.getBoundingClientRect();
          const x = ((clientX - left) / width) * size.width;
          return { x, y: ((clientY - top) / height) * size.height };
        },
        zoomBy: painting.zoomBy,
        scrollBy: (x, y) => stage.current?.scrollBy(x, y),
      }),
    [],
  );
  const scale = fit.value * painting.zoom.value;
  const { width, height } = size;
  return (
    <div
      ref={stage}
      class="painting-stage"
      // Reached by keys, so that a near photo can be scrolled by them.
      tabIndex={painting.zoom.value > 1 ? 0 : -1}
      data-tool={painting.tool.value}
    >
      <div
        class="painting-photo"
        style={{
          inlineSize: `${Math.floor(width * scale)}px`,
          blockSize: `${Math.floor(height * scale)}px`,
        }}
      >
        <img src={address} alt={alt} draggable={false} />
        <svg ref={picture} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
          {painting.shown.value.map((mark, at) => (
            <MarkView key={at} mark={mark} />
          ))}
          {painting.tool.value === "box" && <FrameView painting={painting} say={say} />}
        </svg>
      </div>
    </div>
  );
}

function MarkView({ mark }: { readonly mark: Mark }) {
  if (mark.kind === "box") {
    const { x, y, width, height } = mark;
    return <rect class="mark" {...{ x, y, width, height }} />;
  }
  const [x = 0, y = 0] = mark.points;
  if (mark.points.length === 2) return <circle class="mark" cx={x} cy={y} r={mark.width / 2} />;
  return <polyline class="mark line" points={mark.points.join(" ")} stroke-width={mark.width} />;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The frame of those who paint by keys: seen once the focus is at it. */
function FrameView({ painting, say }: Pick<PaintingStageProps, "painting" | "say">) {
  const { x, y, width, height } = painting.frame.value;
  const place = { x, y, width, height };
  return (
    <>
      <rect
        class="frame"
        {...place}
        role="button"
        tabindex={0}
        aria-label={say.frame}
        onKeyDown={(event: KeyboardEvent) => {
          const arrow = arrows[event.key];
          if (arrow !== undefined) painting.push(...arrow, event.shiftKey);
          else if (event.key === "Enter" || event.key === " ") painting.fill();
          else return;
          event.preventDefault();
        }}
      />
      <rect class="frame-dashes" {...place} />
    </>
  );
}

/** Nearer or farther, the middle of what is seen stays in the middle. */
function useZoomAroundTheMiddle(stage: HTMLElement | null, zoom: number): void {
  const before = useRef(zoom);
  useLayoutEffect(() => {
    const by = zoom / before.current;
    before.current = zoom;
    if (stage === null || by === 1) return;
    const { clientWidth, clientHeight, scrollLeft, scrollTop } = stage;
    stage.scrollLeft = (scrollLeft + clientWidth / 2) * by - clientWidth / 2;
    stage.scrollTop = (scrollTop + clientHeight / 2) * by - clientHeight / 2;
  }, [zoom]);
}
