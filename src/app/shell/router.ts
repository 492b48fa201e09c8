import { type ReadonlySignal, signal } from "@preact/signals";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { routes } from "../../protocol/routes.ts";
import { type EntryState, type Layer, parsePath, parseState, type Route } from "./route.ts";

/** How the reader goes from screen to screen. */
export interface Router {
  readonly route: ReadonlySignal<Route>;
  /** Goes to a path; false where the app has no such page and the browser must go. */
  go(path: string, how?: "push" | "replace"): boolean;
  openLayer(layer: Layer): void;
  /** One step deeper into writing; the address stays the front page's, and the title stays. */
  write(): void;
  /** One step back, or to the front page where there is none. */
  back(): void;
  /** Out of writing, however deep, in one step: the list is on the screen at once. */
  leaveWriting(): void;
}

/** The part of the browser's window that a router needs. */
export type RouterWindow = Pick<
  Window,
  "history" | "location" | "addEventListener" | "scrollTo" | "scrollY"
>;

/** A router over the history API. Reading's entries are numbered, so that their scroll can be found again. */
export function createRouter(window: RouterWindow, language: () => InterfaceLanguage): Router {
  const { history, location } = window;
  const scrolls = new Map<number, number>();
  const route = signal<Route>(read(location, parseState(history.state)));
  let state: EntryState = parseState(history.state);
  history.scrollRestoration = "manual";

  const remember = (): void => {
    if ("at" in state) scrolls.set(state.at, window.scrollY);
  };
  const arrive = (next: EntryState): void => {
    state = next;
    route.value = read(location, next);
  };
  const move = (how: "push" | "replace", next: EntryState, path: string): void => {
    remember();
    if (how === "push") history.pushState(next, "", path);
    else history.replaceState(next, "", path);
    arrive(next);
    if ("at" in next && next.layer === undefined) window.scrollTo(0, 0);
  };
  const nextAt = (how: "push" | "replace"): number =>
    "at" in state ? state.at + (how === "push" ? 1 : 0) : 1;

  window.addEventListener("popstate", (event) => {
    remember();
    const next = parseState(event.state);
    // The same place as before: what lay over it has gone, and it closes by itself.
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    arrive(next);
    // The screen is drawn in a microtask; its scroll is put back after that.
    if ("at" in next)
      queueMicrotask(() => queueMicrotask(() => window.scrollTo(0, scrolls.get(next.at) ?? 0)));
  });

  const front = (): string => routes.front(language());
  return {
    route,
    go(path, how = "push") {
      if (parsePath(path) === undefined) return false;
      move(
        path === location.pathname && !("depth" in state) ? "replace" : how,
        { at: nextAt(how) },
        path,
      );
      return true;
    },
    openLayer: (layer) => move("push", { at: nextAt("push"), layer }, front()),
    write: () => move("push", { depth: "depth" in state ? state.depth + 1 : 1 }, front()),
    back() {
      if ("depth" in state || state.at > 0) history.back();
      else move("replace", { at: 0 }, front());
    },
    leaveWriting() {
      if (!("depth" in state)) return;
      // The list first, the history after it: `go` takes its time.
      const { depth } = state;
      route.value = { kind: "front", language: language() };
      history.go(-depth);
    },
  };
}

function read(location: Location, state: EntryState): Route {
  if ("depth" in state) return { kind: "writing", depth: state.depth };
  if (state.layer !== undefined) return { kind: "layer", layer: state.layer };
  return parsePath(location.pathname) ?? { kind: "start" };
}

/** Lets the router follow links of this site; everything else is the browser's. */
export function followLinks(
  document: Document,
  here: Pick<Location, "origin" | "pathname">,
  onLink: (path: string, link: HTMLAnchorElement) => boolean,
): void {
  document.addEventListener("click", (event) => {
    const { metaKey, ctrlKey, shiftKey, altKey } = event;
    if (event.defaultPrevented || event.button !== 0 || metaKey || ctrlKey || shiftKey || altKey) {
      return;
    }
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.target !== "") return;
    if (link.origin !== here.origin || link.hasAttribute("download")) return;
    // An older part of a served list: only the server has it.
    if (link.search !== "") return;
    // A place on this page, a note or the skip link: the browser scrolls there by itself.
    if (link.hash !== "" && link.pathname === here.pathname) return;
    if (onLink(link.pathname, link)) event.preventDefault();
  });
}
