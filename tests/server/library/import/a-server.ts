import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a server of a test is asked. */
export interface Asked {
  readonly url: URL;
  readonly origin: string;
  readonly headers: IncomingHttpHeaders;
}

/** What it answers; or it takes the response and does with it what it likes. */
export type Answered =
  | {
      readonly status?: number;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  | ((response: ServerResponse) => void);

export type Answerer = (asked: Asked) => Answered;

/** A server on this machine, gone after the test; its origin. */
export async function aServer(answer: Answerer): Promise<string> {
  let origin = "";
  const server = createServer((request, response) => {
    const answered = answer({
      url: new URL(request.url ?? "/", origin),
      origin,
      headers: request.headers,
    });
    if (typeof answered === "function") return answered(response);
    const { status = 200, type, headers = {}, body = "" } = answered;
    response.writeHead(status, {
      ...(type === undefined ? {} : { "content-type": type }),
      ...headers,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return origin;
}
