import { useEffect } from "preact/hooks";
import type { SettingsMessages } from "../messages/settings-messages.ts";
import { megabytes } from "../messages/plurals.ts";
import { Button } from "../ui/Button.tsx";
import { Choice } from "../ui/Choice.tsx";
import { UndoLine } from "../ui/UndoLine.tsx";
import { type RoomMessages, roomMessagesIn } from "./room-messages.ts";
import type { Room, RoomState } from "./room-model.ts";

export interface RoomScreenProps {
  readonly language: "uk" | "en";
  readonly messages: SettingsMessages;
  readonly model: RoomState;
}

const caps = [50, 100, 200, 500, 1_000].map((size) => size * 1_000_000);
const kinds = ["texts", "pictures", "search", "app", "stories"] as const;
const all = 0;
const days = [all, 365, 90, 30];

/** Megabytes by kind, how much may be taken and for how long, and what takes most. Drafts are never offered. */
export function RoomScreen({ language, messages, model }: RoomScreenProps) {
  useEffect(() => {
    void model.measure();
    // What was taken off a moment ago goes when the screen does.
    return () => void model.settle();
  }, []);
  const words = roomMessagesIn(language);
  const room = model.room.value;
  const going = model.going.value;
  return (
    <>
      <h1 class="title">{messages.room}</h1>
      {room && <Sizes room={room} words={words} language={language} />}
      <div class="text">
        {room?.free !== undefined && <p>{words.free(megabytes(language, room.free))}</p>}
        {room && room.minutes >= 60 && <p>{words.lasting(Math.floor(room.minutes / 60))}</p>}
        {room && <p>{words.persisted[room.persisted]}</p>}
        <p>{words.promise}</p>
        <Button onPress={() => void model.makeRoom()}>{words.makeRoom}</Button>
        <p role="status">
          {model.freed.value === undefined
            ? ""
            : words.freed(megabytes(language, model.freed.value))}
        </p>
        <Limits model={model} words={words} />
      </div>
      {room && <Large room={room} words={words} model={model} language={language} />}
      {going && (
        <div class="offers">
          <UndoLine
            key={going.id}
            text={words.gone(going.title)}
            undo={words.undo}
            onUndo={model.putBack}
            onGone={model.settle}
          />
        </div>
      )}
    </>
  );
}

function Sizes({ room, words, language }: PartProps) {
  return (
    <dl class="sizes">
      {kinds.map((kind) => (
        <div key={kind}>
          <dt>{words.kinds[kind]}</dt>
          <dd>{megabytes(language, room.kinds[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PartProps {
  readonly room: Room;
  readonly words: RoomMessages;
  readonly language: "uk" | "en";
}

function Limits({ model, words }: { readonly model: RoomState; readonly words: RoomMessages }) {
  return (
    <>
      <h2 class="title2">{words.cap}</h2>
      <Choice
        legend={words.cap}
        quiet
        pairs
        value={model.cap.value}
        options={caps.map((value) => ({ value, label: words.capChoice(value) }))}
        onChoose={(cap) => void model.chooseLimits({ cap })}
      />
      <h2 class="title2">{words.days}</h2>
      <Choice
        legend={words.days}
        quiet
        pairs
        value={model.days.value ?? all}
        options={days.map((value) => ({ value, label: words.daysChoice(value || undefined) }))}
        onChoose={(value) => void model.chooseLimits({ days: value || undefined })}
      />
    </>
  );
}

/** The largest articles that are on no shelf, each with the way off the phone. */
function Large({ room, words, model, language }: PartProps & { readonly model: RoomState }) {
  const large = room.large.filter(({ id }) => id !== model.going.value?.id);
  return (
    <section aria-label={words.bySize}>
      <h2 class="title2 text">{words.bySize}</h2>
      {large.length === 0 ? (
        <p class="text">{words.noneToLetGo}</p>
      ) : (
        <ul class="rows">
          {large.map((article) => (
            <li key={article.id}>
              <button type="button" onClick={() => void model.letGo(article)}>
                <span lang={article.language}>{article.title}</span>
                <span class="value">
                  {megabytes(language, article.bytes)} · {words.goes}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
