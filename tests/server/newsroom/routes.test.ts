import { afterEach, beforeEach, expect, test } from "vitest";
import { sessionLife } from "../../../src/server/newsroom/signing-in.ts";
import { createSqliteNewsroom } from "../../../src/server/storage/sqlite-newsroom.ts";
import { readWebm, writeWebm } from "../../../src/protocol/webm.ts";
import { anId } from "../../support/makers.ts";
import { aTimedMp4, aWebm, box } from "../../support/recordings.ts";
import {
  aPicture,
  json,
  type Newsroom,
  openNewsroom,
  partId,
  signedIn,
  storyId,
} from "./newsroom-support.ts";

let newsroom: Newsroom;
beforeEach(() => (newsroom = openNewsroom()));
afterEach(() => newsroom.close());

test("every path of the desk but signing in needs a session", async () => {
  // The paths are taken from the routes themselves, so that a new one cannot be forgotten here.
  const guarded = newsroom.routes.routes.filter(({ method }) => method !== "ALL");
  const paths = guarded.filter(
    ({ method, path }) => !(method === "POST" && path === "/desk/api/session"),
  );

  const answers = await Promise.all(
    paths.map(async ({ method, path }) => {
      const real = path.replace(":id", storyId).replace(":part", partId);
      const answer = await newsroom.request(real, {
        method,
        ...(method === "GET" ? {} : { body: "{}" }),
      });
      return `${method} ${path} ${answer.status}`;
    }),
  );

  expect(new Set(answers.map((line) => line.slice(-3)))).toEqual(new Set(["401"]));
  expect(new Set(paths.map(({ method, path }) => `${method} ${path}`)).size).toBe(12);
});

test("nothing is done for another site, signed in or not", async () => {
  const request = await signedIn(newsroom);

  const foreign = await request(`/desk/api/stories/${storyId}/state`, {
    ...json("PUT", { state: "declined" }),
    headers: { "sec-fetch-site": "cross-site" },
  });
  const sibling = await request("/desk/api/stories", {
    headers: { "sec-fetch-site": "same-site" },
  });

  expect(foreign.status).toBe(403);
  expect(sibling.status).toBe(403);
  expect(newsroom.story.current.state).toBe("received");
});

test("where a browser has no Fetch Metadata, Origin decides", async () => {
  const ask = (headers: Record<string, string>) =>
    newsroom.routes.request("http://desk.example/desk/api/session", {
      ...json("POST", { token: "x" }),
      headers: { host: "desk.example", ...headers },
    });

  const codeOf = async (answer: Promise<Response> | Response): Promise<unknown> =>
    ((await (await answer).json()) as { code: unknown }).code;
  const codes = [
    await codeOf(ask({ origin: "https://evil.example" })),
    await codeOf(ask({ origin: "null" })),
    await codeOf(ask({})),
    await codeOf(ask({ origin: "https://desk.example" })),
  ];

  expect(codes).toEqual(["foreign", "foreign", "foreign", "link-spent"]);
});

test("a link works once", async () => {
  const token = await newsroom.link();

  const first = await newsroom.request("/desk/api/session", json("POST", { token }));
  const second = await newsroom.request("/desk/api/session", json("POST", { token }));

  expect(first.status).toBe(200);
  expect(second.status).toBe(403);
  expect(second.headers.get("set-cookie")).toBeNull();
});

test("a link is of no use after ten minutes of the server's clock", async () => {
  const token = await newsroom.link();
  newsroom.clock.now = new Date("2026-11-23T10:40:00Z");

  const late = await newsroom.request("/desk/api/session", json("POST", { token }));

  expect(late.status).toBe(403);
});

test("the session's cookie is out of reach of script and other sites, and the database cannot be used to sign in", async () => {
  const token = await newsroom.link();

  const answer = await newsroom.request("/desk/api/session", json("POST", { token }));

  const cookie = answer.headers.get("set-cookie") ?? "";
  for (const word of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/desk", "Max-Age=43200"])
    expect(cookie).toContain(word);
  const rows = JSON.stringify(
    await newsroom.sqlite.query.selectFrom("desk_sessions").selectAll().execute(),
  );
  expect(rows).not.toContain(cookie.split("=")[1]!.split(";")[0]);
});

test("of links and sessions that have ended no row stays to say when they were", async () => {
  await newsroom.link();
  await signedIn(newsroom);
  const rows = async (): Promise<number> =>
    (await newsroom.sqlite.query.selectFrom("desk_links").selectAll().execute()).length +
    (await newsroom.sqlite.query.selectFrom("desk_sessions").selectAll().execute()).length;
  const storage = createSqliteNewsroom(newsroom.sqlite.query);
  const before = await rows();

  await storage.forgetExpired(newsroom.clock.now.getTime());
  const during = await rows();
  await storage.forgetExpired(newsroom.clock.now.getTime() + sessionLife);

  expect([before, during, await rows()]).toEqual([2, 2, 0]);
});

test("a session ends after twelve hours, or when the editor says so", async () => {
  const request = await signedIn(newsroom);
  const other = await signedIn(newsroom);

  await other("/desk/api/session", { method: "DELETE" });

  expect((await other("/desk/api/stories")).status).toBe(401);
  expect((await request("/desk/api/stories")).status).toBe(200);
  newsroom.clock.now = new Date("2026-11-23T22:30:00Z");
  expect((await request("/desk/api/stories")).status).toBe(401);
});

test("the list says what came in, with the receipt as its author sees it, and nothing finer than a day", async () => {
  const request = await signedIn(newsroom);

  const { stories } = await (await request("/desk/api/stories")).json();

  expect(stories).toEqual([
    {
      id: storyId,
      state: "received",
      date: "2026-11-23",
      textBytes: 16_384,
      pickedUp: false,
      parts: [{ id: partId, bytes: 65_536, held: true }],
      code: { uk: "222-222", en: "222-222" },
      articles: [],
      notes: 0,
      overdue: false,
    },
  ]);
});

test("sealed text and sealed parts come as they are; a part of another story does not", async () => {
  const request = await signedIn(newsroom);

  const text = await request(`/desk/api/stories/${storyId}/text`);
  const part = await request(`/desk/api/stories/${storyId}/parts/${partId}`);
  const stranger = await request(`/desk/api/stories/${anId(8)}/parts/${partId}`);

  expect(await text.text()).toBe("sealed text");
  expect(await part.text()).toBe("sealed part");
  expect(part.headers.get("cache-control")).toBe("no-store");
  expect(stranger.status).toBe(404);
});

test("an editor opens and declines a story; what is declined cannot be called opened again", async () => {
  const request = await signedIn(newsroom);
  const set = async (state: string) =>
    (await request(`/desk/api/stories/${storyId}/state`, json("PUT", { state }))).status;

  const answers = [
    await set("opened"),
    await set("declined"),
    await set("opened"),
    await set("published"),
  ];

  expect(answers).toEqual([200, 200, 409, 409]);
  expect(newsroom.story.current.state).toBe("declined");
});

test("a picture comes back as the library's files, and what is none is refused with the reason", async () => {
  const request = await signedIn(newsroom);

  const good = await request("/desk/api/pictures", { method: "POST", body: "JPEG bytes" });
  const bad = await request("/desk/api/pictures", { method: "POST", body: "no" });

  expect(await good.json()).toEqual(aPicture);
  expect([bad.status, (await bad.json()).title]).toEqual([422, "The picture is damaged"]);
});

test("a recording is written anew as the library's file, and what is none is refused with the reason", async () => {
  const request = await signedIn(newsroom);
  const post = (body: BodyInit) => request("/desk/api/sounds", { method: "POST", body });

  const good = await post(aWebm(3_000));
  const bad = await post("<script>alert(1)</script>");

  const anew = writeWebm(readWebm(aWebm(3_000))!);
  expect(await good.json()).toMatchObject({ type: "webm", bytes: anew.length, length: 3 });
  expect([bad.status, (await bad.json()).code]).toEqual([422, "not-a-recording"]);
  const phone = aTimedMp4(3);
  const older = await post(phone);
  expect(await older.json()).toMatchObject({ type: "mp4", bytes: phone.length, length: 3 });
  const endless = await post(Buffer.concat([aTimedMp4(0), box("mdat", new Uint8Array(8))]));
  expect(endless.status).toBe(422);
  const stranger = await newsroom.request("/desk/api/sounds", { method: "POST", body: "…" });
  expect(stranger.status).toBe(401);
});

test("bodies are bounded", async () => {
  const request = await signedIn(newsroom);

  const answer = await request("/desk/api/pictures", {
    method: "POST",
    body: new Uint8Array(15_000_001),
  });

  expect(answer.status).toBe(413);
});
