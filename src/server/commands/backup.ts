import { resolve } from "node:path";
import { writeBackup } from "../archive.ts";
import { runEntry } from "../entry.ts";

await runEntry(process, async (configuration) => {
  const minute = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
  const target = resolve(process.argv[2] ?? `soniakh-${minute}.tar`);
  const count = await writeBackup(configuration.dataDir, target);
  console.log(`${count} files are in ${target}.`);
  console.log("It holds the keys that this server signs with: keep it as you keep a key.");
});
