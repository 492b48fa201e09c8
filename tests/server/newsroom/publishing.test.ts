import { afterEach, beforeEach, expect, test } from "vitest";
import type { Article } from "../../../src/protocol/article.ts";
import { aHash, anId } from "../../support/makers.ts";
import {
  aPicture,
  aPublication,
  json,
  type Newsroom,
  openNewsroom,
  signedIn,
  storyId,
} from "./newsroom-support.ts";

let newsroom: Newsroom;
let request: Awaited<ReturnType<typeof signedIn>>;
beforeEach(async () => {
  newsroom = openNewsroom("opened");
  request = await signedIn(newsroom);
});
afterEach(() => newsroom.close());

const publish = async (change?: Parameters<typeof aPublication>[0]) => {
  const answer = await request("/desk/api/articles", json("POST", aPublication(change)));
  const body = await answer.json();
  return { status: answer.status, code: body.code as string | undefined, body };
};
const figure = (alt: string): Article["body"][number] => ({
  kind: "figure",
  media: { kind: "picture", ...aPicture },
  alt,
  caption: [],
});

test("an article that an editor vouches for is published, with the server's day and slug, and its story says so", async () => {
  const answer = await publish({ article: { body: [figure("Хлібина на рушнику")] } });

  expect(answer.status).toBe(201);
  expect(answer.body.slug).toBe("khlib-na-vsikh");
  expect(newsroom.published.map(({ slug, date }) => [slug, date])).toEqual([
    ["khlib-na-vsikh", "2026-11-23"],
  ]);
  expect(newsroom.story.current.state).toBe("published");
});

test.each([
  ["names and marks of people", "people"],
  ["troops", "troops"],
  ["descriptions", "alt"],
])("with the line on %s unticked nothing is published", async (_words, missing) => {
  const lines = ["people", "troops", "place", "faces", "facts", "alt"];

  const answer = await publish({
    attestation: { checklist: lines.filter((line) => line !== missing) },
  });

  expect([answer.status, answer.code]).toEqual([422, "not-attested"]);
  expect(newsroom.published).toEqual([]);
});

test("terms that nobody vouches for publish nothing", async () => {
  const answer = await publish({ attestation: { termsAllow: false } });

  expect([answer.status, answer.code]).toEqual([422, "not-attested"]);
  expect(newsroom.published).toEqual([]);
});

test.each<[string, Partial<Article>]>([
  ["in the text", { body: [figure(" ")] }],
  [
    "in a quote in a list",
    {
      body: [{ kind: "list", ordered: false, items: [[{ kind: "quote", blocks: [figure("")] }]] }],
    },
  ],
  ["above it", { lead: { ...aPicture, alt: "" } }],
])("a picture %s without a description is refused", async (_where, article) => {
  const answer = await publish({ article });

  expect([answer.status, answer.code]).toEqual([422, "no-alt"]);
  expect(newsroom.published).toEqual([]);
});

test("what is no article is refused, whatever it claims", async () => {
  const script = { kind: "paragraph", runs: [{ text: "x", href: "javascript:alert(1)" }] } as const;

  const answers = [
    await publish({ article: { body: [script] } }),
    await publish({ article: { title: " " } }),
    await publish({ article: { language: "<script>" } }),
  ];

  expect(answers.map(({ status, code }) => [status, code])).toEqual(
    Array(3).fill([422, "malformed"]),
  );
  expect(newsroom.published).toEqual([]);
});

test.each(["declined", "withdrawn"] as const)(
  "a story that is %s is not published",
  async (state) => {
    newsroom.story.current = { ...newsroom.story.current, state };

    const answer = await publish();

    expect([answer.status, answer.code]).toEqual([409, "not-now"]);
  },
);

test("a published article is withdrawn: phones, story and trail all say so, and it does not come back", async () => {
  const { body } = await publish();

  const answer = await request(`/desk/api/articles/${body.id}/withdrawal`, { method: "PUT" });

  expect(answer.status).toBe(200);
  expect(newsroom.withdrawn).toEqual([body.id]);
  expect(newsroom.story.current.state).toBe("withdrawn");
  newsroom.story.current = { ...newsroom.story.current, state: "opened" };
  expect((await publish()).status).toBe(409);
});

test("only what came from a story can be withdrawn through the desk", async () => {
  const answer = await request(`/desk/api/articles/${anId(99)}/withdrawal`, { method: "PUT" });

  expect(answer.status).toBe(404);
  expect(newsroom.withdrawn).toEqual([]);
});

test("the story of an article keeps its other articles: it is withdrawn with the last", async () => {
  await publish();
  const second = await publish({ article: { id: anId(50) as Article["id"], language: "en" } });

  await request(`/desk/api/articles/${second.body.id}/withdrawal`, { method: "PUT" });

  expect(newsroom.story.current.state).toBe("published");
  const { stories } = await (await request("/desk/api/stories")).json();
  expect(stories[0].id).toBe(storyId);
  expect(
    stories[0].articles.map(({ withdrawn }: { withdrawn: boolean }) => withdrawn).sort(),
  ).toEqual([false, true]);
});

test("an article that the library does not take leaves no trace: it can be tried again", async () => {
  newsroom.refuseNext();

  const refused = await request("/desk/api/articles", json("POST", aPublication()));
  const again = await publish();

  expect(refused.status).toBe(500);
  expect(again.status).toBe(201);
  const trail = await newsroom.storage.listAudit();
  expect(trail.filter(({ action }) => action === "published")).toHaveLength(1);
});

test("what the desk has not seen of its author's notes keeps a story from being published", async () => {
  newsroom.notes.push(new Uint8Array(10));

  const answer = await publish();
  const seen = await request("/desk/api/articles", json("POST", { ...aPublication(), notes: 1 }));

  expect([answer.status, answer.code]).toEqual([409, "new-note"]);
  expect(seen.status).toBe(201);
});

test("what an author took back is taken down and deleted, and the trail names their note", async () => {
  const { body } = await publish();
  const asking = anId(70);

  await request(`/desk/api/articles/${body.id}/withdrawal`, json("PUT", { note: asking }));
  await request(
    `/desk/api/stories/${storyId}/state`,
    json("PUT", { state: "withdrawn", note: asking }),
  );

  expect(newsroom.withdrawn).toEqual([body.id]);
  expect(newsroom.erased).toEqual([storyId]);
  const trail = await newsroom.storage.listAudit();
  expect(trail.at(-1)).toMatchObject({
    action: "article-withdrawn",
    subject: `${storyId} ${body.id} ${asking}`,
  });
});

test("the notes about a story come as they are, with the key that must have signed them", async () => {
  newsroom.notes.push(Uint8Array.of(1, 2, 3));

  const answer = await request(`/desk/api/stories/${storyId}/notes`);
  const { stories } = await (await request("/desk/api/stories")).json();

  expect(await answer.json()).toEqual({ noteKey: aHash(6), notes: ["AQID"] });
  expect(stories[0]).toMatchObject({ notes: 1, overdue: false });
  expect((await request(`/desk/api/stories/${anId(99)}/notes`)).status).toBe(404);
});

test("a story that nobody has opened for 14 days is overdue at the desk", async () => {
  for (const [day, overdue] of [
    ["2026-12-06", false],
    ["2026-12-07", true],
  ] as const) {
    newsroom.story.current = { ...newsroom.story.current, state: "received" };
    newsroom.clock.now = new Date(`${day}T00:30:00Z`);
    const again = await signedIn(newsroom);
    const { stories } = await (await again("/desk/api/stories")).json();
    expect(stories[0].overdue).toBe(overdue);
  }
});
