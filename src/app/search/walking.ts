/** Arrows go from the field to the rows and along them; true where the key was one of them and the focus has moved. */
export function walkRows(
  screen: HTMLElement,
  { key, target }: Pick<KeyboardEvent, "key" | "target">,
): boolean {
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(target instanceof HTMLElement)) return false;
  const stops = Array.from(screen.querySelectorAll<HTMLElement>("input, .list a"));
  const next = stops[stops.indexOf(target) + step];
  if (!stops.includes(target) || next === undefined) return false;
  next.focus();
  return true;
}
