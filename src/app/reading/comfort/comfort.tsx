import type { ReadonlySignal } from "@preact/signals";
import { addStyleSheet } from "../../ui/style-sheet.ts";
import { addressOf, type Comfortable } from "./comfortable.ts";
import sheet from "./comfort.css?url";
import { comfortWordsIn } from "./comfort-words.ts";
import { bringFont, type FontWorld } from "./font.ts";
import { watchForCalm } from "./late.ts";
import { ListeningLine } from "./Listening.tsx";
import { watchVoices } from "./listening.ts";
import { readNeighboursFrom } from "./Neighbours.tsx";
import { watchMoves } from "./moving.ts";
import { NoteCard } from "./NoteCard.tsx";
import { watchPrinting } from "./printing.ts";
import { Progress } from "./Progress.tsx";
import { QuoteLine } from "./QuoteLine.tsx";
import { ReturnLine } from "./ReturnLine.tsx";
import { keepStartPages, type StartPageWorld } from "./start-page.ts";
import { Viewer } from "./Viewer.tsx";
import type { Reading } from "../reading-model.ts";

export { ListenButton } from "./Listening.tsx";
export { Neighbours } from "./Neighbours.tsx";

// What makes reading comfortable, and what nobody waits for: one chunk, brought after the last text.

/** What it needs of the app. */
export interface ComfortWorld extends FontWorld, StartPageWorld {
  readonly reading: Reading;
  readonly router: { readonly route: ReadonlySignal<unknown>; go(path: string): boolean };
}

/** Begins what goes on over all screens; resolves once the comforts can be shown. */
export async function begin(world: ComfortWorld): Promise<void> {
  const { store, router, reading } = world;
  await addStyleSheet(document, sheet);
  watchForCalm(window, router.route);
  readNeighboursFrom(store);
  watchVoices(window);
  watchPrinting(window);
  watchMoves({ window, go: router.go, reading });
  void bringFont(window, world);
  keepStartPages(world);
}

/** What lies over and around the open article, beside its bar. */
export function Comfort(props: Comfortable) {
  const { article, words, name } = props;
  const say = comfortWordsIn(words.language);
  return (
    <>
      <div class="comforts">
        <Progress {...props} say={say} />
        <ReturnLine {...props} say={say} />
        <ListeningLine {...props} say={say} />
        <QuoteLine {...props} say={say} />
      </div>
      <NoteCard {...props} key={article.id} />
      <Viewer {...props} say={say} />
      <p class="print-source">{say.source(name, addressOf(article, window))}</p>
    </>
  );
}
