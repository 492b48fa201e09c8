import { signal } from "@preact/signals";
import type { Sound } from "../../../device/sound-records.ts";
import { createModel } from "../../ui/create-model.ts";

/** What the browser lends: `new Audio()`. */
export type Speaker = Pick<
  HTMLAudioElement,
  "src" | "currentTime" | "play" | "pause" | "addEventListener" | "removeAttribute"
>;

/**
 * Plays a recording from memory, under an address that lives as long as this player: the policy of the page allows
 * `blob:` for pictures and sound already, and a recording of hours could not be decoded as a whole.
 */
export const PlayerModel = createModel((sound: Sound, speaker: Speaker) => {
  const place = signal(0);
  const isPlaying = signal(false);
  const isBroken = signal(false);
  const address = URL.createObjectURL(new Blob([sound.bytes], { type: sound.type }));
  const show = (): void => void (place.value = Math.min(sound.length, speaker.currentTime * 1_000));
  speaker.src = address;
  speaker.addEventListener("timeupdate", show);
  speaker.addEventListener("play", () => (isPlaying.value = true));
  speaker.addEventListener("pause", () => (isPlaying.value = false));
  speaker.addEventListener("ended", () => {
    isPlaying.value = false;
    place.value = 0;
    speaker.currentTime = 0;
  });
  speaker.addEventListener("error", () => (isBroken.value = true));
  return {
    /** Milliseconds from the beginning. */
    place,
    isPlaying,
    /** This browser cannot decode it. */
    isBroken,
    async toggle() {
      if (isPlaying.peek()) return speaker.pause();
      try {
        await speaker.play();
      } catch (error) {
        // A pause that comes before the sound does is no fault.
        isBroken.value = !(error instanceof Error && error.name === "AbortError");
      }
    },
    seek(milliseconds: number) {
      speaker.currentTime = milliseconds / 1_000;
      place.value = milliseconds;
    },
    close() {
      speaker.pause();
      speaker.removeAttribute("src");
      URL.revokeObjectURL(address);
    },
  };
});
export type Player = InstanceType<typeof PlayerModel>;
