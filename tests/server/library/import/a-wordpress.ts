import type { Answerer } from "./a-server.ts";

/** A post as `/wp/v2/posts?_embed` of WordPress 6.1 tells it (what is said here was seen there). */
export interface WordPressPost {
  readonly id: number;
  readonly status: "publish" | "private" | "draft" | "trash";
  readonly title: string;
  readonly content: string;
  readonly excerpt: string;
  readonly password: string;
  /** By the site's clock, which is two hours ahead of Greenwich. */
  readonly date: string;
  readonly modified: string;
  readonly featured?: { readonly url: string; readonly alt: string; readonly caption: string };
  readonly more?: Readonly<Record<string, unknown>>;
}

export const aPostOf = (id: number, change: Partial<WordPressPost> = {}): WordPressPost => ({
  id,
  status: "publish",
  title: `Стаття ${id} &#038; «лапки»`,
  content: `<p>Текст статті ${id}. ${"Слово за словом іде розповідь. ".repeat(20)}</p>\n`,
  excerpt: "",
  password: "",
  date: `2026-10-${String((id % 28) + 1).padStart(2, "0")}T00:30:00`,
  modified: `2026-10-${String((id % 28) + 1).padStart(2, "0")}T00:30:00`,
  ...change,
});

const twoHours = 7_200_000;
const gmt = (local: string): string =>
  new Date(Date.parse(`${local}Z`) - twoHours).toISOString().slice(0, 19);

/** The JSON of a post, as strangers see it. */
export function jsonOf(
  post: WordPressPost,
  origin = "https://wp.example",
): Readonly<Record<string, unknown>> {
  const isProtected = post.password !== "";
  return {
    id: post.id,
    date: post.date,
    date_gmt: gmt(post.date),
    guid: { rendered: `${origin}/?p=${post.id}&#038;x=1` },
    modified: post.modified,
    modified_gmt: gmt(post.modified),
    slug: `stattia-${post.id}`,
    status: post.status,
    type: "post",
    link: `${origin}/2026/stattia-${post.id}/`,
    title: { rendered: isProtected ? `Захищено: ${post.title}` : post.title },
    content: { rendered: isProtected ? "" : post.content, protected: isProtected },
    excerpt: { rendered: isProtected ? "" : post.excerpt, protected: isProtected },
    author: 2,
    featured_media: post.featured === undefined ? 0 : 4,
    categories: [2],
    tags: [3],
    _embedded: {
      author: [{ id: 2, name: "Олена Ткач" }],
      ...(post.featured === undefined ? {} : { "wp:featuredmedia": [mediaOf(post.featured)] }),
      "wp:term": [
        [{ id: 2, name: "Життя &amp; дім", taxonomy: "category" }],
        [{ id: 3, name: "Херсон", taxonomy: "post_tag" }],
      ],
    },
    ...post.more,
  };
}

export const aPost = (id: number) =>
  jsonOf(
    aPostOf(id, {
      featured: { url: "https://wp.example/a.jpg", alt: "Хліб", caption: "<p>Фото</p>" },
    }),
  );

const mediaOf = ({ url, alt, caption }: NonNullable<WordPressPost["featured"]>) => ({
  id: 4,
  alt_text: alt,
  caption: { rendered: caption },
  source_url: url,
  media_details: {
    width: 1600,
    sizes: {
      thumbnail: { width: 150, source_url: `${url}?150` },
      medium_large: { width: 768, source_url: `${url}?768` },
      full: { width: 1600, source_url: url },
    },
  },
});

/** A WordPress that a test changes. */
export interface AWordPress {
  readonly posts: Map<number, WordPressPost>;
  put(id: number, change?: Partial<WordPressPost>): void;
  rest: "open" | "closed" | "broken";
  permalinks: "pretty" | "plain";
  /** A WordPress before 5.7 does not know `modified_after`. */
  isOld: boolean;
  /** Paths with queries that were asked for. */
  readonly asked: string[];
  readonly answer: Answerer;
}

/** Behaves as the WordPress 6.1 of Debian was seen to: its order of pages, its codes, its headers. In `folder` below the host. */
export function aWordPress(folder = ""): AWordPress {
  const posts = new Map<number, WordPressPost>();
  const site: AWordPress = {
    posts,
    put: (id, change) => void posts.set(id, { ...(posts.get(id) ?? aPostOf(id)), ...change }),
    rest: "open",
    permalinks: "pretty",
    isOld: false,
    asked: [],
    answer: ({ url, origin }) => {
      site.asked.push(`${url.pathname}${url.search}`);
      const home = `${origin}${folder}`;
      const route =
        url.searchParams.get("rest_route") ??
        (site.permalinks === "pretty" && url.pathname.startsWith(`${folder}/wp-json/`)
          ? url.pathname.slice(folder.length + 8)
          : undefined);
      if (route !== undefined) return answerRest(site, route, url.searchParams, home);
      if (url.pathname === `${folder}/feed/` || url.searchParams.has("feed"))
        return feed(site, home);
      const root =
        site.permalinks === "pretty" ? `${home}/wp-json/` : `${home}/index.php?rest_route=/`;
      // Without a theme, as Debian installs it, the page is empty: the header alone says what it is.
      if (url.pathname === `${folder}/`)
        return {
          type: "text/html; charset=UTF-8",
          headers: { link: `<${root}>; rel="https://api.w.org/"` },
          body: "",
        };
      return { status: 404, type: "text/html", body: "немає" };
    },
  };
  return site;
}

const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  type: "application/json; charset=UTF-8",
  headers,
  body: JSON.stringify(value),
});
const problem = (code: string, status: number) =>
  json({ code, message: code, data: { status } }, status);

function answerRest(site: AWordPress, route: string, query: URLSearchParams, home: string) {
  if (site.rest === "broken") return { status: 500, type: "text/html", body: "критична помилка" };
  if (site.rest === "closed") return problem("rest_not_logged_in", 401);
  const path = route.replace(/^\/|\/$/g, "");
  if (path === "") return json({ name: "Наш сайт", home, namespaces: ["oembed/1.0", "wp/v2"] });
  const id = /^wp\/v2\/posts\/(\d+)$/.exec(path)?.[1];
  if (id !== undefined) return one(site, Number(id), home);
  return path === "wp/v2/posts" ? list(site, query, home) : problem("rest_no_route", 404);
}

function one({ posts }: AWordPress, id: number, home: string) {
  const post = posts.get(id);
  if (post === undefined) return problem("rest_post_invalid_id", 404);
  return post.status === "publish" ? json(jsonOf(post, home)) : problem("rest_forbidden", 401);
}

function list({ posts, isOld }: AWordPress, query: URLSearchParams, home: string) {
  const after = isOld ? null : query.get("modified_after");
  const include = query.get("include")?.split(",").map(Number);
  const field = query.get("orderby") === "modified" ? "modified" : "date";
  const found = [...posts.values()]
    .filter(({ status }) => status === "publish")
    .filter(({ modified }) => after === null || modified > after)
    .filter(({ id }) => include === undefined || include.includes(id))
    .toSorted((left, right) => (left[field] < right[field] ? 1 : -1));
  const portion = Number(query.get("per_page") ?? 10);
  const page = Number(query.get("page") ?? 1);
  const pages = Math.ceil(found.length / portion);
  if (page > Math.max(1, pages)) return problem("rest_post_invalid_page_number", 400);
  const some = found.slice((page - 1) * portion, page * portion).map((post) => jsonOf(post, home));
  return json(some, 200, { "x-wp-total": String(found.length), "x-wp-totalpages": String(pages) });
}

function feed({ posts }: AWordPress, home: string) {
  const items = [...posts.values()]
    .filter(({ status }) => status === "publish")
    .toSorted((left, right) => (left.date < right.date ? 1 : -1))
    .slice(0, 10)
    .map(
      (post) =>
        `<item><title>${post.title}</title><link>${home}/2026/stattia-${post.id}/</link><guid isPermaLink="false">${home}/?p=${post.id}&amp;x=1</guid><pubDate>${new Date(`${gmt(post.date)}Z`).toUTCString()}</pubDate><content:encoded><![CDATA[${post.content}]]></content:encoded></item>`,
    );
  return {
    type: "application/rss+xml; charset=UTF-8",
    body: `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Наш сайт</title><language>en-US</language>${items.join("")}</channel></rss>`,
  };
}
