import { useEffect } from "preact/hooks";
import type { SettingsMessages } from "../messages/settings-messages.ts";
import { megabytes } from "../messages/plurals.ts";
import { Button } from "../ui/Button.tsx";
import type { RoomState } from "./room-model.ts";

export interface RoomScreenProps {
  readonly language: "uk" | "en";
  readonly messages: SettingsMessages;
  readonly model: RoomState;
}

/** Megabytes by kind. Drafts are never offered for letting go. */
export function RoomScreen({ language, messages, model }: RoomScreenProps) {
  useEffect(() => void model.measure(), []);
  const room = model.room.value;
  const freed = model.freed.value;
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
        <Button onPress={() => void model.makeRoom()}>{messages.makeRoom}</Button>
        <p role="status">
          {freed === undefined ? "" : messages.madeRoom(megabytes(language, freed))}
        </p>
      </div>
    </>
  );
}
