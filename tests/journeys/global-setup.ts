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

/** Makes one trial newsroom, builds the app for it and publishes the samples, once for all journeys. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "soniakh-template-"));
  // The runner's own NODE_ENV would make another build than the one that people get.
  const { NODE_ENV: _, ...inherited } = process.env;
  const environment = { ...inherited, DATA_DIR: folder };
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
  const published = mkdtempSync(join(tmpdir(), "soniakh-template-"));
  cpSync(folder, published, { recursive: true });
  // Pictures take their time: made once, not in every journey again.
  await publishInto(published);
  project.provide("emptyNewsroom", folder);
  project.provide("newsroomTemplate", published);
  return () => {
    for (const one of [folder, published]) rmSync(one, { recursive: true, force: true });
  };
}
