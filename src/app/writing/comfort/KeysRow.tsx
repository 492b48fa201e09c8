import { useSignal } from "@preact/signals";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { pageComfortWordsIn } from "./comfort-words.ts";

/** The keys of this page, where there may be a keyboard. */
export function KeysRow({ language }: { readonly language: InterfaceLanguage }) {
  const say = pageComfortWordsIn(language);
  const isOpen = useSignal(false);
  if (!matchMedia("(any-pointer: fine)").matches) return null;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {say.keys}
      </button>
      {isOpen.value && (
        <dl class="keys">
          {say.keyRows.map(([what, key]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{key}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
