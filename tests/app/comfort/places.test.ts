// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { rememberPlaces } from "../../../src/app/reading/comfort/places.ts";
import type { Place } from "../../../src/device/facts.ts";

const path = "/a/nasinnia";

/** The screen goes dark: what is remembered is remembered then. */
function hide(): void {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

test("an article that was left and is still on the screen says nothing of its reader's place any more", () => {
  document.body.innerHTML = `<article><div class="body"><p>one</p><p>two</p></div></article>`;
  history.replaceState(null, "", path);
  const kept: Place[] = [];
  const stop = rememberPlaces(
    path,
    () => true,
    async (place) => void kept.push(place),
  );
  hide();
  expect(kept).toEqual([{ path, block: 1 }]);

  // As a start shows it in one piece, the place is the same.
  history.replaceState(null, "", `${path}/whole`);
  hide();
  expect(kept).toHaveLength(2);
  for (const next of ["/uk/", `${path}-dva`]) {
    history.pushState(null, "", next);
    hide();
  }
  stop();

  expect(kept).toHaveLength(2);
});
