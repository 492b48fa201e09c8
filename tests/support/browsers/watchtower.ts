// One loopback server that sees what must not happen, in every engine and in workers too: it is the browser's HTTP proxy,
// through which every request to a host other than this computer goes, and the address policy breaches are reported to.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";

export type Finding = {
  kind: "foreign request" | "policy breach" | "page error" | "console error";
  /** A line for people: a URL, or what the browser said. */
  what: string;
};

export type Watchtower = {
  /** What was seen, in order. Nothing foreign is ever answered: no request leaves this computer. */
  findings: Finding[];
  /** Hand these to `openChromium({ args })`. */
  chromiumArgs: readonly string[];
  /** Hand these to `openFirefox({ prefs })`. */
  firefoxPrefs: Readonly<Record<string, string | number | boolean>>;
  /** Hand these to `openWebKit({ args })`. */
  webkitArgs: readonly string[];
  /** Hand this to `openNetwork(port, { reportTo })`, so that each policy that passes names it. */
  reportTo: string;
  close(): Promise<void>;
};

/** Exactly what the browsers ask for on their own account; a page that asked for these would be seen by `watching.ts`. */
const browsersOwn = new Set([
  "accounts.google.com",
  "update.googleapis.com",
  "redirector.gvt1.com",
  // Chromium asks its maker what kind of fields a page has, by a hash of their outline, whatever the page says.
  "content-autofill.googleapis.com",
  // After a minute or so it asks for models of its own; no page has a part in it.
  "optimizationguide-pa.googleapis.com",
]);

export async function openWatchtower(): Promise<Watchtower> {
  const findings: Finding[] = [];
  const foreign = (method: string, target: string): void => {
    const { hostname } = new URL(target);
    if (!browsersOwn.has(hostname))
      findings.push({ kind: "foreign request", what: `${method} ${target}` });
  };
  const server = createServer(async (request, response) => {
    const { method = "GET", url = "/" } = request;
    if (!url.startsWith("/")) foreign(method, url); // a proxy is asked with the whole URL
    else if (method === "POST") findings.push(...breaches(await text(request)));
    response.writeHead(url.startsWith("/") ? 204 : 502).end();
  });
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    foreign("CONNECT", `https://${request.url}`);
    socket.on("error", () => {}).end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The watchtower got no port");
  const { port } = address;

  return {
    findings,
    chromiumArgs: [`--proxy-server=http://127.0.0.1:${port}`],
    firefoxPrefs: {
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": port,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": port,
    },
    webkitArgs: [
      `--proxy=http://127.0.0.1:${port}`,
      "--ignore-host=localhost",
      "--ignore-host=127.0.0.1",
    ],
    reportTo: `http://localhost:${port}/breach`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Reads a report of `report-uri` (CSP 2, section 4.4). What cannot be read is a finding too. */
function breaches(body: string): Finding[] {
  const fields = ["effective-directive", "blocked-uri", "document-uri", "script-sample"];
  try {
    const report = (JSON.parse(body) as { "csp-report": Record<string, unknown> })["csp-report"];
    return [
      {
        kind: "policy breach",
        what: fields.map((field) => fieldText(report[field])).join(" "),
      },
    ];
  } catch {
    return [{ kind: "policy breach", what: body }];
  }
}

const fieldText = (value: unknown): string => (typeof value === "string" ? value : "-");

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
