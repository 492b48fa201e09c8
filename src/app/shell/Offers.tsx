import { useEffect, useMemo } from "preact/hooks";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { settingsMessagesIn } from "../messages/settings-messages.ts";
import { UndoLine } from "../ui/UndoLine.tsx";
import type { Composition } from "./App.tsx";
import { catchDrops } from "./arriving-file.ts";
import { createInstall, type Install } from "./install.ts";
import { InstallSheet } from "./InstallSheet.tsx";
import { Offer } from "./Offer.tsx";
import { Searching } from "./Searching.tsx";
import { readSurroundings, type Surroundings } from "./surroundings.ts";
import { neutralName } from "./tile.ts";
import { createUpdates, type Updates } from "./updates.ts";
import { prepareNewest } from "./writing-on-phone.ts";

export interface OffersProps {
  readonly composition: Composition;
  readonly language: InterfaceLanguage;
  /** What is over the screen: the app may offer to be installed on lists, never over a text; while writing it is silent. */
  readonly over: "list" | "text" | "writing";
}

/** What the app may offer, and what decides it. */
export interface Offered {
  readonly surroundings: Surroundings;
  readonly install: Install;
  readonly updates: Updates;
}

/**
 * What the app has to say beside the screen: a thing just removed, a new version, the home screen. Made once, after the
 * first catching up: nobody needs it for the first article.
 */
export function Offers({ composition, language, over }: OffersProps) {
  const { reading, newsroom } = composition;
  const offered = useMemo(() => openOffers(composition), []);
  useEffect(() => {
    const ask = (): void => composition.askToPersist("install");
    addEventListener("appinstalled", ask);
    return () => removeEventListener("appinstalled", ask);
  }, []);
  const messages = settingsMessagesIn(language);
  const removed = reading.removed.value;
  return (
    <>
      <Searching composition={composition} language={language} />
      {over !== "writing" && (
        <div class="offers">
          {removed === undefined ? (
            <Offer
              {...offered}
              wiped={composition.wiped}
              messages={messages}
              onList={over === "list"}
            />
          ) : (
            <UndoLine
              key={removed.id}
              text={messages.discarded}
              undo={messages.undo}
              onUndo={() => void reading.keep(removed)}
              onGone={reading.forgetRemoved}
            />
          )}
        </div>
      )}
      {offered.install.open.value && (
        <InstallSheet
          messages={messages}
          install={offered.install}
          titles={{ sunflower: newsroom.name[language], neutral: neutralName }}
        />
      )}
    </>
  );
}

function openOffers({
  prompt,
  articlesRead,
  browser,
  entry,
  reload,
  router,
}: Composition): Offered {
  catchDrops(
    window,
    () => router.route.value.kind === "writing",
    () => {
      const { value } = router.route;
      if (value.kind !== "layer" || value.layer !== "passing") router.openLayer("passing");
    },
  );
  const surroundings = readSurroundings(window);
  const workers = "serviceWorker" in browser ? browser.serviceWorker : undefined;
  return {
    surroundings,
    install: createInstall({ window, surroundings, prompt, articlesRead }),
    updates: createUpdates({
      workers,
      document,
      locks: browser.locks,
      reload,
      prepareNewest: () => prepareNewest({ fetch: (...asked) => fetch(...asked), caches, entry }),
    }),
  };
}
