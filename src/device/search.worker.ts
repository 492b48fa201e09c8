import { databaseName, openStore } from "./database.ts";
import { loadSearchLanguages } from "./search.ts";
import { createSearchAnswers, type SearchAsk, type SearchReply } from "./search-answers.ts";
import { createSearching } from "./searching.ts";

declare const self: DedicatedWorkerGlobalScope;

const reply = (message: SearchReply): void => self.postMessage(message);
const answer = createSearchAnswers(
  createSearching({
    store: openStore(databaseName, () => undefined),
    locks: navigator.locks,
    loadLanguages: loadSearchLanguages,
    pause: () => new Promise((resume) => setTimeout(resume)),
    now: () => performance.now(),
    onProgress: (progress) => reply({ progress }),
  }),
);

self.addEventListener("message", ({ data }: MessageEvent<{ number: number; ask: SearchAsk }>) => {
  void answer(data.ask).then((found) => reply({ number: data.number, answer: found }));
});
// Whatever tab brought articles or took some away says so here.
new BroadcastChannel("soniakh").addEventListener("message", ({ data }) => {
  if (data === "library") void answer({ kind: "update" });
});
