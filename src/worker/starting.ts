import { blockAttribute, findStartPage } from "../device/start-page.ts";
import type { Slug } from "../protocol/article.ts";
import type { Store } from "../device/database.ts";
import { routes } from "../protocol/routes.ts";

export interface StartWorld {
  readonly store: Store;
  /** Whether this worker's own build has a file of that path: another build may draw an article otherwise. */
  readonly isOfThisBuild: (path: string) => boolean;
}

/** What puts a block at the top of the window before any script has run, where the browser knows `scroll-initial-target`. */
const top = "data-start";

/** How long the database may take, milliseconds: the shell is on the screen by then. */
const patience = 300;

/**
 * The article that a start goes on with, in place of the empty shell: its text is on the screen before a script has run. For
 * its own address too, from its beginning. Whatever stands in the way, the shell is the answer as ever.
 */
export async function withStartPage(
  shell: Response | Promise<Response>,
  url: URL,
  { store, isOfThisBuild }: StartWorld,
): Promise<Response> {
  // Whoever asks for a language has another page in mind than the last one.
  const isStart = url.pathname === routes.start && url.search === "";
  if (!isStart && !url.pathname.startsWith(routes.article("" as Slug))) return shell;
  const found = await Promise.race([
    // A database that cannot be opened is told by the page, which has words for it.
    findStartPage(store).catch(() => undefined),
    // One that does not answer too: on iPhones a frozen page may hold it for minutes.
    new Promise<undefined>((resolve) => setTimeout(resolve, patience)),
  ]);
  if (found === undefined || (!isStart && url.pathname !== found.path)) return shell;
  const { html, entry } = found.page;
  if (!isOfThisBuild(entry)) return shell;
  const mark = `${blockAttribute}="${found.block}"`;
  return withBody(await shell, isStart ? html.replace(mark, `${mark} ${top}`) : html);
}

/** Another page with the headers of this one, its policy above all. */
export function withBody({ headers: before }: Response, html: string): Response {
  const headers = new Headers(before);
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  return new Response(html, { headers });
}
