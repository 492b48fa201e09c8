import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Store } from "../../../device/database.ts";
import { type Neighbours as Beside, neighboursOf } from "../../../device/neighbours.ts";
import type { Entry } from "../../../protocol/edition.ts";
import { routes } from "../../../protocol/routes.ts";
import type { Comfortable } from "./comfortable.ts";
import { comfortWordsIn } from "./comfort-words.ts";
import { late } from "./late.ts";

const library = signal<Store | undefined>(undefined);

/** Says where articles lie. */
export const readNeighboursFrom = (store: Store): void => void (library.value = store);

/** The articles beside this one in the list: the next to read, and the one before it. */
export function Neighbours({ article, reading, words }: Comfortable) {
  const say = comfortWordsIn(words.language);
  const beside = useSignal<Beside | undefined>(undefined);
  const changes = reading.changes.value;
  useEffect(() => {
    if (library.value !== undefined)
      void neighboursOf(library.value, article).then((found) => (beside.value = found));
  }, [article, changes]);
  const { next, previous } = beside.value ?? {};
  if (late.value || (next === undefined && previous === undefined)) return null;
  return (
    <nav class="neighbours" aria-label={say.otherArticles}>
      {next && <Neighbour entry={next} label={say.next} rel="next" />}
      {previous && <Neighbour entry={previous} label={say.previous} rel="prev" />}
    </nav>
  );
}

interface NeighbourProps {
  readonly entry: Entry;
  readonly label: string;
  readonly rel: "next" | "prev";
}

function Neighbour({ entry, label, rel }: NeighbourProps) {
  return (
    <a href={routes.article(entry.slug)} rel={rel}>
      <span>{label}</span>
      <strong lang={entry.language} dir="auto">
        {entry.title}
      </strong>
    </a>
  );
}
