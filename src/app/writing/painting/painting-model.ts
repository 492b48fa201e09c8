import { computed, signal } from "@preact/signals";
import type { Mark } from "../../../device/painting-over.ts";
import { createModel } from "../../ui/create-model.ts";

export type Tool = "brush" | "box" | "hand";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place on the photo. Pixels of the photo. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Frame extends Place, Size {}

/** How wide the brush is, in steps; a step is this part of the photo's longest side. */
export const brushSteps = { least: 1, usual: 3, most: 8 } as const;
const brushStep = 0.02;
/** How far the frame goes at one key. */
const frameStep = 0.02;
const nearest = 8;

/** One photo that is being painted over. Nothing of it is kept before it is burned in. */
export const PaintingModel = createModel(({ width, height }: Size) => {
  const longest = Math.max(width, height);
  const tool = signal<Tool>("brush");
  const brush = signal<number>(brushSteps.usual);
  const marks = signal<readonly Mark[]>([]);
  const current = signal<Mark | undefined>(undefined);
  const frame = signal<Frame>({
    x: width * 0.4,
    y: height * 0.4,
    width: width * 0.2,
    height: height * 0.2,
  });
  const zoom = signal(1);
  let began: Place | undefined;

  function add(mark: Mark): void {
    marks.value = [...marks.peek(), mark];
  }

  return {
    tool,
    /** From 1 to 8. */
    brush,
    /** What will be burned in. */
    marks,
    /** What the finger is drawing right now. */
    current,
    /** The rectangle that keys move, in pixels of the photo. */
    frame,
    /** 1: the whole photo is seen. */
    zoom,
    shown: computed(() => [
      ...marks.value,
      ...(current.value === undefined ? [] : [current.value]),
    ]),
    choose(next: Tool) {
      tool.value = next;
    },
    begin(at: Place) {
      began = at;
      current.value =
        tool.peek() === "brush"
          ? { kind: "stroke", width: brush.peek() * brushStep * longest, points: [at.x, at.y] }
          : undefined;
    },
    extend(to: Place) {
      if (began === undefined) return;
      const drawn = current.peek();
      if (tool.peek() === "box") current.value = between(began, to);
      else if (drawn?.kind === "stroke" && isFarther(drawn.points, to, drawn.width / 12))
        current.value = { ...drawn, points: [...drawn.points, to.x, to.y] };
    },
    end() {
      const drawn = current.peek();
      began = undefined;
      current.value = undefined;
      // A box of a finger that hardly moved covers nothing.
      const isNothing =
        drawn === undefined ||
        (drawn.kind === "box" && Math.min(drawn.width, drawn.height) < longest / 200);
      if (!isNothing) add(drawn);
    },
    /** A second finger came: it was no drawing. */
    cancel() {
      began = undefined;
      current.value = undefined;
    },
    /** Moves the frame, or makes it larger: so many steps to the right, and down. */
    push(right: number, down: number, resizes: boolean) {
      const step = frameStep * longest;
      const { x, y, width: wide, height: high } = frame.peek();
      frame.value = resizes
        ? {
            x,
            y,
            width: clamp(wide + right * step, step, width - x),
            height: clamp(high + down * step, step, height - y),
          }
        : {
            x: clamp(x + right * step, 0, width - wide),
            y: clamp(y + down * step, 0, height - high),
            width: wide,
            height: high,
          };
    },
    /** What the frame holds is painted over. */
    fill() {
      add({ kind: "box", ...frame.peek() });
    },
    undo() {
      marks.value = marks.peek().slice(0, -1);
    },
    clear() {
      marks.value = [];
    },
    zoomBy(factor: number) {
      zoom.value = clamp(zoom.peek() * factor, 1, nearest);
    },
  };
});
export type Painting = InstanceType<typeof PaintingModel>;

const clamp = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

const between = (one: Place, other: Place): Mark => ({
  kind: "box",
  x: Math.min(one.x, other.x),
  y: Math.min(one.y, other.y),
  width: Math.abs(one.x - other.x),
  height: Math.abs(one.y - other.y),
});

const isFarther = (points: readonly number[], { x, y }: Place, than: number): boolean =>
  Math.hypot((points.at(-2) ?? 0) - x, (points.at(-1) ?? 0) - y) >= than;
