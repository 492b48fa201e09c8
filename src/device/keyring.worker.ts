import { createKeyringAnswers, type KeyringAsk } from "./keyring-file.ts";

declare const self: DedicatedWorkerGlobalScope;

const answer = createKeyringAnswers({ storage: navigator.storage, locks: navigator.locks });

self.addEventListener("message", ({ data }: MessageEvent<{ number: number; ask: KeyringAsk }>) => {
  void answer(data.ask).then((reply) => self.postMessage({ number: data.number, reply }));
});
