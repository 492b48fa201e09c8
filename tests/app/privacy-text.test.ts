import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { privacyText } from "../../src/app/settings/privacy-text.ts";
import { privacyBlocks } from "../../src/server/library/export/privacy.ts";

const contacts = ["editors@newsroom.example", "https://bot.example/soniakh"];

test.each(["uk", "en"] as const)(
  "the app's privacy page in %s says what the served one says",
  (language) => {
    const file = readFileSync(
      new URL(`../../docs/privacy/${language}.md`, import.meta.url),
      "utf8",
    );

    const own = words(privacyText(language, contacts));

    expect(own).toEqual(words(privacyBlocks(file, contacts)));
    expect(own.length).toBeGreaterThan(20);
  },
);

/** Every run of text in its order, whatever it stands in. */
function words(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(words);
  if (typeof value !== "object" || value === null) return [];
  const own = "text" in value && typeof value.text === "string" ? value.text.split(/\s+/) : [];
  return [...own, ...Object.values(value).flatMap(words)].filter((word) => word !== "");
}
