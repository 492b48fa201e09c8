import { resolve } from "node:path";
import { writeBackup } from "../archive.ts";
import { parseConfiguration } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import { OperatorError } from "../operator-error.ts";

await runEntry(process, async () => {
  const configuration = parseConfiguration(process.env, process.cwd());
  if (!configuration.ok) throw new OperatorError(configuration.why);
  const minute = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
  const target = resolve(process.argv[2] ?? `soniakh-${minute}.tar`);
  const count = await writeBackup(configuration.value.dataDir, target);
  console.log(`${count} files are in ${target}.`);
  console.log("It holds the keys that this server signs with: keep it as you keep a key.");
});
