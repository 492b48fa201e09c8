// Loaded with `--import` before a real server: kills the process with SIGKILL at the step that CRASH_AT names.
// The product has no hooks for this; the steps are found where they must pass, in the file system and in SQLite.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** Where a server can be made to die. */
export type CrashPoint =
  | "blob-unnamed"
  | "blob-named"
  | "story-uncommitted"
  | "story-committed"
  | "part-uncommitted"
  | "part-committed";

const crashAt = process.env["CRASH_AT"];
const dieAt = (point: CrashPoint): void => {
  // SIGKILL to oneself still lets this turn of the loop run on; nothing after it may.
  if (point === crashAt) for (;;) process.kill(process.pid, "SIGKILL");
};

// An attachment: all is on disk and fsynced, before and after it gets its own name.
const rename = fs.rename;
fs.rename = async (from, to) => {
  const isBlob = String(from).endsWith(".part");
  if (isBlob) dieAt("blob-unnamed");
  await rename(from, to);
  if (isBlob) dieAt("blob-named");
};
syncBuiltinESMExports();

// A transaction: the first write to one of these tables says what its commit is about.
const subjects = new Map([
  ['insert into "stories"', "story"],
  ['insert into "blobs"', "part"],
] as const);
let subject: "story" | "part" | undefined;

type Prepare = DatabaseSync["prepare"];
const prepare: Prepare = Reflect.get(DatabaseSync.prototype, "prepare");
DatabaseSync.prototype.prepare = function (
  this: DatabaseSync,
  ...parameters: Parameters<Prepare>
): StatementSync {
  const statement = prepare.apply(this, parameters);
  const [sql] = parameters;
  for (const [start, name] of subjects) if (sql.startsWith(start)) subject = name;
  if (sql !== "commit" || subject === undefined) return statement;
  const about = subject;
  subject = undefined;
  const commit = statement.run.bind(statement);
  statement.run = () => {
    dieAt(`${about}-uncommitted`);
    const result = commit();
    dieAt(`${about}-committed`);
    return result;
  };
  return statement;
};
