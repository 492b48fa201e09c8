// npm run bench -- writing [--stories N] [--media MB] [--only W1,W3]: W1-W8, what writing and sending cost in Chromium, beside
// Workbox, tus, PouchDB, RxDB and Dexie in the same run. Prints; judges nothing.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { type Chromium, openChromium } from "../tests/support/browsers/chromium.ts";
import { weightOf, writingScripts } from "../tests/support/app-weight.ts";
import { openNewsroom, type RunningNewsroom } from "../tests/support/newsroom.ts";
import { storiesAt } from "../tests/support/phone.ts";
import { buildPage } from "./peers/building.ts";
import { installPeers } from "./peers/installing.ts";
import { serveByNode } from "./peers/processes.ts";
import {
  kilobytes,
  median,
  megabytes,
  milliseconds,
  printTable,
  type Row,
  throughput,
  times,
} from "./peers/tables.ts";
import { onAResetLine } from "./writing/reset-line.ts";
import type { Bench } from "./writing/page.ts";
import { sealedSize } from "./writing/sealed-size.ts";
import { type Call as PageCall, type Results, runUnwatched } from "./writing/unwatched.ts";

const { values } = parseArgs({
  options: {
    stories: { type: "string", default: "500" },
    media: { type: "string", default: "300" },
    only: { type: "string", default: "W1,W2,W3,W4,W5,W6,W7,W8" },
  },
});
const runs = 5;
const root = join(import.meta.dirname, "..");
const folder = await mkdtemp(join(tmpdir(), "soniakh-bench-"));
const cleanups: (() => Promise<unknown>)[] = [
  () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
];

interface Servers {
  readonly newsroom: RunningNewsroom;
  readonly tus: string;
  readonly tusPort: number;
  readonly template: string;
}

/** In the measured page. */
declare const bench: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

type Result<Name extends keyof Bench> = Awaited<ReturnType<Bench[Name]>>;
/** Calls a function of the measured page. */
type Call = <Name extends keyof Bench>(
  name: Name,
  ...args: Parameters<Bench[Name]>
) => Promise<Result<Name>>;

async function openServers(): Promise<Servers> {
  const template = join(folder, "template");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: template },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  await buildPage("writing/page.ts", join(template, "app"));
  const newsroom = await openNewsroom({ template });
  cleanups.push(() => newsroom.close());
  const served = await serveByNode(join(root, "bench/intake/tus-server.ts"), join(folder, "tus"));
  cleanups.push(() => served.close());
  const tus = `http://localhost:${served.port}/files`;
  return { newsroom, tus, tusPort: served.port, template };
}

/** A browser with the measured page; on one profile for as long as it has a name. */
async function onPage<T>(
  port: number,
  profile: string,
  work: (call: Call, page: Page, browser: Chromium) => Promise<T>,
): Promise<T> {
  const browser = await openChromium({
    userDataDir: join(folder, profile),
    // The peer's server has another port: without this flag each of its requests would be asked about first.
    args: ["--disable-web-security", "--enable-precise-memory-info"],
  });
  try {
    const page = await browser.page();
    const session = await browser.context.newCDPSession(page);
    await session.send("Page.setBypassCSP", { enabled: true });
    await page.goto(`http://localhost:${port}/bench.html`);
    const call: Call = <Name extends keyof Bench>(name: Name, ...args: Parameters<Bench[Name]>) =>
      page.evaluate(([known, given]) => bench[known]?.(...given), [
        name,
        args as readonly unknown[],
      ] as const) as Promise<unknown> as Promise<Result<Name>>;
    return await work(call, page, browser);
  } finally {
    await browser.close();
  }
}

const row = (
  what: string,
  ours: number,
  unit: Row["unit"],
  target: string,
  peer?: readonly [string, number],
): Row => ({ what, ours, unit, target, ...(peer && { peer: { name: peer[0], figure: peer[1] } }) });

async function typing({ newsroom }: Servers): Promise<readonly Row[]> {
  const {
    soniakh = Number.NaN,
    pouch,
    rx,
    dexie,
  } = await onPage(newsroom.port, "typing", (call) => call("keystrokes"));
  const what = "W1 a key stroke kept, draft of 20 KB, encrypted";
  return [
    row(what, soniakh, milliseconds, "≤ 0.35 ×", ["PouchDB put", pouch ?? Number.NaN]),
    row("", soniakh, milliseconds, "≤ 0.4 ×", ["RxDB (Dexie) incrementalPatch", rx ?? Number.NaN]),
    row("", soniakh, milliseconds, "≤ 1.0 ×", ["Dexie put", dexie ?? Number.NaN]),
  ];
}

async function putting({ newsroom }: Servers): Promise<readonly Row[]> {
  const {
    pressed = Number.NaN,
    whole = Number.NaN,
    workbox = Number.NaN,
  } = await onPage(newsroom.port, "putting", (call) => call("puts"));
  const what = "W2 a story of 20 KB put, strict, from the press on";
  const peer = ["Workbox pushRequest", workbox] as const;
  return [
    row(what, pressed, milliseconds, "≤ 1.5 ×", peer),
    row("   nothing sealed ahead", whole, milliseconds, "", peer),
  ];
}

async function draining(servers: Servers): Promise<readonly Row[]> {
  const { newsroom, tus } = servers;
  const count = Number(values.stories);
  const [drained] = await unwatched(servers, "draining", [["drain", count, tus]]);
  const there = storiesAt(newsroom).map(({ id }) => id);
  const once = drained.ids.filter((id) => there.includes(id)).length;
  const doubled = there.length - new Set(there).size;
  console.log(
    `W3: ${count} put, ${drained.receipts} receipts verified and stored, lost ${count - once}, doubled ${doubled}`,
  );
  const what = `W3 ${count} stories of 2 KB drained`;
  return [
    row(what, drained.soniakh, milliseconds, "≤ 0.6 ×", ["tus creation-with-upload", drained.tus]),
    row("", drained.soniakh, milliseconds, "≤ 0.8 ×", [
      "Workbox replay, same newsroom",
      drained.workbox,
    ]),
  ];
}

/** In a browser that nobody watches: who does makes requests from memory many times as long. */
const unwatched = <const Calls extends readonly PageCall[]>(
  { newsroom, template }: Servers,
  profile: string,
  calls: Calls,
): Promise<Results<Calls>> => {
  const page = join(template, "app");
  const origin = `http://localhost:${newsroom.port}`;
  return runUnwatched({ page, profile: join(folder, profile), newsroom: origin }, calls);
};

async function attachment(servers: Servers): Promise<readonly Row[]> {
  const taken: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    const [, ours, theirs] = await unwatched(servers, "attachment", [
      ["putAttachment"],
      ["sendAttachment"],
      ["uploadAttachment", servers.tus, {}],
    ]);
    taken[0].push(ours);
    taken[1].push(theirs);
  }
  const [ours, theirs] = taken;
  const speed = (took: readonly number[]): number => (1_000 * sealedSize) / median(took);
  const what = "W4 an attachment of 20 MiB, 24 sealed";
  return [
    row(what, speed(ours), throughput, "≥ 0.9 ×", ["tus-js-client, one PATCH", speed(theirs)]),
    row("   24 MiB written and synced by this disk", speed(syncedWrites()), throughput, ""),
  ];
}

/** Milliseconds for as many bytes, from memory into a new file and to disk. */
function syncedWrites(): number[] {
  const bytes = new Uint8Array(sealedSize);
  return Array.from({ length: runs }, (_, run) => {
    const begun = performance.now();
    writeFileSync(join(folder, `synced-${run}`), bytes, { flush: true });
    return performance.now() - begun;
  });
}

async function resetting({ newsroom, tusPort }: Servers): Promise<readonly Row[]> {
  const ours = await onAResetLine(newsroom.port, async (network, whenBack) =>
    onPage(network.port, "resetting", async (call) => {
      await call("putAttachment");
      const before = network.begin();
      whenBack(() => call("online"));
      await call("sendAttachment");
      return network.sent(before);
    }),
  );
  const peers: number[] = [];
  for (const chunkSize of [Number.POSITIVE_INFINITY, 1_048_576, 262_144]) {
    const sent = await onAResetLine(tusPort, async (network) =>
      onPage(newsroom.port, "resetting-tus", async (call) => {
        const before = network.begin();
        const chunk = Number.isFinite(chunkSize) ? { chunkSize } : {};
        await call("uploadAttachment", `http://localhost:${network.port}/files`, chunk);
        return network.sent(before);
      }),
    );
    peers.push(sent);
  }
  const best = Math.min(...peers) / sealedSize;
  const what = "W5 the same, reset every 2 MiB: sent ÷ size";
  return [
    row(what, ours / sealedSize, times, "≤ 1.06, ≤ 0.8 ×", ["tus at its best of 3 sizes", best]),
  ];
}

async function photographing({ newsroom }: Servers): Promise<readonly Row[]> {
  const { durable, alone, longest, bytes } = await onPage(newsroom.port, "photo", (call) =>
    call("photos"),
  );
  const what = `W6 a photo of 12 megapixels (${megabytes(bytes)}) durable`;
  return [
    row(what, durable, milliseconds, "≤ 1.25 ×", ["decoding and encoding alone", alone]),
    {
      what: "   longest task meanwhile (0: none over 50 ms)",
      ours: longest,
      unit: milliseconds,
      target: "≤ 50 ms",
    },
  ];
}

async function starting({ newsroom }: Servers): Promise<readonly Row[]> {
  const size = Number(values.media);
  const contenders = [
    ["fillOurs", "startOurs"],
    ["fillPouch", "startPouch"],
    ["fillRx", "startRx"],
  ] as const;
  for (const [fill] of contenders)
    await onPage(newsroom.port, `start-${fill}`, (call) => call(fill, size));
  const taken = new Map<string, { at: number; heap: number }[]>();
  for (let run = 0; run < runs; run += 1) {
    for (const [fill, start] of contenders) {
      const figures = await onPage(newsroom.port, `start-${fill}`, async (call, page) => {
        const heap = (): Promise<number> =>
          page.evaluate<number>("performance.memory.usedJSHeapSize");
        const before = await heap();
        const asked = await page.evaluate<number>("performance.now()");
        const at = (await call(start)) - asked;
        return { at, heap: (await heap()) - before };
      });
      taken.set(start, [...(taken.get(start) ?? []), figures]);
    }
  }
  const of = (name: string, what: "at" | "heap"): number =>
    median((taken.get(name) ?? []).map((one) => one[what]));
  const at = of("startOurs", "at");
  const what = `W7 start: 200 drafts, 500 waiting, ${size} MB of media`;
  return [
    row(what, at, milliseconds, "≤ 0.25 ×", ["PouchDB allDocs", of("startPouch", "at")]),
    row("", at, milliseconds, "≤ 0.5 ×", ["RxDB find", of("startRx", "at")]),
    row("   heap that it takes", of("startOurs", "heap"), megabytes, "≤ 30 MB", [
      "PouchDB",
      of("startPouch", "heap"),
    ]),
  ];
}

async function weighing({ template }: Servers): Promise<readonly Row[]> {
  const app = join(template, "app");
  const bytes = weightOf(app, writingScripts(app));
  return [row("W8 the writing part, sealing included, brotli", bytes, kilobytes, "≤ 70 KB")];
}

const figures: Readonly<Record<string, (servers: Servers) => Promise<readonly Row[]>>> = {
  W1: typing,
  W2: putting,
  W3: draining,
  W4: attachment,
  W5: resetting,
  W6: photographing,
  W7: starting,
  W8: weighing,
};

try {
  if (installPeers()) {
    const servers = await openServers();
    const rows: Row[] = [];
    for (const name of values.only.split(",")) {
      // One that cannot be had says why, and the others are measured still.
      const some = await figures[name]?.(servers).catch((error: unknown) => {
        console.log(`${name} is not measured: ${String(error)}`);
        return [];
      });
      for (const { what, ours, peer } of some ?? [])
        console.log(`  ${what}: ${ours}, ${peer?.figure ?? ""}`);
      rows.push(...(some ?? []));
    }
    printTable(rows);
  }
} finally {
  for (const cleanup of cleanups.toReversed()) await cleanup();
}
