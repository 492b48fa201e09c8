import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { Newsroom } from "./src/protocol/newsroom.ts";
import { newsroomModule } from "./tools/build/newsroom.ts";

const minutes = 60_000;
/** Nobody else needs a processor meanwhile; the usual is one less than there are, and so one of two. */
const workers = availableParallelism();
const rooms = "{protocol,device,rendering,server,contracts,app,desk,worker,build}";

/** Whether the search for traces sees them is no journey. */
const withoutBrowsers = "tests/traces/searching-for-traces.test.ts";

/**
 * What `npm test` leaves to `npm test -- --all` and `npm run proof`, so that it stays under a quarter of an hour
 * on two cores: what shows a promise once more in further engines, and long ways through one of them.
 */
const atLength = [
  "journeys/{blackout,draft-files,full-disk,heic,old-and-new,painting-over,passing-on,searching,static-copy}",
  "journeys/{photos-in-firefox,taken-back}",
  "journeys/{comfort,sealing-killed,updating,upgrading,engines/browsers}",
  "traces/{desk,phone-chromium,phone-firefox}",
].map((names) => `tests/${names}.test.ts`);
/** A file that is asked for by its name is run. */
const isNamed = (): boolean => process.argv.some((word) => /^tests\/.*\.test\.ts$/.test(word));
const isAll = process.env["ALL_JOURNEYS"] !== undefined || process.env["PROOF"] !== undefined;

// What a component finds under `virtual:newsroom`; a build takes it from newsroom.json.
const newsroom: Newsroom = {
  format: 1,
  rootKey: "A".repeat(43),
  name: { uk: "Сонях", en: "Soniakh" },
  languages: ["uk", "en"],
  contacts: ["editors@newsroom.example"],
  origin: "https://newsroom.example",
  demonstration: true,
};

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [newsroomModule(() => newsroom)],
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "unit",
          maxWorkers: workers,
          include: [`tests/${rooms}/**/*.test.{ts,tsx}`, withoutBrowsers],
          environment: "node",
          testTimeout: 3 * minutes,
          hookTimeout: 3 * minutes,
        },
      },
      {
        test: {
          name: "faults",
          maxWorkers: workers,
          include: ["tests/faults/**/*.test.ts"],
          environment: "node",
          testTimeout: 2 * minutes,
        },
      },
      {
        // Browsers are heavy, and share the processors with their servers: two files at a time, on however many cores.
        test: {
          name: "journeys",
          include: ["tests/{journeys,traces}/**/*.test.ts"],
          exclude: [withoutBrowsers, ...(isAll || isNamed() ? [] : atLength)],
          environment: "node",
          globalSetup: ["tests/journeys/global-setup.ts"],
          maxWorkers: 2,
          // Three browsers on two cores: what fails once is tried once more, and the report names it (`retry x1`).
          retry: 1,
          testTimeout: 3 * minutes,
          hookTimeout: 3 * minutes,
        },
      },
    ],
  },
});
