import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { publishInto } from "../support/newsroom.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data folder with a trial newsroom, the built app and the published samples; every journey takes a copy. */
    readonly newsroomTemplate: string;
    /** The same before anything was published. */
    readonly emptyNewsroom: string;
  }
}

const root = join(import.meta.dirname, "../..");

/** A trial newsroom with the app built for it (`tools/trial-build.mjs`), and one with the samples published, once for all journeys. */
export async function setup(project: TestProject): Promise<() => void> {
  const build = spawnSync(process.execPath, [join(root, "tools/trial-build.mjs")], {
    encoding: "utf8",
  });
  if (build.status !== 0) throw new Error(build.stdout + build.stderr);
  const trial = build.stdout.trim().split("\n").at(-1) ?? "";
  const folder = mkdtempSync(join(tmpdir(), "soniakh-template-"));
  cpSync(trial, folder, { recursive: true });
  const published = mkdtempSync(join(tmpdir(), "soniakh-template-"));
  cpSync(trial, published, { recursive: true });
  // Pictures take their time: made once, not in every journey again.
  await publishInto(published);
  project.provide("emptyNewsroom", folder);
  project.provide("newsroomTemplate", published);
  return () => {
    for (const one of [folder, published]) rmSync(one, { recursive: true, force: true });
  };
}
