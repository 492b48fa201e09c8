import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import { settingsMessagesIn } from "../messages/settings-messages.ts";
import { LookSheet } from "../settings/LookSheet.tsx";
import { PrivacyScreen } from "../settings/PrivacyScreen.tsx";
import type { Composition } from "./App.tsx";
import { Offer } from "./Offer.tsx";
import { InstallSheet } from "./InstallSheet.tsx";
import { LayerScreen } from "./LayerScreen.tsx";
import type { Layer } from "./route.ts";
import { neutralName } from "./tile.ts";

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

export function SeldomInstall({
  composition,
  language,
}: {
  readonly composition: Composition;
  readonly language: InterfaceLanguage;
}) {
  const { install, newsroom } = composition;
  const titles = { sunflower: newsroom.name.uk, neutral: neutralName };
  return <InstallSheet messages={settingsMessagesIn(language)} install={install} titles={titles} />;
}

export function SeldomOffer({
  composition,
  language,
  onList,
}: {
  readonly composition: Composition;
  readonly language: InterfaceLanguage;
  readonly onList: boolean;
}) {
  return (
    <Offer composition={composition} messages={settingsMessagesIn(language)} onList={onList} />
  );
}
