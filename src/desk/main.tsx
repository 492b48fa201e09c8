import { signal } from "@preact/signals";
import { render } from "preact";
import { newsroom } from "virtual:newsroom";
import { toBase64url } from "../protocol/bytes.ts";
import { DeskModel } from "./desk-model.ts";
import { DeskPage } from "./DeskPage.tsx";
import { drawing } from "./drawing.ts";
import { InboxModel } from "./inbox-model.ts";
import { openKeyFile } from "./key-file.ts";
import { createRequests } from "./requests.ts";
import { createTable } from "./table.ts";
import "./desk.css";

// The token first: it must not stay in the address bar, the history or the session files for a moment longer.
const token = takeToken();

const requests = createRequests((...asked) => fetch(...asked));
const now = () => Date.now();
const desk = new DeskModel({
  requests,
  openKeyFile,
  now,
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
});
const today = () => localDay(new Date());
const inbox = new InboxModel(requests, desk, today);
const table = createTable({
  requests,
  desk,
  inbox,
  drawing,
  today,
  newId: () => toBase64url(crypto.getRandomValues(new Uint8Array(16))),
});
const language = signal<"uk" | "en">(
  navigator.language.startsWith("uk") || navigator.language.startsWith("ru") ? "uk" : "en",
);

function takeToken(): string | undefined {
  const fragment = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  return fragment === "" ? undefined : fragment;
}

function localDay(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

render(
  <DeskPage
    desk={desk}
    inbox={inbox}
    table={table}
    language={language}
    demonstration={newsroom.demonstration}
    today={today}
  />,
  document.querySelector("#desk")!,
);
void desk.start(token);
// A new link opened in this very tab changes the fragment alone, and loads nothing.
addEventListener("hashchange", () => {
  const next = takeToken();
  if (next !== undefined) void desk.start(next);
});
