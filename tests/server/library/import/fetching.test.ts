import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { isAllowedAddress } from "../../../../src/server/library/import/fetching/addresses.ts";
import {
  createFetching,
  type Asking,
} from "../../../../src/server/library/import/fetching/fetching.ts";
import { maxAge, retryAfter } from "../../../../src/server/library/import/fetching/politeness.ts";
import { aServer } from "./a-server.ts";

const asking: Asking = { accept: "*/*", limit: 100_000, patience: 5_000 };
const open = createFetching({ allowPrivate: false });
const house = createFetching({ allowPrivate: true });
const textOf = (fetched: Awaited<ReturnType<typeof house.get>>): string =>
  fetched.ok ? new TextDecoder().decode(fetched.bytes) : `refused: ${fetched.why}`;

test.each([
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f.0.0.1/",
  "http://017700000001/",
  "http://0.0.0.0/",
  "http://10.1.2.3/",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://100.64.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://224.0.0.1/",
  "http://255.255.255.255/",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:7f00:1::]/",
  "http://[fe80::1]/",
  "http://[fd00::1]/",
  "http://[ff02::1]/",
  "http://localhost/",
  "http://printer.local/",
  "http://metadata.google.internal/",
])("%s is refused before anything is sent", async (url) => {
  expect(await open.get(url, asking)).toMatchObject({ ok: false, isRefused: true });
});

test.each([
  ["ftp://news.example/", "is not an http or https address"],
  ["file:///etc/passwd", "is not an http or https address"],
  ["gopher://news.example/", "is not an http or https address"],
  ["http://user:word@news.example/", "has a name or a password in it"],
  ["http://news.example:22/", "asks for port 22, which is for other things"],
  ["http://news.example:6379/", "asks for port 6379, which is for other things"],
  [
    "http://news.example:9999/",
    "asks for port 9999, which is no usual one (--allow-private allows it)",
  ],
])("%s is refused: %s", async (url, why) => {
  expect(await open.get(url, asking)).toEqual({ ok: false, isRefused: true, why });
});

test("the metadata service and multicast stay closed where private hosts are open", () => {
  for (const address of ["127.0.0.1", "10.0.0.1", "192.168.0.1", "::1", "fd12::1"]) {
    expect([address, isAllowedAddress(address, true)]).toEqual([address, true]);
  }
  for (const address of [
    "169.254.169.254",
    "fe80::1",
    "224.0.0.1",
    "0.0.0.0",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
  ]) {
    expect([address, isAllowedAddress(address, true)]).toEqual([address, false]);
  }
  expect(["93.184.216.34", "2a00:1450:4001::1"].map((one) => isAllowedAddress(one, false))).toEqual(
    [true, true],
  );
});

test("a name that leads into the house is refused when it is looked up, whatever it was before", async () => {
  let asked = 0;
  const origin = await aServer(() => {
    asked += 1;
    return { body: "secret" };
  });
  const answers = ["127.0.0.1", "127.0.0.1"];
  const looked: string[] = [];
  const fetching = createFetching({
    allowPrivate: false,
    lookup: async (name) => {
      looked.push(name);
      return [answers.shift() ?? "127.0.0.1"];
    },
  });

  const url = origin.replace("127.0.0.1", "rebind.example").replace(/:\d+$/, ":8080");
  const fetched = await fetching.get(url, asking);

  expect(fetched).toMatchObject({ ok: false, isRefused: true });
  expect([asked, looked]).toEqual([0, ["rebind.example"]]);
});

test("the address that was checked is the one that is connected to: a name is looked up once", async () => {
  const origin = await aServer(({ headers }) => ({ body: `for ${headers.host}` }));
  const port = new URL(origin).port;
  const answers = [["127.0.0.1"], ["203.0.113.7"]];
  let lookups = 0;
  const fetching = createFetching({
    allowPrivate: true,
    lookup: async () => {
      lookups += 1;
      return answers.shift() ?? [];
    },
  });

  const fetched = await fetching.get(`http://news.example:${port}/`, asking);

  expect([textOf(fetched), lookups]).toEqual([`for news.example:${port}`, 1]);
});

test.each([
  ["another scheme", "file:///etc/passwd"],
  ["the metadata service", "http://169.254.169.254/"],
  ["a port of another protocol", "http://127.0.0.1:22/"],
  ["a name and a password", "http://a:b@127.0.0.1/"],
])("a redirect to %s is refused", async (_, location) => {
  const origin = await aServer(() => ({ status: 302, headers: { location } }));

  expect(await house.get(origin, asking)).toMatchObject({ ok: false, isRefused: true });
});

test("the name that a redirect leads to is looked up and checked as the first was", async () => {
  const origin = await aServer(() => ({
    status: 301,
    headers: { location: "http://inside.example/" },
  }));
  const fetching = createFetching({ allowPrivate: true, lookup: async () => ["169.254.169.254"] });

  expect(await fetching.get(origin, asking)).toEqual({
    ok: false,
    isRefused: true,
    why: "leads to 169.254.169.254, which is never asked",
  });
});

test("five redirects are followed, a sixth is not; only lasting ones move a source", async () => {
  const origin = await aServer(({ url }) => {
    const left = Number(url.pathname.slice(1));
    return left === 0
      ? { body: "here" }
      : { status: left === 1 ? 302 : 301, headers: { location: `/${left - 1}` } };
  });

  const five = await house.get(`${origin}/5`, asking);
  expect(textOf(five)).toBe("here");
  expect(five).not.toHaveProperty("movedTo");
  expect(await house.get(`${origin}/6`, asking)).toMatchObject({
    ok: false,
    why: "redirects more than 5 times",
  });
  const lasting = await aServer(({ url }) =>
    url.pathname === "/" ? { status: 308, headers: { location: "/new" } } : { body: "x" },
  );
  expect(await house.get(lasting, asking)).toMatchObject({ movedTo: `${lasting}/new` });
});

test("a body larger than the limit is not read to its end, packed or not", async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const origin = await aServer(({ url }) =>
    url.pathname === "/bomb"
      ? { headers: { "content-encoding": "gzip" }, body: bomb }
      : (response) => {
          const write = (): void => {
            if (!response.destroyed) response.write("x".repeat(10_000), () => setImmediate(write));
          };
          write();
        },
  );

  expect(await house.get(`${origin}/bomb`, asking)).toMatchObject({
    ok: false,
    why: "is larger than 0.1 MB",
  });
  expect(await house.get(`${origin}/endless`, asking)).toMatchObject({
    ok: false,
    why: "is larger than 0.1 MB",
  });
});

test("a server that hangs, before its head or within its body, costs its time limit", async () => {
  const origin = await aServer(({ url }) =>
    url.pathname === "/head"
      ? () => undefined
      : (response) => {
          response.writeHead(200);
          response.write("begun");
        },
  );
  const short = { ...asking, patience: 300 };

  expect(await house.get(`${origin}/head`, short)).toMatchObject({
    ok: false,
    why: expect.stringContaining("in time") as string,
  });
  expect(await house.get(`${origin}/body`, short)).toMatchObject({ ok: false });
});

test("what is packed is unpacked; what is packed in an unknown way or broken is a clause", async () => {
  const origin = await aServer(({ url }) => {
    if (url.pathname === "/gzip")
      return { headers: { "content-encoding": "gzip" }, body: gzipSync("хліб") };
    if (url.pathname === "/zstd") return { headers: { "content-encoding": "zstd" }, body: "x" };
    return { headers: { "content-encoding": "gzip" }, body: "not packed at all" };
  });

  expect(textOf(await house.get(`${origin}/gzip`, asking))).toBe("хліб");
  expect(textOf(await house.get(`${origin}/zstd`, asking))).toMatch(/not known here \(zstd\)/);
  expect(textOf(await house.get(`${origin}/broken`, asking))).toMatch(/^refused: broke off/);
});

test("validators go with the request, nothing that says who asks", async () => {
  const seen: unknown[] = [];
  const origin = await aServer(({ headers }) => {
    seen.push(headers);
    return { status: 304 };
  });

  const fetched = await house.get(origin, {
    ...asking,
    etag: '"1"',
    lastModified: "Tue, 05 Mar 2024 10:00:00 GMT",
  });

  expect(fetched).toMatchObject({ ok: true, status: 304 });
  expect(seen).toEqual([
    {
      accept: "*/*",
      "accept-encoding": "gzip, br",
      "user-agent": "Soniakh/0.1 (newsroom; reads feeds)",
      "if-none-match": '"1"',
      "if-modified-since": "Tue, 05 Mar 2024 10:00:00 GMT",
      host: new URL(origin).host,
      connection: "close",
    },
  ]);
});

test("how long a server asks to be left alone", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  expect(retryAfter("120", now)).toBe(120_000);
  expect(retryAfter("Mon, 23 Nov 2026 12:05:00 GMT", now)).toBe(300_000);
  expect(retryAfter("9999999999", now)).toBe(86_400_000);
  expect(retryAfter("soon", now)).toBeUndefined();
  expect([
    maxAge("public, max-age=600"),
    maxAge("no-cache, max-age=600"),
    maxAge(undefined),
  ]).toEqual([600_000, 0, 0]);
});
