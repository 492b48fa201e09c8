import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import { settingsMessagesIn } from "../messages/settings-messages.ts";
import { LookSheet } from "../settings/LookSheet.tsx";
import { PrivacyScreen } from "../settings/PrivacyScreen.tsx";
import type { Composition } from "./App.tsx";
import { LayerScreen } from "./LayerScreen.tsx";
import type { Layer } from "./route.ts";
import { SearchDoor } from "./Searching.tsx";

// What few readers open and nobody needs for the first article: one chunk, called for when it is wanted.

export function SeldomLayer({
  composition,
  layer,
  setting,
}: {
  readonly composition: Composition;
  readonly layer: Layer;
  readonly setting: PageSetting;
}) {
  if (layer === "search") return <SearchDoor composition={composition} setting={setting} />;
  return (
    <LayerScreen
      composition={composition}
      layer={layer}
      setting={setting}
      messages={settingsMessagesIn(setting.words.language)}
    />
  );
}

export function SeldomPrivacy({
  composition,
  setting,
}: {
  readonly composition: Composition;
  readonly setting: PageSetting;
}) {
  return <PrivacyScreen {...setting} contacts={composition.newsroom.contacts} />;
}

export function SeldomLook({
  composition,
  language,
  onClose,
}: {
  readonly composition: Composition;
  readonly language: InterfaceLanguage;
  readonly onClose: () => void;
}) {
  return (
    <LookSheet
      messages={settingsMessagesIn(language)}
      settings={composition.settings}
      onClose={onClose}
    />
  );
}

export { PassOn as SeldomPassOn } from "./PassingDoor.tsx";
export { Offers } from "./Offers.tsx";
