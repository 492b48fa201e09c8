import type { ComponentChildren } from "preact";
import type { ListedEntry } from "../../device/library.ts";
import type { Article } from "../../protocol/article.ts";
import { routes } from "../../protocol/routes.ts";
import { Icon } from "../../rendering/icon.ts";
import { ArticlePage, type PageSetting } from "../../rendering/pages.ts";
import type { Messages } from "../messages/messages.ts";
import type { Reading } from "./reading-model.ts";
import { useComfort } from "./use-comfort.ts";
import { useReadingPlace } from "./use-reading-place.ts";

export interface ArticleScreenProps extends PageSetting {
  readonly article: Article;
  /** What the phone knows of it; undefined while it is only on a served page. */
  readonly entry: ListedEntry | undefined;
  readonly translation: string | undefined;
  /** True for the beginning of a text whose rest is not here yet. */
  readonly isPart: boolean | undefined;
  readonly messages: Messages;
  readonly reading: Reading;
  /** False for the moment in which a served page is taken over. */
  readonly live: boolean;
  readonly beside?: ComponentChildren;
  readonly onLook: () => void;
  readonly onPassOn: (article: Article) => void;
  readonly onSay: (text: string) => void;
  readonly onKept: () => void;
}

export function ArticleScreen({
  article,
  entry,
  messages,
  reading,
  live,
  onLook,
  onPassOn,
  onSay,
  onKept,
  ...page
}: ArticleScreenProps) {
  const path = routes.article(article.slug);
  const before = useReadingPlace(path, reading);
  const comfort = useComfort();
  const comfortable = { article, reading, words: page.words, name: page.name, before };
  const toggle = async (): Promise<void> => {
    if (entry === undefined) return;
    if (entry.kept) return reading.discard(entry);
    onKept();
    await reading.keep(entry);
    onSay(messages.kept);
  };
  const actions = (
    <section class="acting" aria-label={messages.actions}>
      {comfort && <comfort.Comfort {...comfortable} />}
      <div class="actions">
        <button
          type="button"
          disabled={entry === undefined}
          aria-pressed={entry?.kept ?? false}
          onClick={() => void toggle()}
        >
          <Icon name="shelf" />
          <span>{entry?.kept ? messages.kept : messages.keep}</span>
        </button>
        {comfort && <comfort.ListenButton {...comfortable} />}
        <button type="button" onClick={onLook}>
          <Icon name="text" />
          <span>{messages.look}</span>
        </button>
        <button type="button" onClick={() => onPassOn(article)}>
          <Icon name="share" />
          <span>{messages.passOn}</span>
        </button>
        {/* The app opens at the last place read: from there too, a blank page is two taps away. */}
        <a href={routes.front(page.words.language)} data-place="write">
          <Icon name="pencil" />
          <span>{page.words.write}</span>
        </a>
      </div>
    </section>
  );
  return (
    <ArticlePage
      {...page}
      article={article}
      end={live && comfort && <comfort.Neighbours {...comfortable} />}
      actions={live && actions}
    />
  );
}
