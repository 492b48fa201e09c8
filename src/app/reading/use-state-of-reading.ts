import { dayInWords } from "../../rendering/dates.ts";
import type { StateProps } from "../../rendering/frame.ts";
import type { PageWords } from "../../rendering/words.ts";
import type { Messages } from "../messages/messages.ts";
import type { Reading } from "./reading-model.ts";
import { stateOfReading } from "./state-of-reading.ts";

const twoDigits = (number: number): string => String(number).padStart(2, "0");
const calendarDay = (at: Date): string =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;

/** The state line for a screen; reads signals, so that the screen follows them. */
export function useStateOfReading(
  reading: Reading,
  words: PageWords,
  messages: Messages,
  now: () => number,
): StateProps {
  return stateOfReading(
    {
      line: reading.line.value,
      articles: reading.counts.value?.listed ?? 0,
      texts: reading.counts.value?.texts ?? 0,
      checkedAt: reading.checkedAt.value,
      now: now(),
      day: (at) => dayInWords(calendarDay(at), words, false),
    },
    messages,
  );
}
