import { StateLine } from "../../../rendering/frame.ts";
import { clockTime } from "../../messages/plurals.ts";
import { outwardRoutes } from "../../../protocol/outward-routes.ts";
import type { LineState } from "../stories.ts";
import type { SealedMessages } from "./sealed-messages.ts";

export interface WaitingLineProps {
  readonly line: LineState;
  /** True while a sealed story is still on its way: otherwise there is nothing to say. */
  readonly isWaiting: boolean;
  readonly messages: SealedMessages;
}

/** Why nothing moves: no network, a login page in the way, or a newsroom that does not answer. */
export function WaitingLine({ line, isWaiting, messages }: WaitingLineProps) {
  if (!isWaiting || line.kind !== "resting") return null;
  switch (line.trouble) {
    case "unreachable":
      return (
        <StateLine icon="offline" strong={messages.noNetwork} text={messages.goesWithNetwork} />
      );
    case "portal":
      return (
        <>
          <StateLine icon="warning" strong={messages.portal} text={messages.portalMore} />
          <a class="login" href={outwardRoutes.door} target="_blank" rel="noreferrer">
            {messages.openLogin}
          </a>
        </>
      );
    case "newsroom":
      return (
        <StateLine
          icon="warning"
          strong={messages.newsroomSilent}
          text={messages.nextTry(clockTime(new Date(line.until)))}
        />
      );
    case undefined:
      return null;
  }
}
