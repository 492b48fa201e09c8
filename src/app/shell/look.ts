import type { Settings } from "../../device/facts.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";

const sizes: Readonly<Record<number, string>> = { [-1]: "small", 1: "large", 2: "largest" };
const papers = { light: "#FBF8F1", dark: "#14150F" } as const;

/** Puts look, size and language on `<html>`: the style sheet does the rest, and nothing is drawn again. */
export function applyLook(
  document: Document,
  { look, size, width, font }: Settings,
  language: InterfaceLanguage,
): void {
  const root = document.documentElement;
  root.lang = language;
  // The style sheet knows nothing of `phone` and of the middle size: these are as everything is by itself.
  root.dataset["look"] = look;
  root.dataset["size"] = sizes[size] ?? "";
  root.dataset["width"] = width ?? "";
  root.dataset["font"] = font ?? "";
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content =
      look === "phone" ? (meta.media.includes("dark") ? papers.dark : papers.light) : papers[look];
  }
}
