import type { Configuration } from "./configuration.ts";
import type { Keys } from "./keys.ts";
import type { ImportReport } from "./library/import/import-folder.ts";
import { trialPaths } from "./trial.ts";

/** What an operator reads once the newsroom answers. */
export function greet(
  { dataDir, host, port }: Configuration,
  origin: string,
  { newsroom, list }: Keys,
): string {
  const trial = trialPaths(dataDir);
  const lines = [
    `Read:  ${origin}/`,
    `Desk:  ${origin}/desk/   (npm run desk -- link gives an editor a way in)`,
    `Data:  ${dataDir}   (key list good until ${list.notAfter}; listening on ${host}:${port})`,
  ];
  if (newsroom.demonstration) {
    lines.push(
      "This is a demonstration with trial keys: no real stories. npm run newsroom -- init begins the real one.",
      `Trial desk key:  ${trial.desk}`,
      `its passphrase:  ${trial.passphrase}`,
    );
  }
  return lines.join("\n");
}

/** How the content folder was taken in: a line for what was done, and one for each file that needs somebody. */
export const tellImport = ({ articles, edition, messages }: ImportReport): string =>
  [
    `Published: ${articles} articles from the content folder (edition ${edition})`,
    ...messages,
  ].join("\n");
