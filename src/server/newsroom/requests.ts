import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { parsing, type Reader } from "../../protocol/parsing.ts";
import type { AuditAction } from "../storage/newsroom-storage.ts";
import type { DeskDependencies } from "./desk-dependencies.ts";
import type { SessionEnvironment } from "./guard.ts";
import { refuse } from "./refusing.ts";
import { dayOf } from "./signing-in.ts";

export type DeskContext = Context<SessionEnvironment>;

/** Bytes of a body that says one thing. */
export const smallLimit = 4_096;

/** Refuses a longer body, also while it streams. */
export const limit = (bytes: number) =>
  bodyLimit({
    maxSize: bytes,
    onError: (context) => refuse(context, 413, "too-big", `More than ${bytes} bytes`),
  });

export const dayIn = (deps: DeskDependencies): string => dayOf(deps.now());

/** Writes into the audit trail. */
export const note = (
  deps: DeskDependencies,
  action: AuditAction,
  ...subject: readonly string[]
): Promise<void> => deps.storage.note({ day: dayIn(deps), action, subject: subject.join(" ") });

/** The body as JSON; undefined, which no parser takes, where it is none. */
export async function readJson(context: DeskContext): Promise<unknown> {
  try {
    return JSON.parse(await context.req.text()) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A part of the path; undefined where it cannot be what is asked for. */
export function readParameter<T>(
  context: DeskContext,
  name: string,
  read: Reader<T>,
): T | undefined {
  const parsed = parsing(read, name)(context.req.param(name));
  return parsed.ok ? parsed.value : undefined;
}

export const unknown = (context: DeskContext, what: string): Response =>
  refuse(context, 404, "unknown", `No such ${what} here`);
