import type { Slug } from "../../protocol/article.ts";
import { ArticleList } from "../../rendering/listing.ts";
import { Masthead } from "../../rendering/frame.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import type { Reading } from "./reading-model.ts";
import { Rest } from "./Rest.tsx";
import { useList } from "./use-list.ts";

export interface ListBesideProps extends PageSetting {
  readonly reading: Reading;
  readonly current: Slug;
}

/** The list beside an open article, on wide screens; on phones the style sheet leaves it out. */
export function ListBeside({ reading, current, words, name }: ListBesideProps) {
  const listName = { language: words.language };
  const list = useList(reading, listName);
  return (
    <aside class="beside" aria-label={words.read}>
      <Masthead words={words} name={name} />
      <ArticleList
        entries={list?.entries ?? []}
        words={words}
        current={current}
        rest={<Rest reading={reading} name={listName} own={list} words={words} current={current} />}
      />
    </aside>
  );
}
