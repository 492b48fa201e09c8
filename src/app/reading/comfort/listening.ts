import { signal } from "@preact/signals";
import { ListeningModel, type ListeningState, type Spot } from "./listening-model.ts";
import { inPieces } from "./sentences.ts";
import { localVoice } from "./voices.ts";

/** Voices of this phone, as far as the browser has told; Chromium tells late. */
export const voices = signal<readonly SpeechSynthesisVoice[]>([]);

/** Where each article was left, by its address; for as long as the page lives. */
const spots = new Map<string, Spot>();

/** Asks for the phone's voices, and again whenever they change. */
export function watchVoices(window: Window): void {
  const { speechSynthesis: speech } = window;
  if (speech === undefined) return;
  const read = (): void => void (voices.value = speech.getVoices());
  // WebKit has the list, but no event for it.
  speech.addEventListener?.("voiceschanged", read);
  read();
}

/** What is read aloud of the open article: title, standfirst and body, as far as it is shown. */
export function spokenBlocks(root: ParentNode): readonly HTMLElement[] {
  const blocks = root.querySelectorAll<HTMLElement>(
    "article h1, article .standfirst, article .body > *",
  );
  return Array.from(blocks).filter(
    (block) => block.getClientRects().length > 0 && !block.matches("hr, .sound"),
  );
}

/** The text of a block as it is said: numbers of notes are not. */
export const spokenText = (block: Element): string =>
  Array.from(block.childNodes, (node) => {
    if (!(node instanceof Element)) return node.textContent ?? "";
    return node.matches("sup, picture, svg") ? "" : spokenText(node) + (isBlock(node) ? ". " : "");
  }).join("");

const isBlock = (node: Element): boolean => node.matches("li, p, td, th, figcaption");

/** Listening to one article with this phone's own voice. */
export function openListening(
  window: Window & typeof globalThis,
  language: string,
): ListeningState {
  return new ListeningModel({
    speech: window.speechSynthesis,
    utter(text, rate) {
      const utterance = new window.SpeechSynthesisUtterance(text);
      const voice = localVoice(voices.peek(), language);
      return Object.assign(utterance, { lang: language, rate }, voice && { voice });
    },
    after(milliseconds, call) {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}

/** Begins where the article was left, else with what is in view. */
export function beginListening(model: ListeningState, path: string): readonly HTMLElement[] {
  const blocks = spokenBlocks(document);
  const inView = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 72);
  const from = spots.get(path) ?? { paragraph: Math.max(0, inView), piece: 0 };
  model.begin(
    blocks.map((block) => inPieces(spokenText(block))),
    from,
  );
  return blocks;
}

/** Remembers where listening is; at the end it begins anew. */
export function rememberSpot(path: string, model: ListeningState): void {
  const state = model.state.peek();
  if (state.kind === "off") spots.delete(path);
  else spots.set(path, state.at);
}

/** What the lock screen and the headset show and press, where they know of pages. */
export function tellSession(
  session: MediaSession | undefined,
  model: ListeningState,
  { title, artist }: { readonly title: string; readonly artist: string },
): () => void {
  if (session === undefined) return () => undefined;
  session.metadata = new MediaMetadata({ title, artist });
  const actions: readonly [MediaSessionAction, () => void][] = [
    ["play", model.goOn],
    ["pause", model.pause],
    ["stop", model.stop],
    ["nexttrack", () => model.skip(1)],
    ["previoustrack", () => model.skip(-1)],
  ];
  const set = (action: MediaSessionAction, act: (() => void) | null): void => {
    try {
      session.setActionHandler(action, act);
    } catch {
      // An action that this browser does not know.
    }
  };
  for (const [action, act] of actions) set(action, act);
  return () => {
    session.metadata = null;
    for (const [action] of actions) set(action, null);
  };
}
