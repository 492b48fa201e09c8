import { type InterfaceLanguage, interfaceLanguages } from "../../protocol/language.ts";

/** The language until the reader chooses one; `asked` when the address asked for it (`?lang=en`), which is a choice. */
export interface FirstLanguage {
  readonly language: InterfaceLanguage;
  readonly asked: boolean;
}

/** `?lang=`, else the address's own (`/en/`), else the phone's first language that we have, else Ukrainian. */
export function firstLanguage(
  { search, pathname }: Pick<Location, "search" | "pathname">,
  phone: readonly string[],
): FirstLanguage {
  const of = (text: string | null | undefined) => interfaceLanguages.find((one) => one === text);
  const asked = of(new URLSearchParams(search).get("lang"));
  if (asked !== undefined) return { language: asked, asked: true };
  const addressed = of(pathname.split("/")[1]);
  const spoken = phone.map((tag) => of(tag.split("-")[0])).find((one) => one !== undefined);
  return {
    language:
      addressed ??
      spoken ??
      (phone.some((tag) => tag.startsWith("ru")) || phone.length === 0 ? "uk" : "en"),
    asked: false,
  };
}
