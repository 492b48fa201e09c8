import type { JSX } from "preact";
import type { Piece } from "./pieces.ts";
import type { OpenedSound } from "./sounds.ts";
import type { StoryView } from "./story-model.ts";
import type { DeskWords } from "./words/words.ts";

interface SoundProps {
  readonly piece: Extract<Piece, { kind: "sound" }>;
  readonly view: StoryView;
  readonly words: DeskWords;
}

/** A recording in its place in the story, to be listened to; what it says is a text of its own behind it. */
export function SoundField({ piece, view, words }: SoundProps): JSX.Element {
  const sound = view.sounds.value.get(piece.sound);
  const named = view
    .story()
    .attachments.some(({ number, type }) => number === piece.sound && type.startsWith("audio/"));
  return (
    <figure>
      {sound?.kind === "shown" ? (
        <audio
          controls
          preload="metadata"
          src={sound.url}
          aria-label={words.story.recording(piece.sound)}
        />
      ) : (
        <p class="unshown" role="status">
          {named ? whyNot(sound, words) : words.story.soundState.missing}
        </p>
      )}
      {sound?.kind === "shown" && view.permission().voice && (
        <figcaption>
          <label class="tick">
            <input
              type="checkbox"
              autocomplete="off"
              checked={piece.included}
              onChange={({ currentTarget }) =>
                view.changePiece(piece.key, (one) =>
                  one.kind === "sound" ? { ...one, included: currentTarget.checked } : one,
                )
              }
            />
            {words.story.includeSound}
          </label>
        </figcaption>
      )}
    </figure>
  );
}

function whyNot(sound: OpenedSound | undefined, words: DeskWords): string {
  const { soundState } = words.story;
  if (sound === undefined) return soundState.loading;
  return sound.kind === "unusable" ? soundState[sound.why] : soundState.awaited;
}
