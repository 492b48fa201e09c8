import { parseDocument } from "yaml";
import type { Provenance } from "../../../protocol/article.ts";
import type { Source } from "./source.ts";

/** All that a file's head says; the body is text still. */
export interface FrontMatter {
  readonly fields: Omit<Source, "body" | "remarks">;
  /** Markdown. */
  readonly body: string;
}

/** Front matter that was read, or one clause that says what is wrong with it. */
export type ReadFrontMatter =
  | ({ readonly ok: true } & FrontMatter)
  | { readonly ok: false; readonly why: string };

const longestHead = 50_000;

/** Thrown inside this file only: one clause for the operator. */
class Unreadable extends Error {}

/** The head of a Markdown file between two lines `---`, YAML, and what follows it. Never throws. */
export function readFrontMatter(text: string): ReadFrontMatter {
  const normal = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const match = /^---[ \t]*\n([\s\S]*?)^---[ \t]*$\n?/m.exec(normal.slice(0, longestHead));
  if (match === null || match.index !== 0) {
    return { ok: false, why: "does not begin with front matter between two lines of ---" };
  }
  try {
    return { ok: true, fields: fieldsOf(readYaml(match[1]!)), body: normal.slice(match[0].length) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, why: error.message };
    // Thousands of brackets in each other end the parser's stack.
    if (error instanceof RangeError)
      return { ok: false, why: "has front matter that is nested too deep" };
    throw error;
  }
}

type Values = ReadonlyMap<unknown, unknown>;

function readYaml(yaml: string): Values {
  const document = parseDocument(yaml, { prettyErrors: false, logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = yaml.slice(0, error.pos[0]).split("\n").length + 1;
    throw new Unreadable(`has front matter that is not YAML (line ${line})`);
  }
  let values: unknown;
  try {
    values = document.toJS({ mapAsMap: true, maxAliasCount: 20 });
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new Unreadable("has front matter that refers to itself too often");
  }
  if (!(values instanceof Map))
    throw new Unreadable("has front matter without a single `name: value`");
  return values;
}

function fieldsOf(values: Values): FrontMatter["fields"] {
  const title = textOf(values, "title", 500);
  if (title === undefined) throw new Unreadable("has no title");
  const date = dayOf(values, "date");
  if (date === undefined) throw new Unreadable("has no date (write it as date: 2026-11-23)");
  const picture = pictureOf(values);
  return {
    title,
    date,
    summary: textOf(values, "summary", 2_000) ?? "",
    provenance: provenanceOf(values),
    tags: tagsOf(values),
    corrections: correctionsOf(values),
    withdrawn: values.get("withdrawn") === true,
    ...optional("updatedAt", dayOf(values, "updatedAt")),
    ...optional("slug", textOf(values, "slug", 120)),
    ...optional("language", languageOf(values)),
    ...optional("work", textOf(values, "work", 200)),
    ...optional("verified", textOf(values, "verified", 1_000)),
    ...optional("warning", textOf(values, "warning", 500)),
    ...optional("byline", textOf(values, "byline", 200)),
    ...optional("picture", picture),
  };
}

const optional = <Name extends string, T>(
  name: Name,
  value: T | undefined,
): { readonly [K in Name]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]: T });

function textOf(values: Values, name: string, limit: number): string | undefined {
  const value = values.get(name);
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string" && typeof value !== "number")
    throw new Unreadable(`has a ${name} that is not text`);
  const text = String(value).replace(/\s+/g, " ").trim();
  if (text.length > limit) throw new Unreadable(`has a ${name} longer than ${limit} characters`);
  return text === "" ? undefined : text;
}

function dayOf(values: Values, name: string): string | undefined {
  const day = textOf(values, name, 40)?.slice(0, 10);
  if (day !== undefined && !isDay(day))
    throw new Unreadable(`has a ${name} that is no day (write it as 2026-11-23)`);
  return day;
}

/** A day of the calendar: 2026-02-30 is none. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function languageOf(values: Values): string | undefined {
  const language = textOf(values, "language", 40);
  if (language !== undefined && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(language)) {
    throw new Unreadable("has a language that is no language tag (write uk or en)");
  }
  return language;
}

const provenances = ["own-words", "told-to-us", "report"] as const satisfies readonly Provenance[];

function provenanceOf(values: Values): Provenance {
  const text = textOf(values, "provenance", 40) ?? "report";
  const found = provenances.find((one) => one === text);
  if (found === undefined)
    throw new Unreadable(`has a provenance that is none of ${provenances.join(", ")}`);
  return found;
}

function tagsOf(values: Values): readonly string[] {
  const value = values.get("tags") ?? [];
  const list: readonly unknown[] =
    typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
  const tags = list
    .filter((tag) => typeof tag === "string" || typeof tag === "number")
    .map((tag) => String(tag).trim());
  const different = [...new Set(tags.filter((tag) => tag !== ""))];
  if (different.length > 20 || different.some((tag) => tag.length > 80)) {
    throw new Unreadable("has more than 20 tags, or one longer than 80 characters");
  }
  return different;
}

function pictureOf(values: Values): Source["picture"] {
  const path = textOf(values, "picture", 1_000);
  if (path === undefined) return undefined;
  const alt = textOf(values, "pictureAlt", 2_000) ?? "";
  return { path, alt, ...optional("caption", textOf(values, "pictureCaption", 1_000)) };
}

function correctionsOf(values: Values): Source["corrections"] {
  const value = values.get("corrections") ?? [];
  if (!Array.isArray(value) || value.length > 100)
    throw new Unreadable("has corrections that are not a list of up to 100");
  return value.map((one: unknown) => {
    if (!(one instanceof Map)) throw new Unreadable("has a correction without date and text");
    const date = dayOf(one, "date");
    const text = textOf(one, "text", 2_000);
    if (date === undefined || text === undefined)
      throw new Unreadable("has a correction without date and text");
    return { date, text };
  });
}
