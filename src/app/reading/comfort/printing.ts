/** Opens what a tap would open, and gives each link its whole address, while the page is on its way to the printer. */
export function watchPrinting(window: Window): () => void {
  const { document } = window;
  let opened: readonly HTMLDetailsElement[] = [];
  const before = (): void => {
    opened = Array.from(
      document.querySelectorAll<HTMLDetailsElement>("article details:not([open])"),
    );
    for (const details of opened) details.open = true;
    for (const link of document.querySelectorAll<HTMLAnchorElement>("article .body a[href]"))
      link.dataset["address"] = link.href;
  };
  const after = (): void => {
    for (const details of opened) details.open = false;
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
