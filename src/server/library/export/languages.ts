import { type InterfaceLanguage, interfaceLanguages } from "../../../protocol/language.ts";

/** The language that `?lang=` names, where it names one. */
export function languageAsked(url: URL): InterfaceLanguage | undefined {
  const asked = url.searchParams.get("lang");
  return interfaceLanguages.find((language) => language === asked);
}

/**
 * The language that an Accept-Language header wants most (RFC 9110, section 12.5.4), of those that the newsroom has;
 * its first one where the header wants none of them.
 */
export function languageWanted(
  header: string | undefined,
  offered: readonly InterfaceLanguage[],
): InterfaceLanguage {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", weight] = part.trim().split(/\s*;\s*q=/);
      return { tag: tag.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    const found = offered.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return offered[0] ?? "uk";
}
