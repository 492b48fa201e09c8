import { useEffect } from "preact/hooks";
import type { SettingsMessages } from "../messages/settings-messages.ts";
import { megabytes } from "../messages/plurals.ts";
import { Button } from "../ui/Button.tsx";
import type { SettingsState } from "./settings-model.ts";

export interface RoomScreenProps {
  readonly language: "uk" | "en";
  readonly messages: SettingsMessages;
  readonly settings: SettingsState;
}

/** Megabytes by kind. Drafts are never offered for letting go. */
export function RoomScreen({ language, messages, settings }: RoomScreenProps) {
  useEffect(() => void settings.measure(), []);
  const room = settings.room.value;
  const freed = settings.freed.value;
  const kinds =
    room === undefined
      ? []
      : ([
          ["texts", room.texts],
          ["pictures", room.pictures],
          ["stories", room.rest],
        ] as const);
  return (
    <>
      <h1 class="title">{messages.room}</h1>
      <dl class="sizes">
        {kinds.map(([kind, bytes]) => (
          <div key={kind}>
            <dt>{messages.roomKinds[kind]}</dt>
            <dd>{megabytes(language, bytes)}</dd>
          </div>
        ))}
      </dl>
      <div class="text">
        {room?.free !== undefined && <p>{messages.roomFree(megabytes(language, room.free))}</p>}
        <p>{messages.roomPromise}</p>
        <Button onPress={() => void settings.makeRoom()}>{messages.makeRoom}</Button>
        <p role="status">
          {freed === undefined ? "" : messages.madeRoom(megabytes(language, freed))}
        </p>
      </div>
    </>
  );
}
