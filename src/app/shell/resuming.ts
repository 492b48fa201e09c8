import type { Reading } from "../reading/reading-model.ts";
import { parsePath } from "./route.ts";
import type { Router } from "./router.ts";
import type { ServedPage } from "./served-page.ts";

/**
 * At a start from the home screen: the last place read, with the list behind it for the way back. Answers the page that the
 * worker has put there, where it is of that article as the phone has it.
 */
export async function resumePlace(
  reading: Reading,
  router: Router,
  front: string,
  served: ServedPage | undefined,
  window: Pick<Window, "scrollY" | "scrollTo">,
): Promise<ServedPage | undefined> {
  const place = await reading.lastPlace();
  const route = place && parsePath(place.path);
  if (route?.kind === "article") await reading.open(route.slug);
  // The page may stand at the reader's paragraph already.
  const { scrollY } = window;
  router.go(front, "replace");
  const opened = reading.opened.value;
  if (place === undefined || opened?.kind !== "here") return undefined;
  reading.resumed.add(place.path);
  router.go(place.path);
  if (served?.hash !== opened.found.article?.hash) return undefined;
  window.scrollTo(0, scrollY);
  return served;
}
