import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { deskRoutes } from "../../protocol/routes.ts";
import type { NewsroomStorage } from "../storage/newsroom-storage.ts";
import { refuse } from "./refusing.ts";
import { secretHash, sessionLife } from "./signing-in.ts";

const cookieName = "soniakh-desk";

/** Gives the browser the session: out of reach of script, never sent from another site, nor to the readers' paths. */
export function giveCookie(context: Context, secret: string, secure: boolean): void {
  setCookie(context, cookieName, secret, { ...scope(secure), maxAge: sessionLife / 1_000 });
}

/** Takes it away again. */
export const dropCookie = (context: Context, secure: boolean): void => {
  deleteCookie(context, cookieName, scope(secure));
};

const scope = (secure: boolean) =>
  ({ path: "/desk", httpOnly: true, sameSite: "Strict", secure }) as const;

/** The hash of the session's secret that the request carries. */
export function findSecretHash(context: Context): string | undefined {
  const secret = getCookie(context, cookieName);
  return secret === undefined ? undefined : secretHash(secret);
}

/** Lets through requests that this site's own page makes (Fetch Metadata; `Origin` where a browser sends none). */
export const sameOriginOnly: MiddlewareHandler = async (context, next) => {
  const site = context.req.header("sec-fetch-site");
  if (site === undefined ? !comesFromHere(context) : site !== "same-origin") {
    return refuse(context, 403, "foreign", "The request comes from another site");
  }
  return next();
};

function comesFromHere(context: Context): boolean {
  const origin = context.req.header("origin");
  // Browsers send Origin with everything but GET and HEAD; where both are absent only reading is harmless.
  if (origin === undefined) return context.req.method === "GET" || context.req.method === "HEAD";
  const host = context.req.header("host") ?? new URL(context.req.url).host;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** What later handlers know of the session: when it ends, in milliseconds since 1970. */
export interface SessionEnvironment {
  Variables: { until: number };
}

/** Lets through editors who are signed in. Signing in itself is the one thing that needs no session. */
export function sessionOnly(
  storage: NewsroomStorage,
  now: () => Date,
): MiddlewareHandler<SessionEnvironment> {
  return async (context, next) => {
    if (context.req.path === deskRoutes.session && context.req.method === "POST") return next();
    const hash = findSecretHash(context);
    const until = hash === undefined ? undefined : await storage.findSession(hash, now().getTime());
    if (until === undefined) return refuse(context, 401, "no-session", "Not signed in");
    context.set("until", until);
    return next();
  };
}
