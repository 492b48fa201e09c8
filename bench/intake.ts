// npm run bench -- intake [--phones N] [--seconds N] [--only S2]: S1-S3, what one process of the newsroom takes and gives, beside
// @tus/server and nginx in the same run. Prints; judges nothing.
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openNewsroom, type RunningNewsroom } from "../tests/support/newsroom.ts";
import { measureAccepting, syncedWrites } from "./intake/accepting.ts";
import { measureReads, readLibrary } from "./intake/library-reads.ts";
import { openNginx } from "./intake/nginx.ts";
import { measureSlowPhones } from "./intake/slow-phones.ts";
import { installPeers } from "./peers/installing.ts";
import { serveByNode } from "./peers/processes.ts";
import { megabytes, perSecond, printTable, type Row } from "./peers/tables.ts";
import { generateTexts } from "./reading/generated-texts.ts";

const { values } = parseArgs({
  options: {
    phones: { type: "string", default: "200" },
    /** How long each phone's line takes for its 20 MiB. */
    seconds: { type: "string", default: "120" },
    /** One figure alone, S1, S2 or S3. */
    only: { type: "string" },
  },
});
const isAsked = (figure: string): boolean => [undefined, figure].includes(values.only);
const root = join(import.meta.dirname, "..");
const folder = await mkdtemp(join(tmpdir(), "soniakh-bench-"));
const cleanups: (() => Promise<unknown>)[] = [
  () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
];

async function openOurs(): Promise<RunningNewsroom> {
  const template = join(folder, "template");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: template },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const contentDir = join(folder, "content");
  await mkdir(contentDir);
  for (const [n, text] of generateTexts(97).entries())
    await writeFile(join(contentDir, `text-${n}.txt`), text);
  const newsroom = await openNewsroom({ template, contentDir });
  cleanups.push(() => newsroom.close());
  return newsroom;
}

async function restarted(newsroom: RunningNewsroom): Promise<RunningNewsroom> {
  const again = await newsroom.restart();
  cleanups.push(() => again.close());
  return again;
}

async function accepting(port: number): Promise<readonly Row[]> {
  const tus = installPeers()
    ? await serveByNode(join(root, "bench/intake/tus-server.ts"), join(folder, "tus"))
    : undefined;
  if (tus === undefined) return [];
  cleanups.push(() => tus.close());
  const name = "@tus/server + FileStore, creation-with-upload";
  const rows: Row[] = [];
  for (const [senders, how] of [
    [1, "one by one"],
    [16, "from 16 phones at once"],
  ] as const) {
    const figures = await measureAccepting(port, tus.port, senders);
    rows.push({
      what: `S1 stories of 16 KiB accepted, ${how}`,
      ours: figures.ours,
      peer: { name, figure: figures.tus },
      unit: perSecond,
      target: "≥ 2.5 ×",
    });
  }
  const synced = await syncedWrites(folder);
  rows.push({
    what: "   16 KiB written and synced by this disk",
    ours: synced,
    unit: perSecond,
    target: "",
  });
  return rows;
}

async function slowPhones(server: { pid: number; port: number }): Promise<readonly Row[]> {
  const count = Number(values.phones);
  const { before, peak, seconds, complete } = await measureSlowPhones(
    server,
    count,
    Number(values.seconds),
  );
  console.log(
    `S2: ${complete} of ${count} attachments whole at the server after ${Math.round(seconds)} s`,
  );
  return [
    { what: `S2 memory, ${count} slow phones`, ours: peak, unit: megabytes, target: "≤ 250 MB" },
    { what: "   the same before they came", ours: before, unit: megabytes, target: "" },
  ];
}

async function reads(ours: { pid: number; port: number }): Promise<readonly Row[]> {
  const files = await readLibrary(ours.port);
  const nginx = await openNginx(files, join(folder, "nginx"));
  if (nginx === undefined) console.log("S3: nginx is not installed (apt-get install nginx)");
  else cleanups.push(() => nginx.close());
  const [mine, its] = await measureReads(nginx === undefined ? [ours] : [ours, nginx], files);
  const name = nginx?.version ?? "";
  return [
    {
      what: "S3 library reads, 8 connections",
      ours: mine?.perSecond,
      peer: { name: `${name}, one worker, the same bytes`, figure: its?.perSecond },
      unit: perSecond,
      target: "≥ 0.5 ×",
    },
    {
      what: "   reads per second of its processor",
      ours: mine?.perProcessorSecond,
      peer: { name, figure: its?.perProcessorSecond },
      unit: perSecond,
      target: "",
    },
  ];
}

try {
  const ours = await openOurs();
  console.log("one process, SQLite, full durability; medians of 5 runs, in turns with the peer");
  const rows: Row[] = [];
  if (isAsked("S1")) rows.push(...(await accepting(ours.port)));
  if (isAsked("S3")) rows.push(...(await reads(ours)));
  await ours.stop();
  // A process that did nothing else before, so that its memory is what the phones take.
  if (isAsked("S2")) rows.push(...(await slowPhones(await restarted(ours))));
  printTable(rows);
} finally {
  for (const cleanup of cleanups.toReversed()) await cleanup();
}
