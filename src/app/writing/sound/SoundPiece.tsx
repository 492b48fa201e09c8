import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Piece } from "../../../device/draft-content.ts";
import { type Sound, slicesWithin } from "../../../device/sound-records.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { Icon } from "../../../rendering/icon.ts";
import { megabytes } from "../../messages/plurals.ts";
import { inMinutes } from "../../ui/minutes.ts";
import { GrowingText } from "../GrowingText.tsx";
import type { Page } from "../page-model.ts";
import { Bars } from "./Bars.tsx";
import { barsOf } from "./bars.ts";
import { type Player, PlayerModel, type Speaker } from "./player.ts";
import { type SoundWords, soundWordsIn } from "./sound-words.ts";

type SoundOfPage = Extract<Piece, { kind: "sound" }>;

export interface SoundPieceProps {
  readonly page: Page;
  readonly piece: SoundOfPage;
  /** Where it stands on the page. */
  readonly index: number;
  /** From 1, in the order of the page. */
  readonly number: number;
  readonly language: InterfaceLanguage;
}

export interface SoundBlockProps extends SoundPieceProps {
  /** The bytes that the newsroom takes. */
  readonly most: () => Promise<number>;
  readonly createSpeaker: () => Speaker;
}

/** A recording between the words: to be listened to, with what it says, its size, and a way to shorten it or take it off. */
export function SoundBlock(props: SoundBlockProps) {
  const { page, piece, index, number, language } = props;
  const words = soundWordsIn(language);
  const sound = useSoundOf(props);
  const name = words.sound(number);
  if (page.recorded.value === piece.sound) {
    return (
      <div class="voice-block" data-piece={index}>
        <p>{words.recording}…</p>
      </div>
    );
  }
  return (
    <figure class="sound-piece" data-piece={index} aria-label={name}>
      <div class="voice-block">
        {sound === "absent" && <p>{words.gone}</p>}
        {typeof sound === "object" && (
          <Play key={`${piece.slices} ${sound.length}`} {...props} sound={sound} words={words} />
        )}
        <button
          type="button"
          class="square remove"
          aria-label={`${words.remove} ${number}`}
          onClick={() => page.removePhoto(index)}
        >
          <Icon name="close" size={20} />
        </button>
      </div>
      {typeof sound === "object" && <Fitting {...props} sound={sound} words={words} />}
      <figcaption>
        <GrowingText
          class="caption"
          label={`${words.transcript}: ${name}`}
          placeholder={words.transcript}
          text={piece.caption}
          onText={(text) => page.type(index, text)}
          onComposing={page.composes}
        />
        {typeof sound === "object" && <span>{megabytes(language, sound.bytes.length)}</span>}
      </figcaption>
    </figure>
  );
}

/** The recording as it is on disk, once it has ended. */
function useSoundOf({ page, piece }: SoundBlockProps): Sound | "absent" | undefined {
  const found = useSignal<Sound | "absent" | undefined>(undefined);
  const isGoing = page.recorded.value === piece.sound;
  useEffect(() => {
    if (isGoing) return undefined;
    let isHere = true;
    const show = (next: Sound | "absent"): void => {
      if (isHere) found.value = next;
    };
    void page.findSound(piece).then(
      (sound) => show(sound ?? "absent"),
      // Damaged bytes are as good as none.
      () => show("absent"),
    );
    return () => void (isHere = false);
  }, [piece.sound, piece.slices, isGoing]);
  return found.value;
}

interface PlayProps extends SoundBlockProps {
  readonly sound: Sound;
  readonly words: SoundWords;
}

const barCount = 56;

function Play(props: PlayProps) {
  const { sound, words, createSpeaker } = props;
  const bars = useMemo(() => barsOf(sound.levels, barCount), [sound]);
  const player = useMemo(() => new PlayerModel(sound, createSpeaker()), [sound]);
  useEffect(() => player.close, [player]);
  const place = player.place.value;
  const isPlaying = player.isPlaying.value;
  if (player.isBroken.value) return <p role="status">{words.cannotPlay}</p>;
  return (
    <>
      <button
        type="button"
        class="play"
        aria-label={isPlaying ? words.stop : words.listen}
        onClick={() => void player.toggle()}
      >
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
          <path d={isPlaying ? "M7 5H10.5V19H7ZM13.5 5H17V19H13.5Z" : "M8 5L19 12L8 19Z"} />
        </svg>
      </button>
      <div class="voice-line">
        <Bars bars={bars} done={Math.round((place / sound.length) * barCount)} />
        <input
          type="range"
          autocomplete="off"
          aria-label={words.place}
          aria-valuetext={words.placeOf(inMinutes(place), inMinutes(sound.length))}
          min={0}
          max={sound.length}
          step={1_000}
          value={place}
          onInput={({ currentTarget }) => player.seek(Number(currentTarget.value))}
        />
      </div>
      <span class="voice-length">{inMinutes(place > 0 ? place : sound.length)}</span>
      <ShortenHere {...props} player={player} />
    </>
  );
}

/** Offered where it was stopped on its way: the rest goes, until it is taken back. */
function ShortenHere({
  page,
  piece,
  index,
  sound,
  words,
  player,
}: PlayProps & { readonly player: Player }) {
  const place = player.place.value;
  const slices = sound.ends.filter((end) => end <= place + 500).length;
  if (player.isPlaying.value || slices === 0 || slices === sound.ends.length) return null;
  return (
    <button
      type="button"
      class="go shorten"
      onClick={() => page.replace(index, { ...piece, slices })}
    >
      {words.shortenHere}
    </button>
  );
}

/** Too big for the newsroom, or shortened already. */
function Fitting({ page, piece, index, sound, words, language, most }: PlayProps) {
  const fits = useSignal(Infinity);
  useEffect(() => void most().then((bytes) => (fits.value = bytes)), []);
  const isTooBig = sound.bytes.length > fits.value;
  if (!isTooBig && piece.slices === undefined) return null;
  const { slices: _slices, ...whole } = piece;
  return (
    <p class="fitting" role={isTooBig ? "alert" : undefined} data-trouble={isTooBig}>
      {isTooBig
        ? words.tooBig(megabytes(language, sound.bytes.length), megabytes(language, fits.value))
        : words.shortened(inMinutes(sound.length), inMinutes(sound.kept))}
      <button
        type="button"
        class="go"
        onClick={() =>
          page.replace(
            index,
            isTooBig ? { ...piece, slices: slicesWithin(sound, fits.peek()) } : whole,
          )
        }
      >
        {isTooBig ? words.shorten : words.whole}
      </button>
    </p>
  );
}
