import { expect, onTestFinished, test } from "vitest";
import { createMarkupReader } from "../../../../src/server/library/import/sources/markup-reader.ts";
import { now, rss } from "./feed-corpus.ts";

function aReader() {
  const reader = createMarkupReader();
  onTestFinished(() => reader.close());
  return reader;
}

/** Milliseconds of processor time that this process, not its child, spends on the work. */
async function costHere(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const url = "https://news.example/feed";
const floods = {
  "empty elements": `<rss><channel>${"<a/>".repeat(5_000_000)}`,
  "items without a word": rss("<item/>".repeat(2_500_000)),
  brackets: "<".repeat(20_000_000),
  "a title that never ends": `<rss><item><title>${"а".repeat(10_000_000)}`,
};

test.each(Object.entries(floods))(
  "twenty megabytes of %s cost the server itself next to nothing",
  async (_, text) => {
    const reader = aReader();
    const bytes = Buffer.from(text);

    const cost = await costHere(() => reader.readFeed({ bytes, url, now }));
    const after = await reader.readFeed({
      bytes: Buffer.from(rss("<item><title>Хліб</title></item>")),
      url,
      now,
    });

    expect(cost).toBeLessThan(1_000);
    expect(after).toMatchObject({ ok: true, feed: { items: [{ title: "Хліб" }] } });
  },
);
