import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { outwardRoutes } from "../protocol/outward-routes.ts";
import { routes } from "../protocol/routes.ts";
import { compressing } from "./compressing.ts";
import { type PagePolicy, securityHeaders } from "./headers.ts";
import type { StaticFiles } from "./static-files.ts";

/** The rooms, each a Hono app with its own paths, and what they share. */
export interface AppParts {
  /** Pages and `/library`. Answers 404 with a page of its own to what it does not know. */
  readonly library: Hono;
  readonly intake: Hono;
  /** `/desk/api`. */
  readonly desk: Hono;
  /** The built app and the built desk. */
  readonly appFiles: StaticFiles;
  readonly deskFiles: StaticFiles;
  readonly policy: () => PagePolicy;
  /** Takes what broke, for the operator: never an address, a body or a full path. */
  readonly report: (line: string) => void;
}

/**
 * Everything that the server answers, tested without a port. `incoming` is the request as Node has it, where it came
 * over a port: a body is read from there, without the streams that a Request puts around it.
 */
export type App = (request: Request, incoming?: IncomingMessage) => Promise<Response>;

/** Puts the rooms together, with compression and every header around them. */
export function createApp(parts: AppParts): App {
  const app = new Hono();
  app.onError((error, context) => {
    parts.report(`${context.req.method} ${firstPart(context)}: ${error.stack ?? error.message}`);
    return problem(500, "broken", "Something broke here; it was written down for the operator");
  });
  app.use(securityHeaders(parts.policy));
  app.use(compressing);
  app.get("/desk", (context) => context.redirect("/desk/", 308));
  app.get(outwardRoutes.door, (context) => {
    context.header("cache-control", "no-store");
    return context.redirect(routes.start, 303);
  });
  app.route("/", parts.intake);
  app.route("/", parts.desk);
  app.get("/desk/*", (context) => deskFile(parts.deskFiles, context));
  app.get("*", async (context, next) => (await appFile(parts.appFiles, context)) ?? next());
  app.route("/", parts.library);
  return async (request, incoming) => app.fetch(request, { incoming });
}

async function deskFile(files: StaticFiles, context: Context): Promise<Response> {
  const path = context.req.path.slice("/desk/".length) || "desk.html";
  return (
    (await files.respond(path, context.req.raw)) ??
    problem(404, "unknown", "There is no such file at the desk")
  );
}

// What the rooms answer never lies in the built app.
const ofRooms = /^\/(library|intake|desk|a)\//;

async function appFile(files: StaticFiles, { req }: Context): Promise<Response | undefined> {
  return ofRooms.test(req.path) ? undefined : files.respond(req.path.slice(1), req.raw);
}

const problem = (status: number, code: string, title: string): Response =>
  new Response(JSON.stringify({ status, code, title }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

const firstPart = (context: Context): string => `/${context.req.path.split("/", 2)[1] ?? ""}`;
