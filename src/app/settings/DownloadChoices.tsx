import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Circumstances, reasonToSpare } from "../../device/facts.ts";
import type { SettingsMessages } from "../messages/settings-messages.ts";
import { Choice } from "../ui/Choice.tsx";
import type { RoomState } from "./room-model.ts";
import type { SettingsState } from "./settings-model.ts";

/** How far filling in what is missing is; undefined while nobody knows. */
export type Filling =
  | { readonly kind: "coming"; readonly done: number; readonly all: number }
  | { readonly kind: "here" }
  | { readonly kind: "offline" };

export interface DownloadProps {
  readonly messages: SettingsMessages;
  readonly settings: SettingsState;
  readonly room: Pick<RoomState, "download" | "chooseDownload">;
  /** What the phone says of its line and its room. */
  readonly circumstances: () => Promise<Circumstances>;
  readonly filling: ReadonlySignal<Filling | undefined>;
}

const choices = ["everything", "small", "text"] as const;

/** What is taken from the network, why the phone began as it did, and how far it is with what is missing. */
export function DownloadChoices(props: DownloadProps) {
  const { messages, settings, room, filling } = props;
  const why = useSignal<ReturnType<typeof reasonToSpare>>(undefined);
  useEffect(() => {
    void props.circumstances().then((now) => (why.value = reasonToSpare(now)));
  }, []);
  const isStarting = settings.settings.value.download === undefined;
  const state = filling.value;
  return (
    <>
      <Choice
        legend={messages.download}
        quiet
        value={room.download.value}
        options={choices.map((value) => ({
          value,
          label: messages.downloadChoices[value],
          more: messages.downloadMeans[value],
        }))}
        onChoose={(value) => void room.chooseDownload(value)}
      />
      <p class="more" role="status">
        {isStarting && why.value !== undefined
          ? messages.downloadWhy[why.value]
          : sayFilling(state, messages)}
      </p>
    </>
  );
}

function sayFilling(filling: Filling | undefined, messages: SettingsMessages): string {
  switch (filling?.kind) {
    case "coming":
      return messages.downloading(filling.done, filling.all);
    case "here":
      return messages.downloaded;
    case "offline":
      return messages.downloadLater;
    case undefined:
      return "";
  }
}
