import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { startingDownload } from "../../device/facts.ts";
import { Icon } from "../../rendering/icon.ts";
import { Page } from "../../rendering/frame.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import type { SettingsMessages } from "../messages/settings-messages.ts";
import { AboutScreen } from "../settings/AboutScreen.tsx";
import type { Line } from "../reading/reading-model.ts";
import { CheckedScreen } from "../settings/CheckedScreen.tsx";
import type { Filling } from "../settings/DownloadChoices.tsx";
import { RoomModel, type RoomState } from "../settings/room-model.ts";
import { RoomScreen } from "../settings/RoomScreen.tsx";
import { SettingsScreen } from "../settings/SettingsScreen.tsx";
import type { Composition } from "./App.tsx";
import { readCircumstances } from "./circumstances.ts";
import { keepLimits, letGoArticle, makeRoom, measureRoom } from "./room.ts";
import { PassingLayer } from "./PassingDoor.tsx";
import type { Layer } from "./route.ts";

export interface LayerScreenProps {
  readonly composition: Composition;
  readonly layer: Layer;
  readonly messages: SettingsMessages;
  readonly setting: PageSetting;
}

/** The settings and what lies behind their rows. */
export function LayerScreen({ composition, layer, messages, setting }: LayerScreenProps) {
  const { words } = setting;
  const { browser, reading, router, settings, newsroom, version } = composition;
  const filling = useComputed(() => fillingOf(reading.line.value));
  const room = useMemo(() => openRoom(composition), []);
  const shared = { language: words.language, messages };
  const back = (
    <header class="top">
      <button type="button" class="square" aria-label={words.back} onClick={router.back}>
        <Icon name="back" />
      </button>
    </header>
  );
  return (
    <Page screen="layer" words={words} place={undefined} before={back}>
      {layer === "settings" && (
        <SettingsScreen
          {...shared}
          settings={settings}
          room={room}
          circumstances={() => readCircumstances(browser)}
          filling={filling}
          version={version}
          onOpen={router.openLayer}
        />
      )}
      {layer === "room" && <RoomScreen {...shared} model={room} />}
      {layer === "checked" && <CheckedScreen messages={messages} />}
      {layer === "passing" && <PassingLayer composition={composition} setting={setting} />}
      {layer === "about" && <AboutScreen {...shared} newsroom={newsroom} version={version} />}
    </Page>
  );
}

/** What catching up says, as the data choice sees it. */
function fillingOf(line: Line): Filling | undefined {
  switch (line.kind) {
    case "updating":
      return line.progress && { kind: "coming", ...line.progress };
    case "updated":
    case "ready":
      return { kind: "here" };
    case "offline":
      return line;
    default:
      return undefined;
  }
}

const openRoom = ({ browser, store, settings, reading }: Composition): RoomState => {
  const starting = async () => startingDownload(await readCircumstances(browser));
  return new RoomModel({
    settings,
    startingDownload: starting,
    measure: () => measureRoom(browser, caches, store),
    makeRoom: () => makeRoom(store).finally(reading.refresh),
    letGo: (id) => letGoArticle(store, id).finally(reading.refresh),
    async onLimits() {
      await keepLimits(store, settings.settings.peek().download ?? (await starting()));
      await reading.refresh();
      void reading.catchUp();
    },
    onDownloadChosen: () => void reading.catchUp(),
  });
};
