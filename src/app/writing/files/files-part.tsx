import type { Signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { AttachmentsDeps } from "../../../device/attachments.ts";
import type { Store } from "../../../device/database.ts";
import type { Drafts } from "../../../device/drafts.ts";
import {
  choosePassphrase,
  isCyrillic,
  passphraseOf,
  readPassphrase,
  wordsOf,
} from "../../../device/passphrase.ts";
import { words as ukrainianWords } from "../../../device/passphrase-uk.ts";
import type { PassphraseDeps } from "../../../device/passphrase-age.ts";
import wordsWorker from "../../../device/passphrase.worker.ts?worker&url";
import { openDraftFile, type SavableDraft, saveDraftToFile } from "../../../device/saved-drafts.ts";
import type { Shared } from "../../../device/sharing.ts";
import { storyFile } from "../../../device/story-files.ts";
import type { StoryId } from "../../../protocol/intake.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { createHandingOn } from "../../ui/handing-on.ts";
import { addStyleSheet } from "../../ui/style-sheet.ts";
import type { Page } from "../page-model.ts";
import type { Writing } from "../writing-model.ts";
import { askForShared } from "./asking-for-shared.ts";
import sheet from "./files.css?url";
import { uk } from "./messages/uk.ts";
import type { FilesMessages } from "./messages/messages.ts";
import { OpenDraftSheet } from "./OpenDraftSheet.tsx";
import { OpeningModel } from "./opening-model.ts";
import { SaveDraftSheet } from "./SaveDraftSheet.tsx";
import { SaveStorySheet } from "./SaveStorySheet.tsx";
import { SavingModel } from "./saving-model.ts";
import { LostLine, SharedLine } from "./SharedLine.tsx";

export interface FilesDeps {
  readonly store: Store;
  readonly drafts: Drafts;
  readonly encode: AttachmentsDeps["encode"];
  readonly contacts: readonly string[];
  readonly browser: Navigator;
  /** Makes an address for `new Worker` under Trusted Types. */
  readonly scriptAddress: (address: string) => string;
  readonly model: Writing;
}

/** Where the part says something: over the screen, and above the words of the page that is open. Nothing takes it away. */
export interface Places {
  readonly over: Signal<ComponentChild>;
  readonly above: Signal<ComponentChild>;
}

/** Files out and in: a part of its own, which writing a plain story and sending it does not load. */
export interface Files {
  /** What stands on a page into a file that only words open; also while its storage is away: the words are in memory. */
  savePage(page: Page): Promise<void>;
  /** A draft out of such a file. */
  openDraft(): void;
  /** A sealed story into a file for the newsroom. */
  saveStory(id: StoryId): void;
  /** What another app shared, out of the worker's memory into a new draft. */
  takeShared(): Promise<void>;
}

/** Opens the part. Rejects where its words or its sheet cannot be had. */
export async function openFiles(
  deps: FilesDeps,
  language: InterfaceLanguage,
  { over, above }: Places,
): Promise<Files> {
  const [words] = await Promise.all([speechOf(language), addStyleSheet(document, sheet)]);
  const { messages } = words;
  const handing = createHandingOn(deps.browser, document);
  const show = (shown: ComponentChild): void => void (over.value = shown);
  const shared = { messages, language, onClose: () => show(null) };
  return {
    async savePage(page) {
      const draft = await savableOf(page);
      const model = new SavingModel({
        handing,
        make: (onProgress) => makeDraftFile(deps, words, draft, onProgress),
      });
      show(<SaveDraftSheet {...shared} model={model} />);
    },
    openDraft() {
      const model = new OpeningModel({
        async open(file, typed, onProgress) {
          const passphrase = readPassphrase(typed, await wordsLike(typed));
          const { drafts, encode } = deps;
          const work = { ...workOf(deps, onProgress), drafts, encode };
          return openDraftFile(work, file, passphrase);
        },
        onOpened(draft) {
          show(null);
          deps.model.openDraft(draft);
        },
      });
      show(<OpenDraftSheet {...shared} model={model} />);
    },
    saveStory(id) {
      const model = new SavingModel({ handing, make: () => makeStoryFile(deps, messages, id) });
      show(<SaveStorySheet {...shared} model={model} contacts={deps.contacts} />);
    },
    async takeShared() {
      const given = await askForShared(deps.browser.serviceWorker);
      const isTaken = given !== undefined && deps.model.beginWith((page) => fill(page, given));
      if (isTaken) {
        const discard = (): void => void deps.model.discardPage();
        above.value = <SharedLine messages={messages} onDiscard={discard} />;
      } else {
        show(<LostLine messages={messages} />);
      }
    },
  };
}

/** The words as they came, and the photos made anew one after the other, as if from the gallery. */
function fill(page: Page, { title, text, photos }: Shared): void {
  page.type("title", title);
  page.type(0, text);
  if (photos.length > 0) void page.addPhotos(photos);
}

/** A page that could not be opened, or whose storage has gone, still has what was typed. */
async function savableOf(page: Page): Promise<SavableDraft> {
  const draft = await page.opened();
  if (draft !== undefined) return draft;
  return {
    content: page.content.peek(),
    findPhoto: async () => undefined,
    records: { read: async () => [] },
  };
}

interface Speech {
  readonly messages: FilesMessages;
  readonly words: string;
}

const speechOf = async (language: InterfaceLanguage): Promise<Speech> =>
  language === "en"
    ? (await import("./english.ts")).english
    : { messages: uk, words: ukrainianWords };

/** The list that these words are from: a file may come from a phone with another language. */
const wordsLike = async (typed: string): Promise<readonly string[]> =>
  wordsOf((await speechOf(isCyrillic(typed) ? "uk" : "en")).words);

const workOf = (
  { scriptAddress }: FilesDeps,
  onProgress: (part: number) => void,
): PassphraseDeps => ({
  start: () => new Worker(scriptAddress(wordsWorker), { type: "module" }),
  rest: () => new Promise((resolve) => setTimeout(resolve)),
  onProgress,
});

async function makeDraftFile(
  deps: FilesDeps,
  { messages, words: list }: Speech,
  draft: SavableDraft,
  onProgress: (part: number) => void,
) {
  const words = choosePassphrase(wordsOf(list), (into) => crypto.getRandomValues(into));
  const made = await saveDraftToFile(workOf(deps, onProgress), draft, passphraseOf(words));
  if (made.kind === "too-big") return made.kind;
  const file = new File([made.file], messages.draftName, { type: made.file.type });
  return { file, words, missing: made.missing };
}

async function makeStoryFile({ store }: FilesDeps, { storyName }: FilesMessages, id: StoryId) {
  const blob = await storyFile(store, id);
  if (blob === undefined) return "gone";
  return { file: new File([blob], storyName, { type: blob.type }), words: [], missing: 0 };
}
