import { reader, style } from "virtual:passed-on-file";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { ListedEntry } from "../../device/library.ts";
import { gather, type Gathered } from "../../device/passing-on.ts";
import { openPassedOn } from "../../device/taking-in.ts";
import type { Rest } from "../../device/words-once.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { routes } from "../../protocol/routes.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import { fileHtml } from "../passing/file/file-html.ts";
import { passLink } from "../passing/link.ts";
import { MakingModel, type MakingState } from "../passing/making-model.ts";
import { passingMessagesIn } from "../passing/messages/messages.ts";
import sheet from "../passing/passing.css?url";
import { PassingScreen, type PassingScreenProps } from "../passing/PassingScreen.tsx";
import { PassOnSheet } from "../passing/PassOnSheet.tsx";
import { createRest } from "../passing/rest.ts";
import { TakingModel, type TakingState } from "../passing/taking-model.ts";
import type { Reading } from "../reading/reading-model.ts";
import { createHandingOn } from "../ui/handing-on.ts";
import { addStyleSheet } from "../ui/style-sheet.ts";
import type { Composition } from "./App.tsx";
import { arrivingFile } from "./arriving-file.ts";
import type { PassingProps, PassOnProps } from "./PassingDoor.tsx";
import { takeShared } from "./shared-file.ts";

/** Resolves once the room looks as it should; rejects where its style sheet cannot be had. */
export const dress = (): Promise<unknown> => addStyleSheet(document, sheet);

/** The screen of passing on and taking in; a file that came from outside is looked at at once. */
export function PassingLayer({ composition, setting }: PassingProps) {
  const { reading } = composition;
  const making = useMemo(() => openMaking(composition, setting), [setting.words]);
  const takingIn = useMemo(() => openTaking(composition), []);
  const arriving = arrivingFile.value;
  useEffect(() => {
    if (arriving === undefined) return;
    arrivingFile.value = undefined;
    void takingIn.look(arriving.file);
  }, [arriving]);
  useEffect(() => {
    void takeShared(caches).then((shared) => shared && takingIn.look(shared.file));
  }, []);
  return (
    <PassingScreen
      {...useChoosable(reading, setting.words.language)}
      words={setting.words}
      newsroom={setting.name}
      messages={passingMessagesIn(setting.words.language)}
      making={making}
      takingIn={takingIn}
    />
  );
}

const rowsAtOnce = 40;
const mostOnShelf = 500;

/** What can be chosen, read again whenever the library changed. */
function useChoosable(
  reading: Reading,
  language: InterfaceLanguage,
): Pick<PassingScreenProps, "listed" | "shelf" | "entries" | "onMore"> {
  const rows = useSignal(rowsAtOnce);
  const list = useSignal<readonly ListedEntry[]>([]);
  const shelf = useSignal<readonly ListedEntry[]>([]);
  const [changes, shown] = [reading.changes.value, rows.value];
  useEffect(() => {
    // One more than is shown tells whether there are more.
    void reading.library.page({ language }, 0, shown + 1).then((page) => (list.value = page));
    void reading.library
      .page("shelf", 0, mostOnShelf)
      .then((entries) => (shelf.value = entries.filter(({ listed }) => listed)));
  }, [changes, shown, language]);
  return {
    listed: reading.counts.value?.listed ?? 0,
    shelf: shelf.value,
    entries: list.value.slice(0, shown),
    onMore: list.value.length > shown ? () => (rows.value += rowsAtOnce) : undefined,
  };
}

/** One article, as a link or as a file. */
export function PassOnArticle({ composition, setting, article, onClose }: PassOnProps) {
  const model = useMemo(() => openMaking(composition, setting), [setting.words]);
  const address = composition.origin + routes.article(article.slug);
  return (
    <PassOnSheet
      language={setting.words.language}
      messages={passingMessagesIn(setting.words.language)}
      model={model}
      address={address}
      passLink={() => passLink(composition.browser, article.title, address)}
      makeFile={() => void model.make({ articles: new Set([article.id]), pictures: true })}
      onClose={onClose}
    />
  );
}

const restOf = ({ now }: Composition): Rest => createRest(now, (call) => void setTimeout(call));

function openMaking(composition: Composition, { words, name }: PageSetting): MakingState {
  const { store, origin, browser } = composition;
  const rest = restOf(composition);
  const frame = { name, origin, words, style, reader };
  return new MakingModel({
    gather: (chosen) => gather(store, chosen, rest),
    write: (gathered) => fileHtml(gathered, frame, rest),
    nameOf: (gathered) => nameOf(gathered, words.language),
    ...createHandingOn(browser, document),
  });
}

/** Names stay in download lists and messengers: these tell what it is and of which day, and nothing of who reads what. */
function nameOf({ publishedAt, articles }: Gathered, language: "uk" | "en"): string {
  const names = { uk: ["stattia", "statti"], en: ["article", "articles"] } as const;
  const name = names[language][articles.length === 1 ? 0 : 1];
  return `${name}-${publishedAt.slice(0, 10)}.html`;
}

function openTaking(composition: Composition): TakingState {
  const { store, newsroom, browser } = composition;
  return new TakingModel((file) =>
    openPassedOn(file, {
      store,
      rootKey: newsroom.rootKey,
      locks: browser.locks,
      rest: restOf(composition),
      loadFallback: () =>
        import("../../device/ed25519-in-script.ts").then((part) => part.verifyInScript),
      announce: tellAllTabs,
    }),
  );
}

/** This page listens as well, as to another tab. */
function tellAllTabs(): void {
  const channel = new BroadcastChannel("soniakh");
  channel.postMessage("library");
  channel.close();
}
