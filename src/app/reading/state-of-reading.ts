import type { StateProps } from "../../rendering/frame.ts";
import type { Messages } from "../messages/messages.ts";
import { clockTime, isSameDay } from "../messages/plurals.ts";
import type { Line } from "./reading-model.ts";

/** What is known at this moment, for the one line under the masthead. */
export interface Known {
  readonly line: Line;
  /** Articles listed, and how many of them are here with their text. */
  readonly articles: number;
  readonly texts: number;
  /** When the newsroom last answered, milliseconds. */
  readonly checkedAt: number | undefined;
  readonly now: number;
  /** A day before yesterday in words. */
  readonly day: (at: Date) => string;
}

/** The line in words. It says only what storage or the network said. */
export function stateOfReading(known: Known, messages: Messages): StateProps {
  const count =
    known.texts > 0 && known.texts === known.articles ? messages.articles(known.texts) : undefined;
  const partial =
    known.articles > known.texts
      ? messages.headlinesAndTexts(known.texts, known.articles)
      : undefined;
  const asOf =
    known.checkedAt === undefined
      ? undefined
      : messages.newsAsOf(moment(known.checkedAt, known, messages));
  switch (known.line.kind) {
    case "updating": {
      const { progress } = known.line;
      if (progress === undefined || progress.all === 0) return { text: partial ?? asOf, count };
      // Things done: the headlines are all there, and texts are counted; after them pictures.
      const words = partial === undefined ? messages.updating : messages.headlinesAndTexts;
      return { text: words(progress.done, progress.all), count };
    }
    case "updated":
      return { text: partial ?? messages.updated(clockTime(new Date(known.line.at))), count };
    case "ready":
      return { text: messages.ready(known.texts) };
    case "offline":
      return { icon: "offline", strong: messages.offline, text: partial ?? asOf, count };
    case "trouble":
      return { icon: "warning", text: messages[known.line.why] };
    case "quiet":
      return { text: partial ?? asOf, count };
  }
}

const day = 86_400_000;

function moment(at: number, known: Known, messages: Messages): string {
  const [then, today, yesterday] = [new Date(at), new Date(known.now), new Date(known.now - day)];
  if (isSameDay(then, today)) return messages.today(clockTime(then));
  if (isSameDay(then, yesterday)) return messages.yesterday(clockTime(then));
  return known.day(then);
}
