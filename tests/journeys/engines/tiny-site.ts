// A site as small as can prove a browser: a page, a service worker that keeps it, a database, and two ways to misbehave.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type TinySite = {
  port: number;
  /** Bodies POSTed to /said, in order: what workers tell that have no page. */
  said: readonly string[];
  close(): Promise<void>;
};

/** As strict as the real one (SAFETY.md 8). */
const strict = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; worker-src 'self'; base-uri 'none'; " +
    "require-trusted-types-for 'script'; trusted-types tiny",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const head =
  '<!doctype html><html lang="uk"><meta charset="utf-8"><title>Tiny</title><link rel="icon" href="/icon.svg">';

/** Shows 'ready N' once the worker is active and visit N is on disk, or 'broken' and why. */
const page = `${head}<h1>Tiny</h1><p id="state"></p><script src="/page.js"></script>`;

const pageScript = `
const url = trustedTypesOr("/sw.js");
function trustedTypesOr(path) {
  if (!self.trustedTypes) return path;
  return trustedTypes.createPolicy("tiny", { createScriptURL: (text) => text }).createScriptURL(path);
}
const asPromise = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
async function countVisit() {
  const opening = indexedDB.open("tiny", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("facts");
  const database = await asPromise(opening);
  const facts = database.transaction("facts", "readwrite", { durability: "strict" }).objectStore("facts");
  const visits = ((await asPromise(facts.get("visits"))) ?? 0) + 1;
  await asPromise(facts.put(visits, "visits"));
  return visits;
}
async function main() {
  const visits = await countVisit();
  await navigator.serviceWorker.register(url);
  await navigator.serviceWorker.ready;
  document.querySelector("#state").textContent = "ready " + visits;
}
main().catch((error) => { document.querySelector("#state").textContent = "broken " + error; });
`;

const workerScript = `
self.addEventListener("install", (event) => {
  const kept = ["/", "/page.js", "/icon.svg"];
  event.waitUntil(caches.open("tiny").then((cache) => cache.addAll(kept)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
self.addEventListener("sync", (event) => {
  event.waitUntil(fetch("/said", { method: "POST", body: "sync " + event.tag }));
});
self.addEventListener("message", (event) => {
  event.waitUntil(fetch(event.data).catch(() => {}));
});
`;

const breachScript = `
const createScriptURL = (text) => text;
const url = self.trustedTypes ? trustedTypes.createPolicy("tiny", { createScriptURL }).createScriptURL("/breach-worker.js") : "/breach-worker.js";
new Worker(url).onmessage = (event) => { document.title = event.data; };
document.body.innerHTML = "<b>string</b>";
`;

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>';

const files: Record<string, { type: string; body: string; loose?: boolean }> = {
  "/": { type: "text/html", body: page },
  "/page.js": { type: "text/javascript", body: pageScript },
  // A worker obeys the CSP it came with; this one may fetch what it is told to, so that a foreign request can be seen.
  "/sw.js": { type: "text/javascript", body: workerScript, loose: true },
  "/icon.svg": { type: "image/svg+xml", body: icon },
  // Without a CSP, so that the request really leaves the page.
  "/foreign": {
    type: "text/html",
    body: `${head}<img src="http://foreign.example/pixel.png" alt="">`,
    loose: true,
  },
  // Four breaches: an inline script, a foreign picture, a string into a Trusted Types sink, and a worker that fetches abroad.
  "/breach": {
    type: "text/html",
    body: `${head}<script>document.title = "inline ran"</script><img src="http://foreign.example/x.png" alt=""><script src="/breach.js"></script>`,
  },
  "/breach.js": { type: "text/javascript", body: breachScript },
  "/breach-worker.js": {
    type: "text/javascript",
    body: 'fetch("http://foreign.example/worker").catch(() => postMessage("blocked"));',
  },
};

export async function openTinySite(): Promise<TinySite> {
  const said: string[] = [];
  const server = createServer((request, response) => answer(request, response, said)).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The tiny site got no port");
  return {
    port: address.port,
    said,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  said: string[],
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "POST") {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    said.push(Buffer.concat(chunks).toString());
    response.writeHead(204).end();
    return;
  }
  const file = files[pathname];
  if (file === undefined) {
    response.writeHead(404, strict).end();
    return;
  }
  const headers = file.loose === true ? {} : strict;
  response
    .writeHead(200, {
      ...headers,
      "content-type": `${file.type}; charset=utf-8`,
      "cache-control": "no-store",
    })
    .end(file.body);
}
