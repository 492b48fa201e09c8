import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data folder with a trial newsroom and the built app; every journey takes a copy. */
    readonly newsroomTemplate: string;
  }
}

const root = join(import.meta.dirname, "../..");

/** Makes one trial newsroom and builds the app for it, once for all journeys. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "soniakh-template-"));
  const environment = { ...process.env, DATA_DIR: folder };
  for (const args of [
    [join(root, "src/server/commands/newsroom.ts"), "trial"],
    [join(root, "tools/prepare.mjs")],
  ]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      env: environment,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${args.join(" ")}\n${stdout}${stderr}`);
  }
  project.provide("newsroomTemplate", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
