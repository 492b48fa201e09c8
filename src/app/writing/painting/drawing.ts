import type { Painting, Place } from "./painting-model.ts";

/** What a stage is to fingers: where a point lies on the photo, and how the photo moves under two of them. */
export interface Stage {
  readonly placeOf: (event: { readonly clientX: number; readonly clientY: number }) => Place;
  readonly zoomBy: (factor: number) => void;
  readonly scrollBy: (x: number, y: number) => void;
}

/** Listens to fingers, pens and the mouse over the picture: one draws, two move and zoom. Gives what ends it. */
export function watchDrawing(element: Element, painting: Painting, stage: Stage): () => void {
  const fingers = new Map<number, PointerEvent>();
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    if (fingers.size > 1) painting.cancel();
    else if (painting.tool.peek() !== "hand") painting.begin(stage.placeOf(event));
  };
  const onMove = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    fingers.set(event.pointerId, event);
    const other = [...fingers.values()].find((one) => one.pointerId !== event.pointerId);
    if (other !== undefined) return pinch(stage, before, event, other);
    if (painting.tool.peek() === "hand")
      return stage.scrollBy(before.clientX - event.clientX, before.clientY - event.clientY);
    // A quick finger has passed more places than there were frames.
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const one of passed.length > 0 ? passed : [event]) painting.extend(stage.placeOf(one));
  };
  const onUp = (event: PointerEvent): void => {
    if (fingers.delete(event.pointerId)) painting.end();
  };
  const onCancel = (event: PointerEvent): void => {
    if (fingers.delete(event.pointerId)) painting.cancel();
  };
  const listeners = [
    ["pointerdown", onDown],
    ["pointermove", onMove],
    ["pointerup", onUp],
    ["pointercancel", onCancel],
  ] as const;
  for (const [type, listener] of listeners)
    element.addEventListener(type, listener as EventListener);
  return () => {
    for (const [type, listener] of listeners)
      element.removeEventListener(type, listener as EventListener);
  };
}

function pinch(stage: Stage, before: PointerEvent, now: PointerEvent, other: PointerEvent): void {
  stage.scrollBy((before.clientX - now.clientX) / 2, (before.clientY - now.clientY) / 2);
  stage.zoomBy(distance(now, other) / Math.max(1, distance(before, other)));
}

const distance = (one: PointerEvent, other: PointerEvent): number =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
