import { inject } from "vitest";
import type { AnyPage } from "./browsers/any-page.ts";
import { type Network, openNetwork } from "./browsers/network.ts";
import { until } from "./browsers/waiting.ts";
import { openWatch, type Watch } from "./browsers/watching.ts";
import { type NewsroomOptions, openNewsroom, type RunningNewsroom } from "./newsroom.ts";

/** What most journeys begin with: a newsroom, a network to it that can be cut, and eyes on every engine. */
export interface Scene {
  readonly newsroom: RunningNewsroom;
  readonly network: Network;
  readonly watch: Watch;
  /** Run at the end, last one first, whatever happened. */
  onEnd(cleanup: () => Promise<unknown>): void;
  close(): Promise<void>;
}

/** A newsroom behind a network of its own. Needs `tests/journeys/global-setup.ts`. */
export async function openScene(options: Partial<NewsroomOptions> = {}): Promise<Scene> {
  const template = inject(options.contentDir === undefined ? "newsroomTemplate" : "emptyNewsroom");
  const newsroom = await openNewsroom({ template, ...options });
  const watch = await openWatch();
  const network = await openNetwork(newsroom.port, { reportTo: watch.reportTo });
  const cleanups: (() => Promise<unknown>)[] = [
    () => newsroom.close(),
    () => watch.close(),
    () => network.close(),
  ];
  return {
    newsroom,
    network,
    watch,
    onEnd: (cleanup) => void cleanups.push(cleanup),
    async close() {
      for (const cleanup of cleanups.toReversed()) await cleanup();
    },
  };
}

/** Resolves when the page shows this text. */
export async function shows(page: AnyPage, text: string, within = 30_000): Promise<void> {
  await until(`the page shows «${text}»`, async () => (await textOf(page)).includes(text), {
    within,
  }).catch(async (cause: unknown) => {
    throw new Error(`The page never showed «${text}»; it shows:\n${await textOf(page)}`, { cause });
  });
}

/** What a person reads on the page, white space folded. */
export const textOf = (page: AnyPage): Promise<string> =>
  page.read<string>(`document.body.innerText.replace(/\\s+/g, " ")`);

/** Presses the first visible link or button with this name. */
export async function press(page: AnyPage, name: string): Promise<void> {
  await until(`«${name}» can be pressed`, () =>
    page.read<boolean>(`(() => {
      const named = [...document.querySelectorAll("a, button, [role=button], summary, label")].filter((one) =>
        (one.getAttribute("aria-label") ?? one.textContent).replace(/\\s+/g, " ").trim().includes(${JSON.stringify(name)}) &&
        one.getClientRects().length > 0);
      named[0]?.click();
      return named.length > 0;
    })()`),
  );
}

/** Whether every picture that is on the screen is really there. */
export const picturesAreThere = (page: AnyPage): Promise<boolean> =>
  page.read<boolean>(`(async () => {
    const pictures = [...document.querySelectorAll("main img")];
    for (const picture of pictures) picture.scrollIntoView();
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    return pictures.length > 0 && pictures.every((picture) => picture.naturalWidth > 0);
  })()`);
