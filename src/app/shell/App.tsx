import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Store } from "../../device/database.ts";
import type { Facts } from "../../device/facts.ts";
import type { Article } from "../../protocol/article.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { Newsroom } from "../../protocol/newsroom.ts";
import { textId } from "../../rendering/frame.ts";
import { speechIn } from "../messages/speech.ts";
import type { Reading } from "../reading/reading-model.ts";
import type { SettingsState } from "../settings/settings-model.ts";
import type { InstallPrompt } from "./install-prompt.ts";
import type { Occasion } from "./persisting.ts";
import type { Route } from "./route.ts";
import type { Router } from "./router.ts";
import { Screen } from "./Screen.tsx";
import type { ServedPage } from "./served-page.ts";
import { useSeldom } from "./use-seldom.ts";

/** Everything that the screens need, made once in main.tsx. */
export interface Composition {
  readonly newsroom: Newsroom;
  readonly version: string;
  /** The browser itself, for what it says of its line and its room. */
  readonly browser: Navigator;
  readonly store: Store;
  readonly facts: Facts;
  readonly reading: Reading;
  readonly settings: SettingsState;
  readonly router: Router;
  /** The browser's word that the app can be installed. */
  readonly prompt: Signal<InstallPrompt | undefined>;
  /** How many articles were read to their end or left. */
  readonly articlesRead: Signal<number>;
  readonly served: ServedPage | undefined;
  /** True where the browser erased what was here. */
  readonly wiped: Signal<boolean>;
  /** The language of the next screen: the reader's choice, else the address's or the phone's. */
  readonly language: () => InterfaceLanguage;
  /** True where list and article stand side by side. */
  readonly wide: Signal<boolean>;
  readonly origin: string;
  readonly now: () => number;
  /** Asks the browser to keep what is here; never waited for. */
  readonly askToPersist: (occasion: Occasion) => void;
  readonly reload: () => void;
  /** Path of the page's own script, by which it knows its build. */
  readonly entry: string;
}

/** The app: the screen of the route, and what lies over it. */
export function App(composition: Composition) {
  const { router, served, articlesRead, reading } = composition;
  const route = router.route.value;
  const first = useRef(route);
  const live = useSignal(served === undefined);
  const looking = useSignal(false);
  const passing = useSignal<Article | undefined>(undefined);
  const said = useSignal("");
  const page = served !== undefined && route === first.current ? served : undefined;
  const { words, messages } = speechIn(page?.language ?? composition.language());
  const shown = words.language;
  // Before the next paint: between the page that is taken over and the live one, a tap would meet what is about to go.
  useLayoutEffect(() => void (live.value = true), []);
  useArrival(route, route === first.current);
  useLeaving(route, () => (articlesRead.value += 1));
  // What the app may offer waits until the newsroom was asked: articles need the line for themselves. That the browser has
  // erased everything is said at once.
  const passed = passing.value;
  const isWanted = looking.value || passed || composition.wiped.value;
  const seldom = useSeldom(isWanted ? Infinity : reading.asked.value);
  const setting = { words, name: composition.newsroom.name[shown] };
  return (
    <>
      <Screen
        composition={composition}
        route={route}
        served={page}
        live={live.value}
        messages={messages}
        setting={setting}
        onLook={() => (looking.value = true)}
        onPassOn={(article) => (passing.value = article)}
        onSay={(text) => (said.value = text)}
      />
      {seldom && <seldom.Offers composition={composition} language={shown} over={overOf(route)} />}
      {live.value && (
        <p class="unseen" role="status">
          {said.value}
        </p>
      )}

      {seldom && looking.value && (
        <seldom.SeldomLook
          composition={composition}
          language={shown}
          onClose={() => (looking.value = false)}
        />
      )}
      {seldom && passed && (
        <seldom.SeldomPassOn
          composition={composition}
          setting={setting}
          article={passed}
          onClose={() => (passing.value = undefined)}
        />
      )}
    </>
  );
}

const overOf = ({ kind }: Route): "list" | "text" | "writing" =>
  kind === "front" || kind === "shelf" ? "list" : kind === "writing" ? "writing" : "text";

/**
 * On each new screen the focus goes to its text, as it would on a new page. While an article is looked up a frame stands
 * in its place, and the focus must not go away with it.
 */
function useArrival(route: Route, isFirst: boolean): void {
  useEffect(() => {
    if (isFirst) return;
    let text: HTMLElement | null = null;
    const arrive = (): void => {
      const hasMovedOn = text !== null && document.activeElement !== document.body;
      if (text?.isConnected || hasMovedOn) return;
      text = document.getElementById(textId);
      text?.focus({ preventScroll: true });
    };
    arrive();
    const watcher = new MutationObserver(arrive);
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [route]);
}

/** Tells when an article is left. */
function useLeaving(route: Route, onLeft: () => void): void {
  const before = useRef(route);
  useEffect(() => {
    if (before.current.kind === "article" && route !== before.current) onLeft();
    before.current = route;
  }, [route]);
}
