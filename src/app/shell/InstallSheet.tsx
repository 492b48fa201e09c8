import { useSignal } from "@preact/signals";
import type { SettingsMessages } from "../messages/settings-messages.ts";
import { Button } from "../ui/Button.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import type { Install } from "./install.ts";
import { chooseTile, type Tile } from "./tile.ts";

export interface InstallSheetProps {
  readonly messages: SettingsMessages;
  readonly install: Install;
  readonly titles: Readonly<Record<Tile, string>>;
}

const icons: Readonly<Record<Tile, string>> = {
  sunflower: "/icons/icon-192.png",
  neutral: "/icons/neutral-192.png",
};

/** Two tiles side by side, without advice: the sunflower itself can be a risk. */
export function InstallSheet({ messages, install, titles }: InstallSheetProps) {
  const tile = useSignal<Tile>("sunflower");
  const choose = (chosen: Tile): void => {
    tile.value = chosen;
    if (chooseTile(document, chosen, titles[chosen])) install.forgetPrompt();
  };
  return (
    <Sheet title={messages.install} closeLabel={messages.close} onClose={install.close}>
      <fieldset class="tiles">
        <legend>{messages.installTile}</legend>
        {(["sunflower", "neutral"] as const).map((one) => (
          <label key={one} class={tile.value === one ? "on" : undefined}>
            <input
              type="radio"
              name="tile"
              autocomplete="off"
              checked={tile.value === one}
              onChange={() => choose(one)}
            />
            <img src={icons[one]} alt="" width={72} height={72} />
            <span>{titles[one]}</span>
          </label>
        ))}
      </fieldset>
      {install.offer.value === "guide" ? (
        <ol class="points steps">
          {messages.installGuide.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : (
        <Button look="sun" disabled={!install.ready.value} onPress={install.accept}>
          {messages.install}
        </Button>
      )}
    </Sheet>
  );
}
