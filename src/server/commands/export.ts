import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openBuiltPage } from "../built-page.ts";
import { dataPaths, openDatabase, openLibrary, readPrivacy, servedOrigin } from "../composing.ts";
import type { Configuration } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import { tellImport } from "../greeting.ts";
import { loadKeys } from "../keys.ts";
import { writeStaticCopy } from "../library/export/static-copy.ts";
import { OperatorError } from "../operator-error.ts";
import { takeDataLock } from "../storage/data-lock.ts";
import { beginExport, exportMark } from "../storage/exported-folder.ts";
import { readFolder } from "../storage/reading-folder.ts";

const usage = `npm run export -- DIR [--with-intake]
  writes the whole reading side into DIR as files for any web server; DIR is replaced as a whole
  --with-intake   that server hands /intake and /desk on to the newsroom's own (hosting/ in DIR says how)`;

await runEntry(process, async (configuration) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { "with-intake": { type: "boolean", default: false } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new OperatorError(usage);
  // Unlike all else that is written here, this is for everybody to read.
  process.umask(0o022);
  await exportInto(configuration, resolve(folder), values["with-intake"]);
});

async function exportInto(
  configuration: Configuration,
  folder: string,
  withIntake: boolean,
): Promise<void> {
  const { dataDir, contentDir } = configuration;
  const paths = dataPaths(dataDir);
  const keys = await loadKeys(dataDir);
  const origin = servedOrigin(configuration, keys.newsroom);
  const page = openBuiltPage(join(paths.app, "index.html"));
  const exported = await beginExport(folder);
  // A server that runs has taken the content folder in already, and publishes alone.
  const lock = takeDataLock(paths.lock);
  const sqlite = openDatabase(paths.database);
  try {
    const world = { now: () => new Date(), randomBytes: (length: number) => randomBytes(length) };
    const { library } = await openLibrary(dataDir, sqlite, keys, world);
    if (lock !== undefined) console.log(tellImport(await library.importFolder(contentDir)));
    const { html, styleHashes } = page();
    const copy = await writeStaticCopy({
      library,
      newsroom: { ...keys.newsroom, origin },
      home: keys.newsroom.origin,
      template: () => html,
      privacy: { uk: readPrivacy("uk"), en: readPrivacy("en") },
      keys: () => keys.listFile,
      appFiles: readFolder(paths.app),
      policy: { styleHashes, https: origin.startsWith("https://") },
      withIntake,
      write: exported.write,
      onProgress: (what, files) => console.log(`${String(files).padStart(6)} ${what}`),
    });
    const mark = { format: 1, edition: copy.edition, origin, files: copy.files };
    await exported.write(exportMark, Buffer.from(`${JSON.stringify(mark, undefined, 1)}\n`));
    await exported.finish();
    console.log(
      `Edition ${copy.edition} is in ${folder}: ${copy.files} files, ${(copy.bytes / 1e6).toFixed(1)} MB without their compressed copies.`,
    );
    console.log(`Its links name ${origin}; ORIGIN=https://… names another place.`);
  } finally {
    await sqlite.close();
    lock?.release();
  }
}
