import type { InterfaceLanguage } from "../../protocol/language.ts";
import { speechIn } from "../messages/speech.ts";
import { clockTime, isSameDay } from "../messages/plurals.ts";
import type { WritingMessages } from "./writing-messages.ts";

const day = 86_400_000;

/** A moment in words, by this phone's calendar: «сьогодні, 8:10», «учора, 21:52», «11 листопада, 8:10». */
export function inWords(
  at: number,
  now: number,
  messages: WritingMessages,
  language: InterfaceLanguage,
): string {
  const moment = new Date(at);
  const time = clockTime(moment);
  if (isSameDay(moment, new Date(now))) return messages.today(time);
  if (isSameDay(moment, new Date(now - day))) return messages.yesterday(time);
  const words = speechIn(language).words;
  const month = words.months[moment.getMonth()] ?? "";
  return messages.onDay(words.day(moment.getDate(), month), time);
}
