/** A piece of XML, escaped already. */
export type Xml = { readonly xml: string };

type Attributes = Readonly<Record<string, string | number | undefined>>;

// XML 1.0 knows no way to write these, not even as references (section 2.2): they are left out. So are halves of pairs.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escape = (text: string): string =>
  text.replace(unwritable, "").replace(/[&<>"]/g, (one) => escapes[one] ?? one);

/** An element; children are elements, or text that is escaped here. Attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly (Xml | string)[]
): Xml {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join("");
  const inside = children.map((one) => (typeof one === "string" ? escape(one) : one.xml)).join("");
  return { xml: inside === "" ? `<${name}${given}/>` : `<${name}${given}>${inside}</${name}>` };
}

/** A whole file, UTF-8. */
export const xmlFile = (root: Xml): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${root.xml}\n`;
