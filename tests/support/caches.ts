/** Cache storage in memory, as far as the app uses it: whole paths as keys, bodies that can be read again; `room` for so many files. */
export function aCacheStorage(room = Infinity): CacheStorage {
  const stored = new Map<string, Map<string, { body: ArrayBuffer; headers: Headers }>>();
  const origin = "https://soniakh.example";
  const keyOf = (request: RequestInfo | URL): string =>
    new URL(request instanceof Request ? request.url : request, origin).pathname;
  const openCache = (files: Map<string, { body: ArrayBuffer; headers: Headers }>) => ({
    match: async (request: RequestInfo | URL) => {
      const file = files.get(keyOf(request));
      return file && new Response(file.body, { headers: file.headers });
    },
    put: async (request: RequestInfo | URL, response: Response) => {
      if (files.size >= room) throw new DOMException("", "QuotaExceededError");
      files.set(keyOf(request), { body: await response.arrayBuffer(), headers: response.headers });
    },
    keys: async () => [...files.keys()].map((path) => new Request(origin + path)),
    delete: async (request: RequestInfo | URL) => files.delete(keyOf(request)),
  });
  return {
    keys: async () => [...stored.keys()],
    open: async (name: string) => {
      if (!stored.has(name)) stored.set(name, new Map());
      return openCache(stored.get(name)!) as unknown as Cache;
    },
    delete: async (name: string) => stored.delete(name),
    has: async (name: string) => stored.has(name),
    match: async () => undefined,
  };
}
