import type { Reading } from "../reading/reading-model.ts";
import { parsePath } from "./route.ts";
import type { Router } from "./router.ts";

/** At a start from the home screen: the last place read, with the list behind it for the way back. */
export async function resumePlace(reading: Reading, router: Router, front: string): Promise<void> {
  router.go(front, "replace");
  const place = await reading.lastPlace();
  const route = place && parsePath(place.path);
  if (place === undefined || route?.kind !== "article") return;
  await reading.open(route.slug);
  if (reading.opened.value?.kind !== "here") return;
  reading.resumed.add(place.path);
  router.go(place.path);
}
