/**
 * Marks pictures that could not be had, so that a row is text alone and has no hole where one was. Errors of pictures do
 * not bubble; they are caught on their way down, also those of pictures that are drawn later.
 */
export function markAbsentPictures(document: Document): void {
  const mark = ({ target, type }: Event): void => {
    if (target instanceof HTMLImageElement)
      target.closest(".picture")?.toggleAttribute("data-failed", type === "error");
  };
  for (const type of ["error", "load"]) document.addEventListener(type, mark, true);
}
