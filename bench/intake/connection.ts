import { once } from "node:events";
import { connect } from "node:net";

export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: Buffer;
}

/** One connection that is kept, on which one request after another is made: as little work on this side as there can be. */
export interface Connection {
  ask(method: string, path: string, headers?: string, body?: Uint8Array): Promise<Answer>;
  close(): void;
}

export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  let come: Buffer = Buffer.alloc(0);
  let asked: PromiseWithResolvers<Answer> | undefined;
  const settle = (): void => {
    const answer = readAnswer(come);
    if (answer === undefined || asked === undefined) return;
    come = come.subarray(answer.length);
    const { resolve } = asked;
    asked = undefined;
    resolve(answer);
  };
  socket.on("data", (chunk: Buffer) => {
    come = come.length === 0 ? chunk : Buffer.concat([come, chunk]);
    settle();
  });
  const broken = (error: unknown): void => asked?.reject(error);
  socket.on("error", broken);
  socket.on("close", () => broken(new Error("the server closed the connection")));
  return {
    ask(method, path, headers = "", body) {
      // A server closes what was idle for a while: nobody would ever answer.
      if (socket.destroyed) throw new Error("the connection is closed");
      asked = Promise.withResolvers<Answer>();
      const length = body === undefined ? "" : `content-length: ${body.length}\r\n`;
      const head = Buffer.from(
        `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${length}${headers}\r\n`,
      );
      socket.write(body === undefined ? head : Buffer.concat([head, body]));
      return asked.promise;
    },
    close: () => socket.destroy(),
  };
}

const headEnd = "\r\n\r\n";

/** The answer that stands whole at the beginning of the bytes (RFC 9112), and how many of them it takes. */
function readAnswer(bytes: Buffer): (Answer & { readonly length: number }) | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return undefined;
  const headers = bytes.toString("latin1", 0, end);
  const status = Number(headers.slice(9, 12));
  const start = end + headEnd.length;
  if (status === 204 || status === 304) return { status, headers, body: empty, length: start };
  const size = /\r\ncontent-length: *(\d+)/i.exec(headers)?.[1];
  if (size !== undefined) {
    const length = start + Number(size);
    if (bytes.length < length) return undefined;
    return { status, headers, body: bytes.subarray(start, length), length };
  }
  const last = bytes.indexOf("0\r\n\r\n", start);
  if (last < 0) return undefined;
  return { status, headers, body: bytes.subarray(start, last), length: last + 5 };
}

const empty = Buffer.alloc(0);
