// S3: how often a second one process answers who reads the library, beside nginx over the same bytes.
import { processorTime } from "../peers/processes.ts";
import { median } from "../peers/tables.ts";
import { type Connection, openConnection } from "./connection.ts";
import type { SentFile } from "./nginx.ts";

const connections = 8;
const runs = 5;
const runTime = 2_000;
const accept = "accept-encoding: gzip, deflate, br\r\n";

/** What a phone reads of the library: the head, the pack of everything, and each article by its hash. */
export async function readLibrary(port: number): Promise<readonly SentFile[]> {
  const line = await openConnection(port);
  const read = async (path: string): Promise<SentFile> => {
    const { status, headers, body } = await line.ask("GET", path, accept);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    const value = (name: string): string | undefined =>
      new RegExp(`\\r\\n${name}: *([^\\r]+)`, "i").exec(headers)?.[1];
    const encoding = value("content-encoding") ?? "identity";
    return { path, encoding, type: value("content-type") ?? "", bytes: Buffer.from(body) };
  };
  const head = (await line.ask("GET", "/library/head")).body.toString();
  const number = /"number":(\d+)/.exec(head)?.[1] ?? "";
  const pack = `/library/packs/0-${number}/0.ndjson`;
  const lines = (await line.ask("GET", pack)).body.toString().split("\n");
  const hashes = lines.flatMap((text) => /"article":"([\w-]{43})"/.exec(text)?.[1] ?? []);
  const files: SentFile[] = [];
  const paths = ["/library/head", ...hashes.map((hash) => `/library/articles/${hash}.json`)];
  for (const path of paths) files.push(await read(path));
  line.close();
  return files;
}

/** Reads per second of time, and per second of the serving process' own time on a processor. */
export interface Reads {
  readonly perSecond: number;
  readonly perProcessorSecond: number;
}

interface Reader {
  readonly port: number;
  readonly pid: number;
}

/** The servers in turns; the first turn of each is not counted. */
export async function measureReads(
  servers: readonly Reader[],
  files: readonly SentFile[],
): Promise<readonly Reads[]> {
  const taken: Reads[][] = servers.map(() => []);
  for (let run = 0; run <= runs; run += 1) {
    for (const [n, server] of servers.entries()) {
      const reads = await readFor(server, files);
      if (run > 0) taken[n]?.push(reads);
    }
  }
  return taken.map((some) => ({
    perSecond: median(some.map(({ perSecond }) => perSecond)),
    perProcessorSecond: median(some.map(({ perProcessorSecond }) => perProcessorSecond)),
  }));
}

async function readFor({ port, pid }: Reader, files: readonly SentFile[]): Promise<Reads> {
  const lines = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const used = processorTime(pid);
  const begun = performance.now();
  const counts = await Promise.all(lines.map((line, n) => readOn(line, files, n, begun + runTime)));
  const seconds = (performance.now() - begun) / 1_000;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const processor = processorTime(pid) - used;
  for (const line of lines) line.close();
  return { perSecond: total / seconds, perProcessorSecond: total / processor };
}

async function readOn(
  line: Connection,
  files: readonly SentFile[],
  first: number,
  end: number,
): Promise<number> {
  let count = 0;
  for (let at = first; performance.now() < end; at += 7) {
    const file = files[at % files.length];
    if (file === undefined) throw new Error("nothing to read");
    const { status, body } = await line.ask("GET", file.path, accept);
    if (status !== 200 || body.length !== file.bytes.length)
      throw new Error(`${file.path}: ${status}, ${body.length} bytes`);
    count += 1;
  }
  return count;
}
