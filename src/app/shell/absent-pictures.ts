/**
 * Marks pictures that could not be had, so that a row is text alone and has no hole where one was. Errors of pictures do
 * not bubble; they are caught on their way down, also those of pictures that are drawn later.
 */
export function markAbsentPictures(document: Document): void {
  const mark = (event: Event, isAbsent: boolean): void => {
    if (!(event.target instanceof HTMLImageElement)) return;
    event.target.closest(".picture")?.toggleAttribute("data-failed", isAbsent);
  };
  document.addEventListener("error", (event) => mark(event, true), true);
  document.addEventListener("load", (event) => mark(event, false), true);
}
