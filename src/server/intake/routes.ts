import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { mediaTypes } from "../../protocol/intake.ts";
import { noteTypes } from "../../protocol/note.ts";
import { intakeRoutes } from "../../protocol/intake-routes.ts";
import type { Intake, SignedAnswer } from "./intake.ts";
import { type Refused, refuse } from "./refusals.ts";
import type { Incoming } from "./source.ts";
import type { Held, LeavesRequest } from "./uploads.ts";

/** What the app hands on beside the request, where it came over a port. */
interface Arrival {
  readonly incoming?: IncomingMessage;
}

/**
 * The intake's paths: (Request) → Response. They know no logger and no addresses; nobody's request leaves a trace
 * but the row and the files that the receipt is about.
 */
export function createIntakeRoutes(intake: Intake): Hono {
  const app = new Hono();
  app.use("/intake/*", async (context, next) => {
    await next();
    if (!context.res.headers.has("cache-control"))
      context.res.headers.set("cache-control", "no-store");
  });
  app.get(intakeRoutes.limits, (context) =>
    context.json(intake.limits(), 200, { "cache-control": "max-age=300" }),
  );
  // Hono answers HEAD from the GET route and drops the body, which is empty here anyway.
  app.get("/intake/blobs/:id", async (context) =>
    answerHeld(context, await intake.findHeld(context.req.param("id"))),
  );
  app.put("/intake/blobs/:id", async (context) =>
    answerHeld(
      context,
      await intake.putLeaves(context.req.param("id"), readLeavesRequest(context), bodyOf(context)),
    ),
  );
  app.put("/intake/stories/:id", async (context) =>
    answerSigned(
      await intake.putStory(context.req.param("id"), bodyOf(context)),
      mediaTypes.receipt,
    ),
  );
  app.post(intakeRoutes.stories, async (context) =>
    answerSigned(await intake.takeStories(bodyOf(context)), mediaTypes.receipts),
  );
  app.put("/intake/notes/:id", async (context) =>
    answerSigned(await intake.putNote(context.req.param("id"), bodyOf(context)), noteTypes.receipt),
  );
  app.post(intakeRoutes.receipts, async (context) =>
    answerSigned(await intake.askStates(bodyOf(context)), mediaTypes.states),
  );
  app.all("/intake/*", () =>
    answerRefusal(refuse("unknown", "There is no such path at the intake")),
  );
  return app;
}

function bodyOf(context: Context): Incoming {
  const arrival = context.env as Arrival | undefined;
  return arrival?.incoming ?? context.req.raw.body;
}

function readLeavesRequest(context: Context): LeavesRequest {
  const count = (name: string): number => {
    const text = context.req.query(name) ?? "";
    return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  };
  return {
    leaf: count("leaf"),
    leaves: count("leaves"),
    bytes: count("bytes"),
    listFirst: context.req.header("soniakh-leaf-list") === "1",
  };
}

/**
 * Ends the connection where the phone asks for that: over one that is kept open, a browser would send leaves again by
 * itself. Not with a refusal, beside which a body is still read: its sender might not learn of it.
 */
function answerHeld(context: Context, answer: Held | Refused): Response {
  if (answer.kind === "refused") return answerRefusal(answer);
  return new Response(null, {
    status: 200,
    headers: {
      "soniakh-leaves-held": String(answer.held),
      "soniakh-complete": answer.complete ? "1" : "0",
      ...(context.req.header("soniakh-close") === "1" ? { connection: "close" } : {}),
    },
  });
}

function answerSigned(answer: SignedAnswer | Refused, type: string): Response {
  if (answer.kind === "refused") return answerRefusal(answer);
  return new Response(answer.file, {
    status: answer.created ? 201 : 200,
    headers: { "content-type": type },
  });
}

function answerRefusal({ problem, retryAfter, held }: Refused): Response {
  const headers = new Headers({ "content-type": mediaTypes.problem });
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  if (held !== undefined) {
    headers.set("soniakh-leaves-held", String(held));
    headers.set("soniakh-complete", "0");
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
