import type { Context } from "hono";
import { mediaTypes } from "../../protocol/intake.ts";

/** Why the desk did not do something, for its page, which has the words. */
export type DeskRefusal =
  | "no-session"
  | "link-spent"
  | "foreign"
  | "malformed"
  | "too-big"
  | "unknown"
  | "gone"
  | "not-now"
  | "new-note"
  | "not-a-picture"
  | "not-a-recording"
  | "no-alt"
  | "not-attested";

/** An RFC 9457 problem with one of our codes; `title` is for logs and people who read English. */
export function refuse(
  context: Context,
  status: number,
  code: DeskRefusal,
  title: string,
): Response {
  context.header("Cache-Control", "no-store");
  return context.body(JSON.stringify({ type: "about:blank", status, code, title }), status as 400, {
    "Content-Type": mediaTypes.problem,
  });
}
