import { signal } from "@preact/signals";
import { afterEach, expect, test, vi } from "vitest";
import { bringFont, type FontWorld } from "../../src/app/reading/comfort/font.ts";
import type { Settings } from "../../src/device/facts.ts";
import { aCacheStorage } from "../support/caches.ts";

afterEach(() => vi.unstubAllGlobals());

/** A page on which faces load as `load` does, and what it puts on. */
function aPage(load: () => Promise<unknown>) {
  vi.stubGlobal(
    "FontFace",
    class {
      load = load;
    },
  );
  const added: unknown[] = [];
  const changed: Partial<Settings>[] = [];
  const route = signal<unknown>("first");
  const window = {
    document: { fonts: { check: () => false, add: (face: unknown) => added.push(face) } },
    caches: aCacheStorage(),
    fetch: async () => new Response("wOF2 and what follows"),
  } as unknown as Window;
  const world: FontWorld = {
    browser: {} as Navigator,
    settings: {
      settings: signal<Settings>({ look: "phone", size: 0 }),
      change: async (part) => void changed.push(part),
    },
    router: { route },
  };
  return { bring: () => bringFont(window, world), route, added, changed };
}

test("it is put on with the next screen, and not before", async () => {
  const { bring, route, added, changed } = aPage(async () => "face");

  await bring();
  expect(added).toEqual([]);
  route.value = "second";
  await Promise.resolve();

  expect(added).toEqual(["face", "face"]);
  expect(changed).toEqual([{ font: "literata" }]);
});

test("a line that breaks while a face is loaded leaves it to the next start", async () => {
  const { bring, route, added, changed } = aPage(async () => {
    throw new DOMException("A network error occurred.", "NetworkError");
  });

  await bring();
  route.value = "second";
  await Promise.resolve();

  expect([added, changed]).toEqual([[], []]);
});

test("any other failure is not passed over in silence", async () => {
  const { bring } = aPage(async () => {
    throw new DOMException("no font", "SyntaxError");
  });

  await expect(bring()).rejects.toThrow("no font");
});
