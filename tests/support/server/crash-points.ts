// Loaded with `--import` before a real server: kills the process with SIGKILL at the step that CRASH_AT names.
// The product has no hooks for this; the steps are found where they must pass, in the file system and in SQLite.
// With STEPS it also writes each step that makes something durable, in order, to that file.
import { appendFileSync } from "node:fs";
import fs, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";
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

const stepsFile = process.env["STEPS"];
const note = (step: string): void => {
  if (stepsFile !== undefined) appendFileSync(stepsFile, `${step}\n`);
};

// What is brought to disk: files and folders, by their names. Handles share one prototype, which only a handle shows.
const open = fs.open;
const probe = await open(process.execPath, "r");
const handles = Object.getPrototypeOf(probe) as { sync: FileHandle["sync"] };
await probe.close();
const names = new WeakMap<object, string>();
const sync = handles.sync;
handles.sync = async function (this: FileHandle) {
  await sync.call(this);
  note(`sync ${names.get(this) ?? "?"}`);
};
fs.open = async (path, ...rest) => {
  const handle = await open(path, ...rest);
  names.set(handle, basename(String(path)));
  return handle;
};

// An attachment: all is on disk and fsynced, before and after it gets its own name.
const rename = fs.rename;
fs.rename = async (from, to) => {
  const isBlob = String(from).endsWith(".part");
  if (isBlob) dieAt("blob-unnamed");
  await rename(from, to);
  if (isBlob) note("rename");
  if (isBlob) dieAt("blob-named");
};
syncBuiltinESMExports();

// A transaction: the first write to one of these tables says what its commit is about. A statement is prepared once and
// run many times.
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
  for (const [start, name] of subjects) {
    if (sql.startsWith(start)) beforeEach(statement, () => (subject = name));
  }
  if (sql === "commit") watchCommit(statement);
  return statement;
};

function beforeEach(statement: StatementSync, note: () => void): void {
  const { all, run } = statement;
  statement.all = (...values: unknown[]) => {
    note();
    return Reflect.apply(all, statement, values) as ReturnType<typeof all>;
  };
  statement.run = (...values: unknown[]) => {
    note();
    return Reflect.apply(run, statement, values) as ReturnType<typeof run>;
  };
}

function watchCommit(statement: StatementSync): void {
  const commit = statement.run.bind(statement);
  statement.run = () => {
    const about = subject;
    subject = undefined;
    if (about === undefined) return commit();
    dieAt(`${about}-uncommitted`);
    const result = commit();
    note(`commit ${about}`);
    dieAt(`${about}-committed`);
    return result;
  };
}
