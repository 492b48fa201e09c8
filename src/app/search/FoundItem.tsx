import type { Snippet } from "../../device/search.ts";
import type { SearchFinding } from "../../device/searching.ts";
import { routes } from "../../protocol/routes.ts";
import { dayInWords } from "../../rendering/dates.ts";
import { Seed } from "../../rendering/ornaments.ts";
import type { PageWords } from "../../rendering/words.ts";
import { Marked } from "./Marked.tsx";

export interface FoundItemProps {
  readonly finding: SearchFinding;
  readonly snippet: Snippet | undefined;
  readonly words: PageWords;
  readonly onOpen: () => void;
}

/** One article of the results. The whole row is the link's target, as in every list. */
export function FoundItem({ finding: { entry, title }, snippet, words, onOpen }: FoundItemProps) {
  const { stored, minutes, date, language } = entry;
  return (
    <li class="row">
      <div class="words">
        {entry.tags[0] !== undefined && (
          <p class="kicker" lang={language}>
            {entry.tags[0]}
          </p>
        )}
        <h2>
          <a href={routes.article(entry.slug)} lang={language} data-id={entry.id} onClick={onOpen}>
            <Marked {...title} />
          </a>
        </h2>
        <p class="snippet" lang={language}>
          <Marked {...(snippet ?? { text: entry.summary, marks: [] })} />
        </p>
        <p class="meta">
          <Seed stored={stored} label={words.stored[stored]} />
          <span>
            {words.minutes(minutes)} · <time datetime={date}>{dayInWords(date, words, true)}</time>
          </span>
        </p>
      </div>
    </li>
  );
}
