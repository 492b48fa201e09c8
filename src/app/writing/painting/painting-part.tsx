import { render } from "preact";
import type { Draft } from "../../../device/draft.ts";
import { DeviceError } from "../../../device/errors.ts";
import { type Mark, paintInWorker } from "../../../device/painting-over.ts";
import paintingWorker from "../../../device/painting.worker.ts?worker&url";
import type { Photo } from "../../../device/photo-records.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { addStyleSheet } from "../../ui/style-sheet.ts";
import { UndoLine } from "../../ui/UndoLine.tsx";
import sheet from "./painting.css?url";
import { PaintingModel } from "./painting-model.ts";
import { PaintingScreen } from "./PaintingScreen.tsx";
import { paintingWordsIn } from "./painting-words.ts";

// Painting over a photo: a part of its own, called for when somebody wants it.

export interface ToPaint {
  readonly draft: Draft;
  /** The number that the draft keeps the photo under. */
  readonly photo: number;
  /** From 1, in the order of the page's photos. */
  readonly number: number;
  readonly language: InterfaceLanguage;
  /** Makes an address for `new Worker` under Trusted Types. */
  readonly scriptAddress: (address: string) => string;
  readonly onHide: () => void;
  /** The bytes under this number are others now. */
  readonly onPainted: () => void;
}

/**
 * Opens the photo over the whole screen. At 'Done' the marks are burned into new bytes, and they take the place of the old
 * ones on the disk at once; the photo as it was lives in this window's memory for as long as 'Undo' is offered.
 * Resolves when the screen is there; false where the photo's bytes are gone.
 */
export async function openPainting(asked: ToPaint): Promise<boolean> {
  const [photo] = await Promise.all([
    asked.draft.findPhoto(asked.photo),
    addStyleSheet(document, sheet),
  ]);
  if (photo === undefined) return false;
  const say = paintingWordsIn(asked.language);
  const host = document.createElement("div");
  const address = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  const close = (): void => {
    removeEventListener("popstate", close);
    if (!host.isConnected) return;
    // The browser gives the focus back to where it came from; taking the dialog away would lose it.
    host.querySelector("dialog")?.close();
    render(null, host);
    host.remove();
    URL.revokeObjectURL(address);
  };
  // Whoever goes back, by a swipe on an iPhone, must not leave the picture on the screen.
  addEventListener("popstate", close);
  document.body.append(host);
  render(
    <PaintingScreen
      painting={new PaintingModel(photo)}
      say={say}
      size={photo}
      address={address}
      alt={say.photoAlt(asked.number)}
      onClose={close}
      onHide={() => {
        close();
        asked.onHide();
      }}
      onDone={async (marks) => {
        const trouble = await burnIn(asked, photo, marks);
        if (trouble !== undefined) return say[trouble];
        close();
        asked.onPainted();
        offerUndo(asked, photo);
        return undefined;
      }}
    />,
    host,
  );
  return true;
}

async function burnIn(
  { draft, photo: number, scriptAddress }: ToPaint,
  photo: Photo,
  marks: readonly Mark[],
): Promise<"failed" | "noRoom" | undefined> {
  const worker = (): Worker => new Worker(scriptAddress(paintingWorker), { type: "module" });
  const painted = await paintInWorker(worker, photo, marks);
  if (painted === undefined) return "failed";
  try {
    return (await draft.replacePhoto(number, painted)) ? undefined : "failed";
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return error.code === "storage-full" ? "noRoom" : "failed";
  }
}

/** In the foot of the screen that is there, so that it goes when the screen does. */
function offerUndo(asked: ToPaint, former: Photo): void {
  const say = paintingWordsIn(asked.language);
  const host = document.createElement("div");
  const close = (): void => {
    removeEventListener("pointerdown", closeOutside, true);
    render(null, host);
    host.remove();
  };
  const closeOutside = ({ target }: Event): void => {
    if (!(target instanceof Node && host.contains(target))) close();
  };
  addEventListener("pointerdown", closeOutside, true);
  document.querySelector(".page-foot, .foot")?.prepend(host);
  render(
    <UndoLine
      text={say.painted}
      undo={say.putBack}
      onGone={close}
      onUndo={() => {
        close();
        // Where storage refuses, the photo stays painted over: that endangers nobody.
        void asked.draft.replacePhoto(asked.photo, former).then(asked.onPainted);
      }}
    />,
    host,
  );
}
