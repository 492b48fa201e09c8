import type { Signal } from "@preact/signals";
import type { Article } from "../../../protocol/article.ts";
import { routes } from "../../../protocol/routes.ts";
import type { PageSetting } from "../../../rendering/pages.ts";
import type { Reading } from "../reading-model.ts";

/** The open article, as the comforts of reading see it. */
export interface Comfortable extends PageSetting {
  readonly article: Article;
  readonly reading: Reading;
  /** The paragraph that the reader had come to before, while going on from there is on offer. */
  readonly before: Signal<number | undefined>;
}

/** An article's address with the site's. */
export const addressOf = ({ slug }: Article, { location }: Window): string =>
  location.origin + routes.article(slug);
