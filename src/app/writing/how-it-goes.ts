import type { WritingMessages } from "./writing-messages.ts";

/**
 * How a story goes on when the app is closed, as this phone's system has it: Android's browsers may close it and send by
 * themselves; an iPhone sends while the app is open.
 */
export const howItGoes = (
  sendsByItself: boolean,
  { mayClose, goesWhileOpen }: Pick<WritingMessages, "mayClose" | "goesWhileOpen">,
): string => (sendsByItself ? mayClose : goesWhileOpen);

/** Whether this browser knows how to send when the app is closed: by what it has, never by its name. */
export const canSendByItself = (has: {
  readonly window: object;
  readonly navigator: object;
}): boolean => "SyncManager" in has.window && "serviceWorker" in has.navigator;
