import { signal } from "@preact/signals";
import type { DownloadChoice } from "../../device/facts.ts";
import type { SettingsState } from "./settings-model.ts";
import { createModel } from "../ui/create-model.ts";

/** Bytes on this phone by kind; `free` is the browser's own estimate. */
export interface Room {
  readonly texts: number;
  readonly pictures: number;
  readonly rest: number;
  readonly free: number | undefined;
}

export interface RoomDeps {
  readonly settings: SettingsState;
  /** What holds until the reader chooses. */
  readonly startingDownload: () => Promise<DownloadChoice>;
  readonly measure: () => Promise<Room>;
  /** Lets go what may be let go; answers with the bytes freed. */
  readonly makeRoom: () => Promise<number>;
  readonly onDownloadChosen: () => void;
}

/** What reading takes on this phone, and how much of it is wanted. */
export const RoomModel = createModel((deps: RoomDeps) => {
  const download = signal<DownloadChoice | undefined>(deps.settings.settings.value.download);
  const room = signal<Room | undefined>(undefined);
  const freed = signal<number | undefined>(undefined);
  const measure = async (): Promise<void> => {
    room.value = await deps.measure();
    download.value ??= await deps.startingDownload();
  };
  return {
    download,
    room,
    /** Bytes that making room freed just now. */
    freed,
    async chooseDownload(choice: DownloadChoice): Promise<void> {
      download.value = choice;
      await deps.settings.change({ download: choice });
      deps.onDownloadChosen();
    },
    measure,
    async makeRoom(): Promise<void> {
      freed.value = await deps.makeRoom();
      await measure();
    },
  };
});

export type RoomState = InstanceType<typeof RoomModel>;
