import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openNetwork, type Network } from "../../support/browsers/network.ts";
import { portalKinds } from "../../support/browsers/portal.ts";
import { inTime, until } from "../../support/browsers/waiting.ts";

let network: Network;
let received: string[] = [];
let close: () => Promise<void>;

beforeEach(async () => {
  received = [];
  const server = createServer(async (request, response) => {
    let length = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) length += chunk.length;
      received.push(`${request.method} ${request.url} ${length}`);
      response
        .writeHead(200, { "content-security-policy": "default-src 'none'" })
        .end("x".repeat(20_000));
    } catch {
      received.push(`broken ${request.url} ${length}`);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  network = await openNetwork(address.port, { reportTo: "http://localhost:9/breach" });
  close = async () => {
    await network.close();
    server.close();
    server.closeAllConnections();
  };
});

afterEach(() => close());

/** What a phone would see: the status and length, or 'unreachable'. */
async function ask(path: string, body?: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    const init = body === undefined ? {} : { method: "PUT", body };
    const response = await fetch(network.origin + path, { ...init, redirect: "manual" });
    return `${response.status} ${(await response.text()).length}`;
  } catch {
    return "unreachable";
  }
}

test("passes everything on, and counts it", async () => {
  expect(await ask("/a")).toBe("200 20000");
  expect(await ask("/b", new Uint8Array(100_000))).toBe("200 20000");
  expect(received).toEqual(["GET /a 0", "PUT /b 100000"]);
  expect(network.requests).toEqual(["GET /a", "PUT /b"]);
  expect(network.bytesUp).toBeGreaterThan(100_000);
  expect(network.bytesDown).toBeGreaterThan(40_000);
});

test("names the address for reports in each policy", async () => {
  const response = await fetch(network.origin);
  expect(response.headers.get("content-security-policy")).toBe(
    "report-uri http://localhost:9/breach; default-src 'none'",
  );
});

test("cut and restored", async () => {
  await ask("/a");
  network.cut();
  expect(await ask("/b")).toBe("unreachable");
  network.restore();
  expect(await ask("/c")).toBe("200 20000");
  expect(received).toEqual(["GET /a 0", "GET /c 0"]);
});

test("a reply is lost after the server did its work", async () => {
  const cut = network.cutAfter(0, "down");
  expect(await ask("/a", new Uint8Array(10))).toBe("unreachable");
  await cut;
  expect(received).toEqual(["PUT /a 10"]);
  expect(network.bytesDown).toBe(0);
  network.restore();
  expect(await ask("/a", new Uint8Array(10))).toBe("200 20000");
});

test("a connection dies at byte k of an upload", async () => {
  const cut = network.cutAfter(50_000, "up");
  expect(await ask("/a", new Uint8Array(100_000))).toBe("unreachable");
  await cut;
  expect(network.bytesUp).toBe(50_000);
  await until("the server notices", () => received.length === 1);
  expect(received[0]).toMatch(/^broken \/a [1-4]\d{4}$/);
});

test("lie-fi: nothing moves, and goes on when it is over", async () => {
  await ask("/a");
  network.lie();
  const answer = ask("/b");
  await expect(inTime("an answer", answer, 200)).rejects.toThrow("Not done");
  network.restore();
  expect(await answer).toBe("200 20000");
});

test("400 kbit/s and 400 ms take the time they must", async () => {
  network.setSpeed({ bytesPerSecond: 50_000, delay: 400 });
  const start = performance.now();
  await Promise.all([ask("/a"), ask("/b")]); // they share the line: 40 kB are 0.8 s
  const took = performance.now() - start;
  expect(took).toBeGreaterThan(1_150);
  expect(took).toBeLessThan(2_000);
});

describe("a captive portal", () => {
  const seen = {
    html: "200 69",
    redirect: "302 0",
    "511": "511 69",
    json: "200 2",
    garbage: "unreachable",
  };
  test.each(portalKinds)("%s", async (portal) => {
    await ask("/a");
    network.capture(portal);
    expect(await ask("/b", new Uint8Array(1_000))).toBe(seen[portal]);
    network.restore();
    expect(await ask("/c")).toBe("200 20000");
    expect(received).toEqual(["GET /a 0", "GET /c 0"]);
  });
});
