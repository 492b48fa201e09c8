/** Shows ranges of the page as marked, without a change to the nodes that Preact owns. */
export interface Painter {
  /** `here` is the one that the reader is at. */
  paint(ranges: readonly Range[], here: Range | undefined): void;
  clear(): void;
}

/** The browser's own highlights where it has them (Chrome 105, Safari 17.2, Firefox 140), else boxes under the words. */
export const createPainter = (window: Window & typeof globalThis): Painter =>
  window.CSS.highlights === undefined
    ? boxPainter(window)
    : highlightPainter(window.CSS.highlights, window.Highlight);

const names = { all: "found", here: "found-here" } as const;

function highlightPainter(registry: HighlightRegistry, Kind: typeof Highlight): Painter {
  return {
    paint(ranges, here) {
      registry.set(names.all, new Kind(...ranges));
      const one = here === undefined ? new Kind() : new Kind(here);
      one.priority = 1;
      registry.set(names.here, one);
    },
    clear() {
      for (const name of Object.values(names)) registry.delete(name);
    },
  };
}

/** Boxes in a layer of their own, laid out again whenever the text is. */
function boxPainter(window: Window & typeof globalThis): Painter {
  const { document } = window;
  const layer = document.createElement("div");
  layer.className = "found-boxes";
  layer.setAttribute("aria-hidden", "true");
  let shown: { readonly ranges: readonly Range[]; readonly here: Range | undefined } | undefined;
  const draw = (): void => {
    const boxes = (shown?.ranges ?? []).flatMap((range) =>
      Array.from(range.getClientRects(), (rect) => boxAt(rect, range === shown?.here)),
    );
    layer.replaceChildren(...boxes);
  };
  const boxAt = (rect: DOMRect, isHere: boolean): HTMLElement => {
    const box = document.createElement("span");
    box.toggleAttribute("data-here", isHere);
    // Through CSSOM: the policy allows no style attribute.
    box.style.insetBlockStart = `${rect.top + window.scrollY}px`;
    box.style.insetInlineStart = `${rect.left + window.scrollX}px`;
    box.style.inlineSize = `${rect.width}px`;
    box.style.blockSize = `${rect.height}px`;
    return box;
  };
  const laidOut = new window.ResizeObserver(draw);
  return {
    paint(ranges, here) {
      shown = { ranges, here };
      if (!layer.isConnected) {
        document.body.append(layer);
        laidOut.observe(document.body);
      }
      draw();
    },
    clear() {
      laidOut.disconnect();
      layer.remove();
    },
  };
}
