import { type Context, Hono } from "hono";
import { type InterfaceLanguage, interfaceLanguages } from "../../../protocol/language.ts";
import { routes } from "../../../protocol/routes.ts";
import type { Served } from "../../../rendering/served.ts";
import { answerText, revalidated } from "../answering.ts";
import type { Compressor } from "../compressing.ts";
import { languageAsked, languageWanted } from "./languages.ts";
import { type ArticlePage, createPages, type PageDeps } from "./pages.ts";

/** The HTML pages, complete without script; everything unknown is a page too. */
export function createPageRoutes(deps: PageDeps, compressor: Compressor): Hono {
  const pages = createPages(deps);
  const app = new Hono();
  const wanted = (c: Context): InterfaceLanguage =>
    languageAsked(new URL(c.req.url)) ??
    languageWanted(c.req.header("accept-language"), deps.newsroom.languages);
  const send = (c: Context, served: Served): Promise<Response> => {
    // The page of an address that has no language of its own is in the reader's.
    const headers = {
      "content-language": served.language,
      ...(served.kind === "missing" || served.kind === "shell" ? { vary: "accept-language" } : {}),
    };
    const body = new TextEncoder().encode(pages.write(served));
    const type = "text/html; charset=utf-8";
    return answerText(
      c.req.raw,
      { body, type, cache: revalidated, status: served.status, headers },
      compressor,
    );
  };
  const missing = (c: Context) => send(c, pages.missing(wanted(c)));
  const sendOr = async (c: Context, page: ArticlePage | undefined): Promise<Response> => {
    if (page === undefined) return missing(c);
    return "movedTo" in page ? redirect(page.movedTo, 308) : send(c, page);
  };

  // A language that was asked for goes on in the address: the app keeps it as the reader's choice.
  app.get(routes.start, (c) => {
    const asked = languageAsked(new URL(c.req.url));
    const front = asked === undefined ? routes.front(wanted(c)) : askedFront(asked);
    return redirect(front, 302, { vary: "accept-language" });
  });
  for (const language of interfaceLanguages) {
    app.get(`/${language}`, () => redirect(routes.front(language), 308));
    app.get(routes.front(language), async (c) => {
      const asked = languageAsked(new URL(c.req.url));
      if (asked !== undefined && asked !== language) return redirect(askedFront(asked), 302);
      return sendOr(c, await pages.front(language, 0));
    });
    app.get(`/${language}/from/${place}`, async (c) =>
      sendOr(c, await pages.front(language, Number(c.req.param("from")))),
    );
    app.get(routes.privacy(language), (c) => send(c, pages.privacy(language)));
    app.get(`/${language}/t/:tag`, async (c) =>
      sendOr(c, await pages.tag(language, c.req.param("tag"), 0)),
    );
    app.get(`/${language}/t/:tag/from/${place}`, async (c) =>
      sendOr(c, await pages.tag(language, c.req.param("tag"), Number(c.req.param("from")))),
    );
  }
  app.get("/a/:slug", async (c) => sendOr(c, await pages.article(c.req.param("slug"))));
  app.get("/a/:slug/whole", async (c) => sendOr(c, await pages.whole(c.req.param("slug"))));
  app.get(routes.shelf, (c) => send(c, pages.shell(wanted(c))));
  app.get(routes.take, (c) => send(c, pages.shell(wanted(c))));
  // The phone's worker keeps what is shared; where it is gone, the file is left unread and the screen asks for it.
  app.post(routes.take, () => redirect(routes.take, 303));
  app.all("*", missing);
  return app;
}

const askedFront = (language: InterfaceLanguage): string =>
  `${routes.front(language)}?lang=${language}`;

/** How many articles stand before a page of a list. */
const place = ":from{[1-9]\\d{0,5}}";

function redirect(
  location: string,
  status: 302 | 303 | 308,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(null, {
    status,
    headers: { ...headers, location, "cache-control": "no-cache" },
  });
}
