import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Alteration {
  /** A classic script that runs in each served page before anything of the app does. */
  readonly early?: string;
  /** Statements that run first in every script of the app, workers too. */
  readonly everywhere?: string;
}

/** A newsroom template (see `NewsroomOptions`) of its own, whose built app is altered. */
export interface AlteredApp {
  readonly template: string;
  remove(): Promise<void>;
}

/**
 * A copy of `template` whose app differs from the built one by what a test needs inside of it, the same for every engine.
 * What names the files' hashes is brought in line, so that precache and parts take them.
 */
export async function alterApp(
  template: string,
  { early, everywhere }: Alteration,
): Promise<AlteredApp> {
  const folder = await mkdtemp(join(tmpdir(), "soniakh-altered-"));
  await cp(template, folder, { recursive: true });
  const app = join(folder, "app");
  const renamed = new Map<string, string>();
  const alter = async (name: string, change: (text: string) => string): Promise<void> => {
    const before = await readFile(join(app, name), "utf8");
    const after = change(before);
    renamed.set(integrityOf(before), integrityOf(after));
    await writeFile(join(app, name), after);
  };
  if (early !== undefined) {
    await writeFile(join(app, "assets/early.js"), early);
    await alter("index.html", (page) =>
      page.replace("<head>", '<head><script src="/assets/early.js"></script>'),
    );
  }
  if (everywhere !== undefined) {
    for (const name of await scriptsOf(app)) await alter(name, (text) => `${everywhere}\n${text}`);
  }
  for (const list of ["sw.js", "parts.json"]) {
    await alter(list, (text) =>
      text.replaceAll(/sha384-[A-Za-z0-9+/]{64}/g, (hash) => renamed.get(hash) ?? hash),
    );
  }
  return { template: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function scriptsOf(app: string): Promise<readonly string[]> {
  const names = await readdir(app, { recursive: true });
  return names.filter((name) => name.endsWith(".js") && name !== "assets/early.js");
}

const integrityOf = (text: string): string =>
  `sha384-${createHash("sha384").update(text).digest("base64")}`;
