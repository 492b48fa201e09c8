import { newsroom, version } from "virtual:newsroom";
import { effect, signal } from "@preact/signals";
import { h, hydrate, render } from "preact";
import { databaseName, openStore, type Store } from "../device/database.ts";
import { createFacts, type Facts, startingDownload } from "../device/facts.ts";
import { hashOf } from "../device/hashing.ts";
import { createLibrary } from "../device/library.ts";
import type { InterfaceLanguage } from "../protocol/language.ts";
import { routes } from "../protocol/routes.ts";
import { learn, speechIn } from "./messages/speech.ts";
import { type Reading, ReadingModel } from "./reading/reading-model.ts";
import { bringComfort } from "./reading/use-comfort.ts";
import { SettingsModel, type SettingsState } from "./settings/settings-model.ts";
import { App, type Composition } from "./shell/App.tsx";
import { markAbsentPictures } from "./shell/absent-pictures.ts";
import { readCircumstances } from "./shell/circumstances.ts";
import { createEngine } from "./shell/engine.ts";
import { Failing, startOrSay } from "./shell/Failing.tsx";
import { firstLanguage } from "./shell/first-language.ts";
import { keepInstallPrompt } from "./shell/install-prompt.ts";
import { startInstalling } from "./shell/installing.ts";
import { applyLook } from "./shell/look.ts";
import { createNews } from "./shell/news.ts";
import { resumePlace } from "./shell/resuming.ts";
import { createRouter, followLinks, type Router } from "./shell/router.ts";
import { readServedPage } from "./shell/served-page.ts";
import { scriptAddress } from "./shell/trusted-types.ts";
import { keepCatchingUp } from "./shell/when-to-catch-up.ts";
import { startSending } from "./shell/writing-door.ts";

/** Undefined in windows that have none: a private one of Firefox. */
const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
const now = (): number => Date.now();
const entry = new URL(import.meta.url).pathname;
const reload = (): void => location.reload();
const pause = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds));

// Over plain http there is neither crypto nor storage that can be relied on: the served page stays as it is.
if (isSecureContext) {
  const root = document.querySelector<HTMLElement>("#app")!;
  const language = () => firstLanguage(location, navigator.languages).language;
  void startOrSay(
    () => start(root),
    root,
    { language, reload },
    (wait, call) => {
      const timer = setTimeout(call, wait);
      return () => clearTimeout(timer);
    },
  );
}

async function start(root: Element): Promise<void> {
  markAbsentPictures(document);
  const prompt = keepInstallPrompt(window);
  const store = openStore(databaseName, reload, window);
  const facts = createFacts(store);
  const app = startInstalling(workers, () => scriptAddress("/sw.js"), pause);
  const { library, reading } = openReading(store, facts, app.installed);
  const textHash = (text: string): Promise<string> => hashOf(new TextEncoder().encode(text));
  const [saved, canary, remains, found] = await Promise.all([
    facts.settings(),
    facts.get("canary"),
    // Asked in the turn that registers the worker: later, on a slow phone, a first visit's own would stand here already.
    hasController() || caches.keys().then(({ length }) => length > 0),
    readServedPage(document, textHash),
    // Storage first, the network after the first paint: a start never waits for it.
    reading.begin(),
  ]);
  const settings = new SettingsModel(facts, saved);
  const language = chooseLanguage(settings);
  const router = createRouter(window, language);

  // A start is in the reader's language, whatever the page of the last one was in.
  let served =
    router.route.value.kind === "start" && found?.language !== language() ? undefined : found;
  await learn(served?.language ?? language());
  const { kind } = router.route.value;
  const front = routes.front(language());
  if (kind === "start") {
    // `/` on a static host, for the first time: the front page that lies there is sooner on the screen than a download.
    if (!hasController() && !(await reading.count()).listed) return location.replace(front);
    served = await resumePlace(reading, router, front, served, window);
    // What another app shared becomes a draft: see `worker/sharing.ts`.
    if ("shared" in document.documentElement.dataset) router.write();
  }

  const first = router.route.value;
  if (first.kind === "front") await reading.browse({ language: first.language });
  effect(() => {
    const chosen = language();
    void learn(chosen);
    const shown = router.route.value === first ? (served?.language ?? chosen) : chosen;
    applyLook(document, settings.settings.value, speechIn(shown).words.language);
  });
  const composition: Composition = {
    newsroom,
    version,
    browser: navigator,
    store,
    facts,
    reading,
    settings,
    router,
    prompt,
    articlesRead: signal(0),
    served,
    // Where nothing at all is left, nobody can tell: a promise to keep what is here says nothing, since some browsers give it
    // to everybody.
    wiped: signal(canary === undefined && remains),
    language,
    wide: wideWindow(),
    origin: location.origin,
    now,
    reload,
    entry,
    askToPersist: (occasion) =>
      void import("./shell/persisting.ts").then(
        (part) => part.askToPersist(navigator.storage, facts, occasion),
        () => undefined,
      ),
  };
  const page = h(Failing, { language, reload }, h(App, composition));
  if (served === undefined) {
    // What was said of a slow start, or served without data, gives way.
    render(null, root);
    root.replaceChildren();
    render(page, root);
  } else {
    hydrate(page, root);
  }
  followLinks(document, location, (path, link) => follow(router, path, link));
  if (canary === undefined) void facts.set("canary", true);
  if (kind !== "start" && served?.kind === "article" && !served.isPart)
    void library.takeServed(served);
  // After the texts: a phone that has them all has the comforts too, and waits for no network.
  await reading.count();
  const isComplete = reading.hasAllTexts();
  effect(() => {
    if (reading.asked.value > 0 || isComplete) bringComfort(composition);
  });
  // In a minute of network stories go first; a part that does not come keeps no news away.
  const placed = startSending({ store, facts, scriptAddress });
  await Promise.race([placed, pause(3_000)]).catch(() => undefined);
  keepCatchingUp(window, {
    async catchUp() {
      await app.bring();
      return reading.catchUp();
    },
    isUnfinished: () => app.isUnfinished() || reading.isUnfinished(),
    hasBrought: reading.hasBrought,
    now,
    random: Math.random,
  });
}

/** The library, what brings it up to date, and what the screens see of both; other tabs are told of changes. */
function openReading(
  store: Store,
  facts: Facts,
  installed: Promise<unknown>,
): { library: ReturnType<typeof createLibrary>; reading: Reading } {
  const library = createLibrary(store);
  const channel = new BroadcastChannel("soniakh");
  const world = {
    store,
    fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
    locks: navigator.locks,
    now,
    rootKey: newsroom.rootKey,
    decodes: (picture: Blob) => createImageBitmap(picture).then(Boolean, () => false),
    download: async () =>
      (await facts.settings()).download ?? startingDownload(await readCircumstances(navigator)),
    announce() {
      channel.postMessage("library");
      void reading.refresh();
    },
  };
  const engine = createEngine(world, {
    caches,
    entry,
    installed,
    random: Math.random,
    workers: "SyncManager" in window ? workers : undefined,
  });
  const reading = new ReadingModel({ library, news: createNews(engine), facts, installed, now });
  channel.addEventListener("message", ({ data }) => {
    if (data === "library") void reading.refresh();
  });
  return { library, reading };
}

/** The language of the next screen. An address that asks for one (`?lang=en`) is a choice, and is kept. */
function chooseLanguage(settings: SettingsState): () => InterfaceLanguage {
  const first = firstLanguage(location, navigator.languages);
  if (settings.settings.value.language === undefined && first.asked) {
    void settings.change({ language: first.language });
  }
  return () => settings.settings.value.language ?? first.language;
}

function hasController(): boolean {
  return Boolean(workers?.controller);
}

function wideWindow() {
  const media = matchMedia("(min-width: 1100px)");
  const wide = signal(media.matches);
  media.addEventListener("change", () => (wide.value = media.matches));
  return wide;
}

function follow(router: Router, path: string, link: HTMLAnchorElement): boolean {
  if (link.dataset["place"] === "write") router.write();
  else if (link.classList.contains("back")) router.back();
  else return router.go(path);
  return true;
}
