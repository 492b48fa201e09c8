import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A content folder of a test's own: what an operator has on the newsroom's disk. */
export interface ContentFolder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  read(name: string): Promise<string>;
  remove(name: string): Promise<void>;
  /** Removes it all. */
  close(): Promise<void>;
}

const samples = join(import.meta.dirname, "../../content");

/** An empty folder, or with `samples` a copy of the sample articles. */
export async function openContentFolder(
  start: "empty" | "samples" = "empty",
): Promise<ContentFolder> {
  const path = await mkdtemp(join(tmpdir(), "soniakh-content-"));
  if (start === "samples") await cp(samples, path, { recursive: true });
  return {
    path,
    async write(name, content) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    },
    read: (name) => readFile(join(path, name), "utf8"),
    remove: (name) => rm(join(path, name), { recursive: true }),
    close: () => rm(path, { recursive: true, force: true }),
  };
}

/** A Markdown file with front matter; every value is written as it is. */
export function aMarkdown(
  fields: Readonly<Record<string, string>> & { readonly title: string },
  body = "Щовечора вона ставила на підвіконня свічку.\n",
): string {
  const all = { date: "2026-11-12", language: "uk", summary: "Коротко про головне.", ...fields };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `---\n${lines.join("\n")}\n---\n\n${body}`;
}
