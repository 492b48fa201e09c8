/** What a clipboard holds of one text. */
export interface Clipping {
  readonly text: string;
  /** The same as a page or a letter had it; empty where there is none. Read for its lists alone. */
  readonly html: string;
}

/**
 * Pasted words as an author would have typed them: paragraphs, dashes before the rows of a list, plain spaces; nothing
 * that cannot be seen. Letters are composed (NFC): «й» out of a PDF is often two characters.
 */
export function plainText({ text, html }: Clipping): string {
  const lines = withoutTheUnseen(text).split("\n").map(plainLine);
  return withListMarks(lines, html)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+/, "")
    .replace(/\n+$/, "\n");
}

/** The same for a field of one line. */
export const plainLineOf = (clipping: Clipping): string =>
  plainText(clipping)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");

const lineEnds = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const oddSpaces = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
// Soft hyphens, zero widths, marks of direction, the place of a picture. Joiners stay: emoji and Persian are made of them.
const unseen =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;
// Word writes bullets out of its symbol fonts, and a tab behind each mark.
const bullet = /^[ \t]*(?:[•‣◦▪●○■□⁃∙·\uf0a7\uf0b7\uf0fc]\s*|[–—*-][ \t]+|o\t+)/;
const numeral = /^[ \t]*(\d{1,3}[.)])\t[ \t]*/;

const withoutTheUnseen = (text: string): string =>
  text.normalize("NFC").replace(lineEnds, "\n").replace(unseen, "");

const plainLine = (line: string): string =>
  line
    .replace(bullet, "– ")
    .replace(numeral, "$1 ")
    .replace(oddSpaces, " ")
    .replace(/ {2,}/g, " ")
    .trimEnd();

const dash = /^– |^\d{1,3}[.)] /;

/** Browsers leave the marks of lists out of plain text. The rows of the page's lists get them back, in their order. */
function withListMarks(lines: readonly string[], html: string): readonly string[] {
  const rows = listRows(html);
  let next = 0;
  return lines.map((line) => {
    const row = rows[next];
    const words = line.replace(dash, "").trim();
    if (row === undefined || words === "" || !row.text.startsWith(words)) return line;
    next += 1;
    return row.mark + words;
  });
}

interface Row {
  readonly mark: string;
  readonly text: string;
}

/** The rows of all lists, in the order of the page: the words that stand in each before a list inside it. */
function listRows(html: string): readonly Row[] {
  const rows: Row[] = [];
  /** How far each open list has counted; bulleted ones do not. */
  const lists: (number | undefined)[] = [];
  for (const [, tag = "", content = ""] of html.matchAll(
    /<(\/?(?:ol|ul|li)\b)[^>]*>([^]*?)(?=<\/?(?:ol|ul|li)\b|$)/gi,
  )) {
    const name = tag.toLowerCase();
    if (name === "ol" || name === "ul") lists.push(name === "ol" ? 0 : undefined);
    if (name === "/ol" || name === "/ul") lists.pop();
    if (name !== "li") continue;
    const counted = lists.at(-1);
    if (counted !== undefined) lists[lists.length - 1] = counted + 1;
    rows.push({ mark: counted === undefined ? "– " : `${counted + 1}. `, text: textOf(content) });
  }
  return rows;
}

/** Enough of HTML to know a line again. It is compared, and never shown. */
const textOf = (html: string): string =>
  plainLine(
    withoutTheUnseen(
      html
        .replace(/<!--[^]*?-->|<[^>]*>/g, "")
        .replace(/&nbsp;/g, " ")
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, "&")
        .replace(/\s+/g, " "),
    ),
  ).trim();
