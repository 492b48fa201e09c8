import { registerRoute } from "workbox-routing";
import { routes } from "../protocol/routes.ts";
import { type Shared, takeSharedMessage } from "../device/sharing.ts";
import { withBody } from "./starting.ts";

/** A byte more than the page takes, so that it can say so: what is longer is not kept here. */
const most = 40_000_001;
/** So many photos of one sharing are taken, and of a text so many letters. */
const mostPhotos = 40;
const mostLetters = 500_000;
/** A page asks within seconds. What nobody asks for is let go. Milliseconds. */
const patience = 60_000;

/**
 * What a person shares to write with is personal: it is held in this worker's memory alone, for the page that opens next, and
 * is on no disk before it is an encrypted draft. A worker that dies meanwhile loses it, and the page says so; the browser
 * keeps a worker alive while {@link taken} is waited for.
 */
let held: Shared | undefined;
let taken: () => void = () => undefined;

/**
 * Takes what another app shares with this one. Text and photos are for a draft: the front page opens, and its document says
 * that they wait. A file of articles, which is public, waits in a cache for the page that looks at it, as does whatever else
 * is no story: it is answered there.
 */
export function takeShares(caches: CacheStorage): void {
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && url.pathname === routes.take,
    async ({ request, event }) => {
      const form = await formOf(request);
      const shared = form && (await storyOf(form));
      if (shared !== undefined) {
        event.waitUntil(hold(shared));
        return Response.redirect(routes.start, 303);
      }
      const cache = await caches.open("shared");
      const file = filesOf(form).find(isArticles);
      await cache.put(routes.take, new Response(file?.slice(0, most) ?? ""));
      return Response.redirect(routes.take, 303);
    },
    "POST",
  );
}

/** Resolves when it was taken, or let go. */
function hold(shared: Shared): Promise<void> {
  // One that is still waited for gives way, and its minute ends with it.
  taken();
  held = shared;
  return new Promise((resolve) => {
    const timer = setTimeout(letGo, patience);
    taken = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function letGo(): void {
  held = undefined;
  taken();
}

/** Answers a page that asks for what was shared, once. */
export function answerShare({ data, ports }: ExtendableMessageEvent): void {
  if ((data as { readonly type?: unknown } | null)?.type !== takeSharedMessage) return;
  ports[0]?.postMessage(held);
  letGo();
}

/** The start page, marked while something shared waits for it; undefined where nothing does. */
export async function markShare(
  page: Response | Promise<Response>,
  url: URL,
): Promise<Response | undefined> {
  if (held === undefined || url.pathname !== routes.start) return undefined;
  const shown = await page;
  return withBody(shown, (await shown.text()).replace("<html", "<html data-shared"));
}

async function formOf(request: Request): Promise<FormData | undefined> {
  try {
    return await request.formData();
  } catch {
    // Not a form: nothing of ours.
    return undefined;
  }
}

/** The files of a form, whatever their fields are called. */
const filesOf = (form: FormData | undefined): readonly File[] =>
  form === undefined ? [] : [...form.values()].filter((value) => typeof value !== "string");

const isArticles = ({ type, name }: File): boolean =>
  !isPhoto({ type }) && (type === "text/html" || /\.html?$/i.test(name) || type === "");
const isPhoto = ({ type }: Pick<File, "type">): boolean => type.startsWith("image/");

/** Words and photos; undefined where there are neither, or a file that is something else. */
async function storyOf(form: FormData): Promise<Shared | undefined> {
  const files = filesOf(form);
  if (files.some((file) => file.size > 0 && !isPhoto(file))) return undefined;
  const [title, text, url] = ["title", "text", "url"].map((name) => wordsOf(form, name));
  const parts = [text, text?.includes(url ?? "") ? "" : url].filter((part) => part !== "");
  // Bytes of its own: a file of the form may lie on the disk until the form is forgotten.
  const photos = await Promise.all(
    files
      .slice(0, mostPhotos)
      .map(async (file) => new Blob([await file.arrayBuffer()], { type: file.type })),
  );
  const shared = { title: title ?? "", text: parts.join("\n"), photos };
  return shared.title === "" && shared.text === "" && photos.length === 0 ? undefined : shared;
}

function wordsOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, mostLetters).trim() : "";
}
