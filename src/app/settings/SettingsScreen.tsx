import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { interfaceLanguages } from "../../protocol/language.ts";
import { Icon } from "../../rendering/icon.ts";
import { megabytes } from "../messages/plurals.ts";
import { Button } from "../ui/Button.tsx";
import { Choice } from "../ui/Choice.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import { DownloadChoices, type DownloadProps } from "./DownloadChoices.tsx";
import { LookChoices } from "./LookSheet.tsx";
import type { RoomState } from "./room-model.ts";

export interface SettingsScreenProps extends DownloadProps {
  readonly language: "uk" | "en";
  readonly version: string;
  readonly room: RoomState;
  readonly onOpen: (screen: "room" | "checked" | "about" | "passing") => void;
}

type Open = "language" | "look" | "download";

/** Six rows and no more. */
export function SettingsScreen(props: SettingsScreenProps) {
  const { language, messages, settings, room, version, onOpen } = props;
  const open = useSignal<Open | undefined>(undefined);
  useEffect(() => void room.measure(), []);
  const { look } = settings.settings.value;
  const download = room.download.value;
  const taken = room.room.value;
  const used =
    taken &&
    megabytes(
      language,
      Object.values(taken.kinds).reduce((sum, one) => sum + one, 0),
    );
  return (
    <>
      <h1 class="title">{messages.settings}</h1>
      <ul class="rows">
        <Row
          label={messages.language}
          value={messages.languages[language]}
          onPress={() => (open.value = "language")}
        />
        <Row
          label={messages.lookRow}
          value={messages.lookChoices[look]}
          onPress={() => (open.value = "look")}
        />
        <Row
          label={messages.download}
          value={download && messages.downloadChoices[download]}
          onPress={() => (open.value = "download")}
        />
        <Row label={messages.room} value={used} onPress={() => onOpen("room")} />
        <Row label={messages.checked} onPress={() => onOpen("checked")} />
        <Row
          label={messages.about}
          value={messages.version(version)}
          onPress={() => onOpen("about")}
        />
      </ul>
      <p class="older">
        <Button onPress={() => onOpen("passing")}>{messages.passing}</Button>
      </p>
      {open.value !== undefined && (
        <Sheet
          title={messages[open.value === "look" ? "lookRow" : open.value]}
          closeLabel={messages.close}
          onClose={() => (open.value = undefined)}
        >
          {choices(open.value, props)}
        </Sheet>
      )}
    </>
  );
}

function choices(open: Open, props: SettingsScreenProps): ComponentChildren {
  const { language, messages, settings } = props;
  switch (open) {
    case "language":
      return (
        <Choice
          legend={messages.language}
          quiet
          value={language}
          options={interfaceLanguages.map((value) => ({
            value,
            label: messages.languages[value],
            lang: value,
          }))}
          onChoose={(value) => void settings.change({ language: value })}
        />
      );
    case "look":
      return <LookChoices messages={messages} settings={settings} />;
    case "download":
      return <DownloadChoices {...props} />;
  }
}

interface RowProps {
  readonly label: string;
  readonly value?: string | undefined;
  readonly onPress: () => void;
}

function Row({ label, value, onPress }: RowProps) {
  return (
    <li>
      <button type="button" onClick={onPress}>
        <span>{label}</span>
        {value !== undefined && <span class="value">{value}</span>}
        <Icon name="forward" size={20} />
      </button>
    </li>
  );
}
