import { createHash } from "node:crypto";
import { toBase64url } from "../../protocol/bytes.ts";
import type { NewsroomStorage } from "../storage/newsroom-storage.ts";

/** How long a link can be used, and how long whoever used it stays signed in. Milliseconds. */
export const linkLife = 10 * 60_000;
export const sessionLife = 12 * 60 * 60_000;

/** 32 random bytes. */
export type RandomBytes = () => Uint8Array;

/** The calendar day of a time, UTC: nothing finer is written down about what editors do. */
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** A one-time token for `/desk/#token`; the storage keeps its hash alone. Good once, for {@link linkLife}. */
export async function createLink(
  storage: NewsroomStorage,
  now: Date,
  random: RandomBytes,
): Promise<string> {
  const token = toBase64url(random());
  await storage.addLink(secretHash(token), now.getTime() + linkLife);
  await storage.note({ day: dayOf(now), action: "link-made", subject: "" });
  return token;
}

/** A new session and when it ends, or undefined where the token was used, has expired or never was one. */
export async function signIn(
  storage: NewsroomStorage,
  token: string,
  now: Date,
  random: RandomBytes,
): Promise<{ readonly secret: string; readonly until: number } | undefined> {
  if (!(await storage.takeLink(secretHash(token), now.getTime()))) return undefined;
  const secret = toBase64url(random());
  const until = now.getTime() + sessionLife;
  await storage.addSession(secretHash(secret), until);
  await storage.note({ day: dayOf(now), action: "signed-in", subject: "" });
  return { secret, until };
}

/** What is kept of a token or a session's secret. They are 256 random bits, so a plain hash is enough. */
export const secretHash = (secret: string): string =>
  toBase64url(createHash("sha256").update(secret).digest());
