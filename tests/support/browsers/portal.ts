// What networks answer in place of the server they were asked for.
import { createServer, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

export type Portal =
  /** 200 and a page that says 'log in', whatever was asked. */
  | "html"
  /** 302 to a host that is not ours (and does not exist). */
  | "redirect"
  /** 511 Network Authentication Required (RFC 6585, section 6). */
  | "511"
  /** 200, application/json, `{}`: the clever kind. */
  | "json"
  /** A TLS alert where HTTP was expected: the answer that is no HTTP at all. */
  | "garbage";

export const portalKinds: readonly Portal[] = ["html", "redirect", "511", "json", "garbage"];

const page = "<!doctype html><title>Wi-Fi</title><p>Log in to use this network.</p>";

const answers: Record<Exclude<Portal, "garbage">, (response: ServerResponse) => void> = {
  html: (response) => response.writeHead(200, { "content-type": "text/html" }).end(page),
  redirect: (response) =>
    response.writeHead(302, { location: "http://portal.invalid/login" }).end(),
  "511": (response) => response.writeHead(511, { "content-type": "text/html" }).end(page),
  json: (response) => response.writeHead(200, { "content-type": "application/json" }).end("{}"),
};

/** A server without a port: it answers the connections that it is handed, after reading each request to its end. */
export function portalServer(): { answer(socket: Socket, portal: Portal): void } {
  const kinds = new WeakMap<Socket, Exclude<Portal, "garbage">>();
  const server = createServer((request, response) => {
    const kind = kinds.get(request.socket) ?? "511";
    request.on("end", () => answers[kind](response)).resume();
  });
  return {
    answer(socket, portal) {
      if (portal === "garbage") {
        socket.once("data", () =>
          socket.end(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])),
        );
        return;
      }
      kinds.set(socket, portal);
      server.emit("connection", socket);
    },
  };
}
