import { Hono } from "hono";
import { interfaceLanguages } from "../../../protocol/language.ts";
import type { Newsroom } from "../../../protocol/newsroom.ts";
import { type FeedKind, feedTypes, outwardRoutes } from "../../../protocol/outward-routes.ts";
import { answerText, missing, revalidated } from "../answering.ts";
import type { Compressor } from "../compressing.ts";
import type { Library } from "../library.ts";
import { writeAtom } from "./atom.ts";
import { type Feed, makeFeed } from "./feed-items.ts";
import { writeJsonFeed } from "./json-feed.ts";
import { writeRss } from "./rss.ts";
import { writeSitemap } from "./sitemap.ts";

/** What goes out to feed readers and search engines stands on. */
export interface OutwardDeps {
  readonly library: Library;
  readonly newsroom: Newsroom;
}

/** A feed in one of its forms. */
export const writeFeed: Readonly<Record<FeedKind, (feed: Feed) => string>> = {
  rss: writeRss,
  atom: writeAtom,
  json: writeJsonFeed,
};

/** Everything may be read but the desk and the intake, which are for no search engine. */
export const writeRobots = (origin: string): string =>
  `User-agent: *\nDisallow: /desk\nDisallow: /intake\n\nSitemap: ${origin}${outwardRoutes.sitemap}\n`;

/**
 * Feeds of each language, the sitemap and robots.txt. Each is written once an edition: what was withdrawn or unlisted is
 * in none of them from that moment, and caches ask each time (304 while nothing has changed).
 */
export function createOutwardRoutes(deps: OutwardDeps, compressor: Compressor): Hono {
  const { library, newsroom } = deps;
  const app = new Hono();
  const once = oncePerEdition(library);
  const answer = async (request: Request, text: string, type: string): Promise<Response> =>
    answerText(
      request,
      { body: new TextEncoder().encode(text), type, cache: revalidated },
      compressor,
    );

  for (const language of interfaceLanguages) {
    for (const [kind, type] of Object.entries(feedTypes) as [FeedKind, string][]) {
      app.get(outwardRoutes.feed(language, kind), async (c) => {
        const text = await once(`${language} ${kind}`, async () =>
          writeFeed[kind](await makeFeed(library, newsroom, language)),
        );
        return answer(c.req.raw, text, `${type}; charset=utf-8`);
      });
    }
  }
  const sitemap = (): Promise<readonly string[]> =>
    once("sitemap", async () => writeSitemap(await library.listAll(), newsroom.origin));
  const xml = "application/xml; charset=utf-8";
  app.get(outwardRoutes.sitemap, async (c) => answer(c.req.raw, (await sitemap())[0] ?? "", xml));
  app.get("/:file{sitemap-[1-9]\\d{0,3}\\.xml}", async (c) => {
    const part = (await sitemap())[Number(/\d+/.exec(c.req.param("file")))];
    if (part === undefined) return answerText(c.req.raw, missing, compressor);
    return answer(c.req.raw, part, xml);
  });
  app.get(outwardRoutes.robots, (c) =>
    answer(c.req.raw, writeRobots(newsroom.origin), "text/plain; charset=utf-8"),
  );
  return app;
}

/** Remembers what was made of the newest edition, and nothing of earlier ones. */
function oncePerEdition(library: Library) {
  let number = -1;
  let made = new Map<string, Promise<unknown>>();
  return <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const newest = library.edition().number;
    if (newest !== number) {
      number = newest;
      made = new Map();
    }
    const found = made.get(name) ?? make();
    made.set(name, found);
    found.catch(() => made.delete(name));
    return found as Promise<T>;
  };
}
