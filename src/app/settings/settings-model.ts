import { createModel, signal } from "@preact/signals";
import type { DownloadChoice, Facts, Settings } from "../../device/facts.ts";

/** Bytes on this phone by kind; `free` is the browser's own estimate. */
export interface Room {
  readonly texts: number;
  readonly pictures: number;
  readonly rest: number;
  readonly free: number | undefined;
}

export interface SettingsDeps {
  readonly facts: Facts;
  readonly settings: Settings;
  /** What holds until the reader chooses. */
  readonly startingDownload: () => Promise<DownloadChoice>;
  readonly measure: () => Promise<Room>;
  /** Lets go what may be let go; answers with the bytes freed. */
  readonly makeRoom: () => Promise<number>;
  readonly onDownloadChosen: () => void;
}

/** What a person set, and what it costs. */
export const SettingsModel = createModel((deps: SettingsDeps) => {
  const settings = signal<Settings>(deps.settings);
  const download = signal<DownloadChoice | undefined>(deps.settings.download);
  const room = signal<Room | undefined>(undefined);
  const freed = signal<number | undefined>(undefined);

  const change = async (part: Partial<Settings>): Promise<void> => {
    const next = { ...settings.value, ...part };
    settings.value = next;
    await deps.facts.set("settings", next);
  };
  const measure = async (): Promise<void> => {
    room.value = await deps.measure();
    download.value ??= await deps.startingDownload();
  };
  return {
    settings,
    download,
    room,
    /** Bytes that making room freed just now. */
    freed,
    change,
    async chooseDownload(choice: DownloadChoice): Promise<void> {
      download.value = choice;
      await change({ download: choice });
      deps.onDownloadChosen();
    },
    measure,
    async makeRoom(): Promise<void> {
      freed.value = await deps.makeRoom();
      await measure();
    },
  };
});

export type SettingsState = InstanceType<typeof SettingsModel>;
