import type { Provenance } from "../../../../protocol/article.ts";
import type { Parsed } from "../../../../protocol/parsing.ts";
import type { Order, WishedOptions } from "../../../storage/source-storage.ts";
import { languageTag } from "../feeds/item-words.ts";

/** What an operator wrote behind `npm run import --`. */
export type Wanted =
  | { readonly kind: "list" }
  | { readonly kind: "take-all" }
  | { readonly kind: "order"; readonly order: Order };

type Values = Readonly<Record<string, string | boolean | undefined>>;

const provenances: readonly Provenance[] = ["report", "own-words", "told-to-us"];

/** Turns arguments into an order, or says in a sentence what is wrong with them. */
export function parseOrder(
  [first, second, ...rest]: readonly string[],
  values: Values,
  isFile: (name: string) => boolean,
): Parsed<Wanted> {
  if (first === undefined || rest.length > 0) return { ok: false, why: "Which source?" };
  if (first === "list" && second === undefined) return { ok: true, value: { kind: "list" } };
  if (first === "take" && second === undefined) return { ok: true, value: { kind: "take-all" } };
  if (first === "take" || first === "remove") {
    const source = sourceName(second ?? "");
    if (source === undefined)
      return { ok: false, why: `${second ?? first} is no address of a source.` };
    const order: Order =
      first === "take"
        ? { kind: "take", source, all: values["again"] === true }
        : { kind: "remove", source, unlist: values["unlist"] === true };
    return { ok: true, value: { kind: "order", order } };
  }
  const options = parseOptions(values);
  if (!options.ok || second !== undefined)
    return { ok: false, why: options.ok ? "One source at a time." : options.why };
  if (isFile(first))
    return {
      ok: true,
      value: { kind: "order", order: { kind: "file", path: first, options: options.value } },
    };
  if (/^[^/:]+\.(?:xml|rss|atom|rdf|json|gz|html?)$/i.test(first)) {
    return { ok: false, why: `${first} was found neither as a file nor as a host.` };
  }
  const source = sourceName(first);
  if (source === undefined)
    return { ok: false, why: `${first} is neither a file nor an http or https address.` };
  const order: Order = {
    kind: "take",
    source,
    options: options.value,
    all: values["again"] === true,
  };
  return { ok: true, value: { kind: "order", order } };
}

/** An address as sources are named by; a bare host gets https. */
function sourceName(text: string): string | undefined {
  if (text.startsWith("file:")) return text;
  const plain = text.replace(/^feed:(?:\/\/)?(?=https?:)/i, "").replace(/^feed:\/\//i, "https://");
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? plain : `https://${plain}`;
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.hostname.includes(".") || text.includes("://") ? url.href : undefined;
}

function parseOptions(values: Values): Parsed<WishedOptions> {
  const { language: written, every, most } = values;
  const provenance = provenances.find((one) => one === values["provenance"]);
  if (values["provenance"] !== undefined && provenance === undefined) {
    return { ok: false, why: `--provenance is one of ${provenances.join(", ")}.` };
  }
  const language = written === undefined ? undefined : languageTag(String(written));
  if (written !== undefined && language === undefined)
    return { ok: false, why: "--language is a tag such as uk or en." };
  if (every !== undefined && !(Number(every) >= 1 && Number(every) <= 44_640)) {
    return { ok: false, why: "--every is a number of minutes, at least 1." };
  }
  if (most !== undefined && !/^(?:[1-9]\d{0,2}|[1-4]\d{3}|5000)$/.test(String(most))) {
    return { ok: false, why: "--most is a number from 1 to 5000." };
  }
  const value: WishedOptions = {
    ...(provenance === undefined ? {} : { provenance }),
    ...(language === undefined ? {} : { language }),
    ...(every === undefined ? {} : { minutes: Number(every) }),
    ...(most === undefined ? {} : { most: Number(most) }),
    ...(values["once"] === true ? { once: true } : {}),
    ...(values["allow-private"] === true ? { allowPrivate: true } : {}),
  };
  return { ok: true, value };
}
