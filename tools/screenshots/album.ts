import type { Shot, Size } from "./camera.ts";
import { fileOf, shotOf, sizes } from "./camera.ts";

const widths: Readonly<Record<Size, number>> = { "390": 195, "320": 160, "1440": 480 };

/** The index of the pictures in these files, Markdown with a table: a row a screen, a column a size. */
export function album(files: readonly string[]): string {
  const shots = files.toSorted().flatMap((name) => shotOf(name) ?? []);
  const screens = [...new Set(shots.map(({ screen }) => screen))];
  const columns = ["390", "320", "1440"] as const;
  const rows = screens.map(
    (screen) =>
      `| ${screen} | ${columns.map((size) => cell(shots.filter((shot) => shot.screen === screen && shot.size === size))).join(" | ")} |`,
  );
  return `# The screens

Taken by \`npm run screenshots\` from a newsroom of their own, in Chromium, with the clock standing still. Phones at 390 × 844 and
320 × 568, a laptop at 1440 × 900; light and dark, Ukrainian and English. Sizes and looks that are not shown here lie beside this
file as \`{screen}-{size}-{look}-{language}.png\`. \`npm run screenshots writing\` makes one trip anew, \`npm run screenshots page painting\`
two screens. The interface's letters are the machine's own sans serif: Roboto, as on most phones, where it is installed.

| screen | ${columns.map((size) => `${sizes[size].width} × ${sizes[size].height}`).join(" | ")} |
|-${"|-".repeat(columns.length)}|
${rows.join("\n")}
`;
}

/** Light in Ukrainian beside dark in English. */
function cell(shots: readonly Shot[]): string {
  return shots
    .filter(({ look, language }) => (look === "light") === (language === "uk"))
    .map((shot) => {
      const name = `${shot.screen}, ${shot.look}, ${shot.language === "uk" ? "Ukrainian" : "English"}`;
      return `<img src="${fileOf(shot)}" width="${widths[shot.size]}" alt="${name}">`;
    })
    .join(" ");
}
