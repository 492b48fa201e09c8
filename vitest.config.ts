import { defineConfig } from "vitest/config";

const minutes = 60_000;
const rooms = "{protocol,device,rendering,server,contracts,app,desk,worker}";

export default defineConfig({
  test: {
    projects: [
      {
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "unit",
          include: [`tests/${rooms}/**/*.test.{ts,tsx}`],
          environment: "node",
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          environment: "node",
          testTimeout: 2 * minutes,
        },
      },
      {
        // Browsers are heavy and share a processor with the server: one file at a time.
        test: {
          name: "journeys",
          include: ["tests/journeys/**/*.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 3 * minutes,
          hookTimeout: 3 * minutes,
        },
      },
    ],
  },
});
