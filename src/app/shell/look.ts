import type { Settings } from "../../device/facts.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";

const sizes: Readonly<Record<number, string>> = { [-1]: "small", 1: "large", 2: "largest" };
/** The paper's colour, that of the system's bar too. */
export const papers = { light: "#FBF8F1", dark: "#14150F" } as const;

/** What `<html>` says of the settings, as `data-` attributes; the style sheet does the rest. */
export const lookOf = ({ look, size, width, font }: Settings) => ({
  // The style sheet knows nothing of `phone` and of the middle size: these are as everything is by itself.
  look,
  size: sizes[size] ?? "",
  width: width ?? "",
  font: font ?? "",
  // On a page that stands there before the app does: `app`. What needs the app is not shown till then.
  awaits: "",
});

/** Puts look, size and language on `<html>`: nothing is drawn again. */
export function applyLook(
  document: Document,
  settings: Settings,
  language: InterfaceLanguage,
): void {
  const root = document.documentElement;
  root.lang = language;
  const { look } = Object.assign(root.dataset, lookOf(settings));
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = papers[look === "phone" ? (/dark/.test(meta.media) ? "dark" : "light") : look];
  }
}
