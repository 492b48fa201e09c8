import { Hono } from "hono";
import { parsing, readObject, readString } from "../../protocol/parsing.ts";
import { deskRoutes } from "../../protocol/routes.ts";
import { addArticles } from "./article-routes.ts";
import type { DeskDependencies } from "./desk-dependencies.ts";
import {
  dropCookie,
  findSecretHash,
  giveCookie,
  sameOriginOnly,
  type SessionEnvironment,
  sessionOnly,
} from "./guard.ts";
import { refuse } from "./refusing.ts";
import { limit, note, readJson, smallLimit } from "./requests.ts";
import { signIn } from "./signing-in.ts";
import { addStories } from "./story-routes.ts";

/** The desk's own API. Every path but signing in needs a session, and none answers another site. */
export function createDeskRoutes(deps: DeskDependencies): Hono {
  const routes = new Hono<SessionEnvironment>();
  routes.use("/desk/api/*", async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
  });
  routes.use("/desk/api/*", sameOriginOnly, sessionOnly(deps.storage, deps.now));
  addSession(routes, deps);
  addStories(routes, deps);
  addArticles(routes, deps);
  return new Hono().route("/", routes);
}

function addSession(routes: Hono<SessionEnvironment>, deps: DeskDependencies): void {
  const parseToken = parsing(readObject({ token: readString(100) }), "sign-in");
  routes.post(deskRoutes.session, limit(smallLimit), async (context) => {
    const asked = parseToken(await readJson(context));
    if (!asked.ok) return refuse(context, 422, "malformed", asked.why);
    const session = await signIn(deps.storage, asked.value.token, deps.now(), deps.random);
    if (session === undefined)
      return refuse(context, 403, "link-spent", "The link was used or has expired");
    giveCookie(context, session.secret, deps.secure);
    return context.json({ until: session.until });
  });
  routes.get(deskRoutes.session, (context) => context.json({ until: context.get("until") }));
  routes.delete(deskRoutes.session, async (context) => {
    await deps.storage.endSession(findSecretHash(context) ?? "");
    await note(deps, "signed-out");
    dropCookie(context, deps.secure);
    return context.body(null, 204);
  });
}
