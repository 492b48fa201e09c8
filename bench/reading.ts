// npm run bench -- reading [--corpus DIR] [--articles N] [--runs N] [--alone] [--quick]: what reading costs on a slow line and a slow
// processor, beside Docusaurus in the same run (R1-R5, R8; R10 is what the built script weighs). Prints; judges nothing.
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import type { Contender, Texts } from "./reading/contender.ts";
import { openDocusaurus } from "./reading/docusaurus.ts";
import { generateTexts } from "./reading/generated-texts.ts";
import { type Figures, measure } from "./reading/measuring.ts";
import { openSoniakh } from "./reading/soniakh.ts";

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    articles: { type: "string", default: "97" },
    /** Without the peer: some minutes less. */
    alone: { type: "boolean", default: false },
    /** Without R8: as many minutes less again. */
    quick: { type: "boolean", default: false },
    runs: { type: "string", default: "5" },
  },
});

async function layOut(folder: string): Promise<Texts> {
  if (values.corpus !== undefined) await cp(values.corpus, folder, { recursive: true });
  else {
    await mkdir(folder);
    for (const [index, text] of generateTexts(Number(values.articles)).entries()) {
      await writeFile(join(folder, `text-${index}.txt`), text);
    }
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).toSorted();
  return { folder, names };
}

/** One row: what, ours, the peer's, their ratio, what was aimed at. */
type Row = readonly [string, number, number | undefined, (figure: number) => string, string];

function print(ours: Figures, peer: Figures | undefined, script: number): void {
  const rows: Row[] = [
    ["R1 bytes until all can be read offline", ours.bytes, peer?.bytes, kilobytes, "≤ 0.15 ×"],
    ["   requests", ours.requests, peer?.requests, String, ""],
    ["R2 seconds to the same", ours.seconds, peer?.seconds, seconds, "≤ 0.09 ×"],
    ["R3 bytes after one changed", ours.changeBytes, peer?.changeBytes, kilobytes, "≤ 0.01 ×"],
    ["R4 article painted, cold", ours.coldPaint, peer?.coldPaint, milliseconds, "≤ 0.4 ×"],
    ["R5 offline start to text", ours.offlineStart, peer?.offlineStart, milliseconds, "≤ 0.75 ×"],
  ];
  if (!values.quick) {
    rows.push(
      ["R8 bytes sent ÷ needed, cut line", ours.cutRatio, peer?.cutRatio, times, "≤ 1.15, ≤ 0.9 ×"],
      ["   cuts until all was there", ours.cuts, peer?.cuts, String, ""],
    );
  }
  console.log(
    `${"".padEnd(40)}${"Soniakh".padStart(12)}${"Docusaurus".padStart(12)}   ratio  target`,
  );
  for (const [what, mine, its, said, target] of rows) {
    const ratio = its === undefined ? "" : (mine / its).toFixed(3);
    const other = its === undefined ? "" : said(its);
    console.log(
      `${what.padEnd(40)}${said(mine).padStart(12)}${other.padStart(12)}${ratio.padStart(8)}  ${target}`,
    );
  }
  console.log(
    `${"R10 reading script, brotli".padEnd(40)}${kilobytes(script).padStart(12)}${"".padEnd(20)}  ≤ 30 KB`,
  );
}

/** The one script of the page that the newsroom serves. */
async function weighScript({ port }: Contender): Promise<number> {
  const base = `http://127.0.0.1:${port}`;
  const page = await (await fetch(`${base}/uk/`)).text();
  const path = /<script type="module"[^>]* src="([^"]+)"/.exec(page)?.[1] ?? "";
  return brotliCompressSync(await (await fetch(base + path)).text()).length;
}

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;
const seconds = (count: number): string => `${count.toFixed(1)} s`;
const milliseconds = (count: number): string => `${Math.round(count)} ms`;
const times = (ratio: number): string => (Number.isNaN(ratio) ? "never" : ratio.toFixed(2));

const folder = await mkdtemp(join(tmpdir(), "soniakh-bench-"));
const open: Contender[] = [];
try {
  const texts = await layOut(join(folder, "content"));
  console.log(
    `${texts.names.length} articles; 400 kbit/s, 400 ms a request, processor slowed 4×; times are medians of ${values.runs}`,
  );
  const soniakh = await openSoniakh(texts, folder);
  open.push(soniakh);
  const peer = values.alone ? undefined : await openDocusaurus(texts, folder);
  if (peer !== undefined) open.push(peer);
  const script = await weighScript(soniakh);
  const measuring = { runs: Number(values.runs), quick: values.quick };
  const [ours, its] = await measure(open, folder, measuring);
  if (ours !== undefined) print(ours, its, script);
} finally {
  for (const contender of open) await contender.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
