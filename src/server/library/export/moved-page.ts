import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Slug } from "../../../protocol/article.ts";
import { routes } from "../../../protocol/routes.ts";

/** What stands at a former address on a static host, which cannot answer 308: it leads on by itself, and by a link. */
export function movedPage(origin: string, language: string, slug: Slug): string {
  const path = routes.article(slug);
  const page = h(
    "html",
    { lang: language },
    h(
      "head",
      null,
      h("meta", { charset: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "robots", content: "noindex" }),
      h("meta", { "http-equiv": "refresh", content: `0; url=${path}` }),
      h("link", { rel: "canonical", href: origin + path }),
      h("title", null, origin + path),
    ),
    h("body", null, h("a", { href: path }, origin + path)),
  );
  return `<!doctype html>${renderToString(page)}\n`;
}
