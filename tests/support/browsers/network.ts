// The network between a browser and our server: a TCP proxy on loopback that can be cut, slowed and lied on.
// It is below every engine's own cache, worker and throttle, so one journey means the same in all three.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { openLine, type Speed } from "./line.ts";
import { portalServer, type Portal } from "./portal.ts";
import { addReportUri } from "./report-header.ts";
import { headReader } from "./request-heads.ts";

export type Direction = "up" | "down";

export type Network = {
  port: number;
  /** The origin that pages are opened at; the same for as long as the network is open, cut or not. */
  origin: string;
  /** Bytes handed on to the server so far. */
  readonly bytesUp: number;
  /** Bytes handed on to the browser so far. */
  readonly bytesDown: number;
  /** First lines of HTTP requests that left the browser (`PUT /intake/x`), in order; over TLS there are none to see. */
  readonly requests: readonly string[];
  /** Drops every connection at once (RST) and resets each new one. The port stays ours. */
  cut(): void;
  /** Opens it again. Speed stays as set; a fuse of `cutAfter` is taken out. */
  restore(): void;
  /** Lie-fi: connections are accepted and stay open, and not a byte moves; `restore` lets them go on. */
  lie(): void;
  /** Answers every request itself, as hotels and trains do. Open connections are dropped first. */
  capture(portal: Portal): void;
  /** How fast the one line is that all connections share; undefined is as fast as the computer. */
  setSpeed(speed: Speed | undefined): void;
  /**
   * Lets exactly so many more bytes through in this direction, all connections together; the next one cuts.
   * `(0, "down")`: the server does what it was asked, and its reply is lost. Resolves when the cut has happened.
   */
  cutAfter(bytes: number, direction: Direction): Promise<void>;
  /** Ends the proxy and every connection. */
  close(): Promise<void>;
};

type Mode =
  | { kind: "open" }
  | { kind: "cut" }
  | { kind: "lying"; over: Promise<void>; end: () => void }
  | { kind: "captured"; portal: Portal };

export type NetworkOptions = {
  /** Where breaches of policy are reported to (`watchtower.ts`): named in each CSP header that comes down. */
  reportTo?: string;
  /** The address that the server sees: one of this computer's own, 127.0.0.1 if not set (Linux has all of 127/8). */
  from?: string;
};

/** Opens a network to a server on 127.0.0.1. */
export async function openNetwork(
  targetPort: number,
  { reportTo, from }: NetworkOptions = {},
): Promise<Network> {
  let mode: Mode = { kind: "open" };
  let fuse: { left: number; direction: Direction; blow: () => void } | undefined;
  const sockets = new Set<Socket>();
  const bytes: Record<Direction, number> = { up: 0, down: 0 };
  const requests: string[] = [];
  const lines = { up: openLine(), down: openLine() };
  const portals = portalServer();

  const current = (): Mode => mode; // a call, since it changes across an await
  const drop = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  const change = (next: Mode): void => {
    const before = mode;
    mode = next;
    if (next.kind === "cut" || next.kind === "captured" || before.kind === "captured") drop();
    if (before.kind === "lying") before.end();
  };
  /** How much of a piece the fuse lets through. */
  const measure = (piece: Buffer, direction: Direction): Buffer => {
    if (fuse?.direction !== direction) return piece;
    const part = piece.subarray(0, fuse.left);
    fuse.left -= part.length;
    return part;
  };
  const blow = (): void => {
    const blown = fuse;
    fuse = undefined;
    change({ kind: "cut" });
    blown?.blow();
  };
  const pump = async (from: Socket, to: Socket, direction: Direction): Promise<void> => {
    const readHeads = headReader(requests);
    for await (const read of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const chunk =
        direction === "down" && reportTo !== undefined ? addReportUri(read, reportTo) : read;
      const begun = direction === "up" ? readHeads(chunk) : 0;
      for await (const piece of lines[direction].carry(chunk, begun)) {
        const now = current();
        if (now.kind === "lying") await now.over;
        if (to.destroyed) return;
        const part = measure(piece, direction);
        await written(to, part); // before a fuse blows: a reset would overtake what is still waiting here
        bytes[direction] += part.length;
        if (part.length < piece.length) return blow();
      }
    }
    to.end();
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.setNoDelay(true).on("close", () => sockets.delete(socket));
    return socket.on("error", () => {}); // a reset is an ordinary ending here
  };
  const accept = async (near: Socket): Promise<void> => {
    keep(near);
    const now = current();
    if (now.kind === "lying") await now.over;
    const then = current();
    if (near.destroyed || then.kind === "lying") return;
    if (then.kind === "cut") return void near.resetAndDestroy();
    if (then.kind === "captured") return portals.answer(near, then.portal);
    const far = keep(
      connect({
        port: targetPort,
        host: "127.0.0.1",
        allowHalfOpen: true,
        ...(from !== undefined && { localAddress: from }),
      }),
    );
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    pump(near, far, "up").catch(() => far.destroy());
    pump(far, near, "down").catch(() => near.destroy());
  };

  const server = createServer({ allowHalfOpen: true }, accept).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The network got no port");

  return {
    port: address.port,
    origin: `http://localhost:${address.port}`,
    get bytesUp() {
      return bytes.up;
    },
    get bytesDown() {
      return bytes.down;
    },
    requests,
    cut: () => change({ kind: "cut" }),
    restore: () => {
      fuse = undefined;
      change({ kind: "open" });
    },
    lie: () => {
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      change({ kind: "lying", over, end });
    },
    capture: (portal) => change({ kind: "captured", portal }),
    setSpeed: (speed) => {
      lines.up.setSpeed(speed);
      lines.down.setSpeed(speed);
    },
    cutAfter: (left, direction) =>
      new Promise((resolve) => (fuse = { left, direction, blow: resolve })),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      change({ kind: "cut" });
      await closed;
    },
  };
}

/** Resolves when the bytes are with the kernel, rejects when the connection is gone. */
function written(to: Socket, part: Buffer): Promise<void> {
  return new Promise((resolve, reject) =>
    to.write(part, (error) => (error ? reject(error) : resolve())),
  );
}
