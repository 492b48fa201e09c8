import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Page } from "../../rendering/frame.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { speechIn } from "../messages/speech.ts";
import { Absent } from "./Absent.tsx";
import type { Composition } from "./App.tsx";
import type { Router } from "./router.ts";
import { asksForSearch } from "./search-keys.ts";

type SearchModule = typeof import("./SearchRoom.tsx");

/** The search part, once it was called for; null where it could not be had. */
const part = signal<SearchModule | null | undefined>(undefined);

async function loadSearch(): Promise<void> {
  try {
    const loaded = await import("./SearchRoom.tsx");
    await loaded.dress();
    part.value = loaded;
  } catch {
    // Not on the phone yet, and no network: it is said, and the next tap tries again.
    part.value ??= null;
  }
}

export interface SearchDoorProps {
  readonly composition: Composition;
  readonly setting: PageSetting;
}

/** The search screen, or that it is not on the phone yet. */
export function SearchDoor({ composition, setting }: SearchDoorProps) {
  useEffect(() => {
    if (!part.value) void loadSearch();
  }, []);
  if (part.value) return <part.value.SearchRoom composition={composition} setting={setting} />;
  return (
    <Page screen="layer" words={setting.words} place={undefined}>
      {part.value === null && <Absent messages={speechIn(setting.words.language).messages} />}
    </Page>
  );
}

export interface SearchingProps {
  readonly composition: Composition;
  readonly language: InterfaceLanguage;
}

/** What search does beside its screen: keeps the index, listens for its keys, marks an article that was found. */
export function Searching({ composition, language }: SearchingProps) {
  const { router, reading } = composition;
  useEffect(() => listenForKeys(router), []);
  // After each catching up: the articles are here, and the line is free. Where it cannot be, the next one tries again.
  useEffect(() => {
    void import("./SearchRoom.tsx").then(
      ({ keepIndex }) => keepIndex(),
      () => undefined,
    );
  }, [reading.asked.value]);
  if (!part.value) return null;
  return <part.value.FoundMarks composition={composition} language={language} />;
}

function listenForKeys(router: Router): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const route = router.route.peek();
    // Whoever writes is not taken away from the page; in a sheet the keys are the sheet's.
    if (route.kind === "writing" || document.querySelector("dialog[open]") !== null) return;
    if (!asksForSearch(event)) return;
    event.preventDefault();
    if (route.kind === "layer" && route.layer === "search") {
      document.querySelector<HTMLElement>(".search input")?.focus();
    } else router.openLayer("search");
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
