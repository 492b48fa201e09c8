// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { h, render } from "preact";
import { expect, test } from "vitest";
import { EnvelopeScreen } from "../../src/app/sending/EnvelopeScreen.tsx";
import { uk as sending } from "../../src/app/sending/messages/uk.ts";
import type { Sending } from "../../src/app/sending/sending-model.ts";
import { canSendByItself, howItGoes } from "../../src/app/writing/how-it-goes.ts";
import { uk } from "../../src/app/writing/messages/uk.ts";

const android = { window: { SyncManager: class {} }, navigator: { serviceWorker: {} } };
const iphone = { window: {}, navigator: { serviceWorker: {} } };
const privateWindow = { window: { SyncManager: class {} }, navigator: {} };

test.each([
  [
    "Android may close it",
    android,
    "Можна закрити: телефон спробує сам. Якщо за годину не пішло, відкрийте «Сонях», коли буде мережа",
  ],
  ["on an iPhone it goes while open", iphone, "Розповідь піде, коли «Сонях» відкрито і є мережа"],
  [
    "without a worker it goes while open",
    privateWindow,
    "Розповідь піде, коли «Сонях» відкрито і є мережа",
  ],
] as const)("%s: said before the seal, by what the browser has", (_name, has, sentence) => {
  const root = document.createElement("div");
  const model = {
    handover: signal({ kind: "ready" }),
    getReady: () => undefined,
  } as unknown as Sending;
  render(
    h(EnvelopeScreen, {
      model,
      messages: sending,
      howItGoes: howItGoes(canSendByItself(has), uk),
      onBack: () => undefined,
    }),
    root,
  );

  expect([...root.querySelectorAll("p")].map(({ textContent }) => textContent)).toContain(sentence);
  render(null, root);
});
