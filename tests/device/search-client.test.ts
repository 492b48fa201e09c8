import { expect, test } from "vitest";
import type { SearchAsk, SearchReply } from "../../src/device/search-answers.ts";
import { createSearchClient } from "../../src/device/search-client.ts";

interface Asked {
  readonly number: number;
  readonly ask: SearchAsk;
}

/** The page's end of a worker whose answers the test gives itself. */
function aWorker() {
  const asked: Asked[] = [];
  const state = { ended: false };
  const events = new EventTarget();
  const worker = {
    addEventListener: events.addEventListener.bind(events),
    postMessage: (message: Asked) => void asked.push(message),
    terminate: () => void (state.ended = true),
  } as unknown as Worker;
  const reply = (data: SearchReply): void =>
    void events.dispatchEvent(new MessageEvent("message", { data }));
  const breakDown = (): void => void events.dispatchEvent(new Event("error"));
  return { client: createSearchClient(worker), asked, reply, breakDown, state };
}

test("each answer finds the one who asked, in whatever order they come", async () => {
  const { client, asked, reply } = aWorker();
  const choices = client.ask({ kind: "choices" });
  const update = client.ask({ kind: "update" });

  reply({ number: asked[1]!.number, answer: true });
  reply({ number: asked[0]!.number, answer: { languages: ["uk"], tags: [], years: [] } });

  expect(await update).toBe(true);
  expect(await choices).toEqual({ languages: ["uk"], tags: [], years: [] });
});

test("how far the index is reaches all who listen", () => {
  const { client, reply } = aWorker();
  const heard: unknown[] = [];
  client.onProgress((progress) => heard.push(progress));

  reply({ progress: { done: 12, all: 97 } });

  expect(heard).toEqual([{ done: 12, all: 97 }]);
});

test("a worker that could not be had leaves nobody waiting, now or later", async () => {
  const { client, breakDown } = aWorker();
  const asking = client.ask({ kind: "open" });

  breakDown();

  expect(await asking).toBeUndefined();
  expect(await client.ask({ kind: "open" })).toBeUndefined();
});

test("closing ends the worker and whatever was asked of it", async () => {
  const { client, state } = aWorker();
  const asking = client.ask({ kind: "update" });

  client.close();

  expect(await asking).toBeUndefined();
  expect(state.ended).toBe(true);
});
