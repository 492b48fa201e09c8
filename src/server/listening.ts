import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Configuration } from "./configuration.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import type { Answering } from "./ready-answers.ts";

/** A port that is being listened on. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections, waits for the answers that are under way, at most `grace` milliseconds. */
  stop(grace: number): Promise<void>;
}

// A phone on 2G may take an hour for one body: the intake bounds each leaf, so there is no limit for a whole request.
// Each connection keeps at most a quarter of what Node would: hundreds of slow phones send at once.
const patience = {
  requestTimeout: 0,
  headersTimeout: 30_000,
  keepAliveTimeout: 15_000,
  highWaterMark: 16_384,
};
/** A connection on which nothing at all moves for so long is dead. Milliseconds. */
const silence = 180_000;

/**
 * Listens on HOST and PORT, over TLS where there is a certificate. Throws an {@link OperatorError} where the port is
 * taken or the certificate cannot be used.
 */
export async function listen(
  configuration: Pick<Configuration, "host" | "port" | "tls">,
  answering: Answering,
): Promise<Listening> {
  const server = createHttpServer(configuration, createListener(answering));
  server.setTimeout(silence);
  const { host, port } = configuration;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(notListening(host, port, cause)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: (grace) => stop(server, grace),
  };
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

function createListener({ app, find }: Answering): Listener {
  const listener = getRequestListener(
    // Never HTTP/2: the servers below do not speak it.
    (request, env) => app(request, env.incoming as IncomingMessage),
    // The intake reads the rest of a refused body itself; the adapter would reset the connection after half a second,
    // and a slow phone would lose the refusal with it.
    { autoCleanupIncoming: false },
  );
  return (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const accept = headers["accept-encoding"]?.toString();
    const ready = find({ method, path, accept, held: headers["if-none-match"] });
    if (ready === undefined) return void listener(incoming, outgoing);
    outgoing.writeHead(ready.status, ready.headers);
    if (method === "HEAD" || ready.body.length === 0) outgoing.end();
    else outgoing.end(ready.body);
  };
}

function createHttpServer({ tls }: Pick<Configuration, "tls">, answer: Listener): Server {
  if (tls === undefined) return createServer(patience, answer);
  try {
    const certificate = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
    return createSecureServer({ ...patience, ...certificate }, answer);
  } catch (cause) {
    throw new OperatorError(
      `The certificate ${tls.cert} with the key ${tls.key} cannot be used: ${reasonOf(cause)}.`,
      { cause },
    );
  }
}

function notListening(host: string, port: number, cause: NodeJS.ErrnoException): OperatorError {
  const why =
    cause.code === "EADDRINUSE"
      ? `Port ${port} is in use by another program; stop it, or set PORT to a free one.`
      : `${host}:${port} cannot be listened on: ${cause.message}; check HOST and PORT.`;
  return new OperatorError(why, { cause });
}

async function stop(server: Server, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Whoever asks over a connection that is still open is answered, and has it closed then.
  server.prependListener("request", (_request, response) => {
    response.shouldKeepAlive = false;
  });
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
