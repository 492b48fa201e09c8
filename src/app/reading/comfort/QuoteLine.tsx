import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addressOf, type Comfortable } from "./comfortable.ts";
import type { ComfortWords } from "./comfort-words.ts";
import { quoteWithSource } from "./quoting.ts";

/** A selection shorter than this is a slip of the finger. */
const shortest = 12;
const calmAfter = 250;
const saidFor = 4_000;

/** Offers to copy what is selected in the article together with its source. Plain copying stays the browser's. */
export function QuoteLine(props: Comfortable & { readonly say: ComfortWords }) {
  const { say } = props;
  const selected = useSignal("");
  const said = useSignal("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onChange = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => (selected.value = selectedIn(document)), calmAfter);
    };
    document.addEventListener("selectionchange", onChange);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", onChange);
    };
  }, []);
  const copy = async (): Promise<void> => {
    const text = quoteWithSource({
      ...props,
      text: selected.value,
      address: addressOf(props.article, window),
    });
    said.value = await window.navigator.clipboard.writeText(text).then(
      () => say.copiedWithSource,
      () => say.copyFailed,
    );
    selected.value = "";
    setTimeout(() => (said.value = ""), saidFor);
  };
  return (
    <>
      {selected.value !== "" && (
        <div class="line quote">
          <button type="button" onClick={() => void copy()}>
            {say.copyWithSource}
          </button>
        </div>
      )}
      {said.value !== "" && (
        <p class="line" aria-hidden="true">
          {said.value}
        </p>
      )}
      <p class="unseen" role="status">
        {said.value}
      </p>
    </>
  );
}

/** The selected text, where all of it is the article's. */
function selectedIn(document: Document): string {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return "";
  const common = selection.getRangeAt(0).commonAncestorContainer;
  const element = common instanceof Element ? common : common.parentElement;
  const text = selection.toString().trim();
  return element?.closest("article") && text.length >= shortest ? text : "";
}
