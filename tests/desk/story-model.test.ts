import { expect, test } from "vitest";
import type { DeskKey } from "../../src/desk/key-file.ts";
import { DeskModel } from "../../src/desk/desk-model.ts";
import { InboxModel } from "../../src/desk/inbox-model.ts";
import type { Publishing, Requests } from "../../src/desk/requests.ts";
import { StoryModel } from "../../src/desk/story-model.ts";
import { type Picture, type Slug, type Sound } from "../../src/protocol/article.ts";
import { checklist } from "../../src/protocol/checklist.ts";
import type { Attachment, Terms } from "../../src/protocol/story.ts";
import { aWebm } from "../support/recordings.ts";
import { aHash, anId, aStory } from "../support/makers.ts";
import { aKey, aLine, anAttachment, aServer, jpegBytes, seal } from "./desk-support.ts";

const picture: Picture = {
  files: [{ hash: aHash(1), type: "jpg", width: 720, height: 480, bytes: 9 }],
  colour: "#000000",
};
const { key, recipient } = await aKey();
const bytes = jpegBytes(800, 600);
const sealedPhoto = await seal(recipient, bytes);

/** A story with one photo, open on an editor's table, and all that the server was asked. */
async function aTable(
  terms: Partial<Terms> = {},
  change: Partial<Requests> = {},
  attachments: readonly Attachment[] = [anAttachment(bytes)],
) {
  const published: Publishing[] = [];
  const line = aLine();
  const requests = aServer({
    stories: async () => ({ kind: "done", value: [line] }),
    part: async () => ({ kind: "done", value: sealedPhoto }),
    addPicture: async () => ({ kind: "done", value: picture }),
    setState: async () => ({ kind: "done", value: undefined }),
    withdraw: async () => ({ kind: "done", value: undefined }),
    publish: async (asked) => {
      published.push(asked);
      return { kind: "done", value: "khlib-na-vsikh" as Slug };
    },
    ...change,
  });
  const desk = new DeskModel({
    requests,
    openKeyFile: async () => ({ kind: "open", key: key satisfies DeskKey }),
    now: () => 0,
    after: () => () => undefined,
  });
  await desk.openKey(new Uint8Array(), "");
  const inbox = new InboxModel(requests, desk, () => "2026-11-23");
  await inbox.load();
  const story = aStory({ attachments });
  const answers: Terms = { ...story.terms.answers, photos: "publish", ...terms };
  let ids = 0;
  const view = new StoryModel(
    {
      requests,
      desk,
      inbox,
      drawing: {
        redraw: async () => new Blob(["drawn"]),
        show: () => URL.createObjectURL(new Blob(["drawn"])),
      },
      today: () => "2026-11-23",
      newId: () => anId((ids += 1)),
    },
    line.id,
    { ...story, terms: { ...story.terms, answers } },
  );
  await view.showAttached();
  const prepare = (): void => {
    for (const name of checklist) view.tick(name, true);
    view.changePiece(1, (piece) => (piece.kind === "photo" ? { ...piece, alt: "Хлібина" } : piece));
  };
  return { view, inbox, published, prepare };
}

test("a prepared story is published once, with its picture and what the editor vouches for", async () => {
  const { view, inbox, published, prepare } = await aTable();
  prepare();

  await view.publish();

  expect(published.map(({ attestation }) => attestation)).toEqual([
    { termsAllow: true, checklist: [...checklist], secondEditor: false },
  ]);
  expect(published[0]?.article.lead).toEqual({ ...picture, alt: "Хлібина" });
  expect(view.doing.value).toEqual({ kind: "published" });
  expect(inbox.stories.value[0]?.line).toMatchObject({
    state: "published",
    articles: [{ slug: "khlib-na-vsikh", withdrawn: false }],
  });
});

test.each<[string, Partial<Terms>]>([
  ["only to be read", { publish: "read-only" }],
  ["to be shown first", { approval: "show-first" }],
  ["by someone under 18 that no second editor has read", { adult: false }],
  ["not for today", { notBefore: "2027-01-01" }],
])("a story that is %s is not sent to the server at all", async (_what, terms) => {
  const { view, published, prepare } = await aTable(terms);
  prepare();

  await view.publish();

  expect(published).toEqual([]);
  expect(view.obstacles.value).toHaveLength(1);
});

test("a voice goes to the library with its article, where it may be heard and was put in", async () => {
  const uploaded: Blob[] = [];
  const sound: Sound = { hash: aHash(8), type: "webm", bytes: 9, length: 1 };
  const recording = aWebm(1_200);
  const { view, published, prepare } = await aTable(
    { voice: "may-be-heard" },
    {
      part: async () => ({ kind: "done", value: await seal(recipient, recording) }),
      addSound: async (blob) => {
        uploaded.push(blob);
        return { kind: "done", value: sound };
      },
    },
    [anAttachment(recording, { type: "audio/webm" })],
  );
  prepare();
  view.changePiece(1, (piece) => (piece.kind === "sound" ? { ...piece, included: true } : piece));

  await view.publish();

  expect(published[0]?.article.body.at(-1)).toEqual({
    kind: "audio",
    media: { kind: "sound", ...sound },
    caption: [],
  });
  expect(uploaded).toHaveLength(1);
  expect(Buffer.from(await uploaded[0]!.arrayBuffer()).includes("Sentinel")).toBe(false);
});

test("an answer that was lost on its way does not make a second article", async () => {
  let attempts = 0;
  const asked: Publishing[] = [];
  const { view, prepare } = await aTable(
    {},
    {
      publish: async (publishing) => {
        asked.push(publishing);
        return (attempts += 1) === 1
          ? { kind: "unreachable" }
          : { kind: "done", value: "khlib" as Slug };
      },
    },
  );
  prepare();

  await view.publish();
  const after = view.doing.value.kind;
  await view.publish();

  expect(after).toBe("unreachable");
  expect(asked.map(({ article }) => article.id)).toEqual([anId(1), anId(1)]);
});

test("what is cut out is in no request, and can be brought back until then", async () => {
  const { view, published, prepare } = await aTable();
  prepare();

  view.cut(0, 2, 9);
  view.undo();
  const back = view.manuscript.value.pieces[0];
  view.cut(0, 2, 9);
  await view.publish();

  expect(back).toMatchObject({ text: "У березні в нашій пекарні закінчилися дріжджі." });
  expect(JSON.stringify(published)).not.toContain("березні");
});

test("looking at a story says so to its author's phone, once", async () => {
  const said: string[] = [];
  const { view } = await aTable(
    {},
    {
      setState: async (_id, state) => {
        said.push(state);
        return { kind: "done", value: undefined };
      },
    },
  );

  await view.markOpened();
  await view.markOpened();

  expect(said).toEqual(["opened"]);
});

test("a published story is taken down with every article of it", async () => {
  const taken: string[] = [];
  const { view, inbox, prepare } = await aTable(
    {},
    {
      withdraw: async (article) => {
        taken.push(article);
        return { kind: "done", value: undefined };
      },
    },
  );
  prepare();
  await view.publish();

  await view.withdraw();

  expect(taken).toEqual([anId(1)]);
  expect(inbox.stories.value[0]?.line.state).toBe("withdrawn");
});

test("a part that has not come leaves its photo awaited, and says so among the reasons", async () => {
  const { view, prepare } = await aTable({}, { part: async () => ({ kind: "unreachable" }) });
  prepare();

  expect(view.photos.value.get(1)).toEqual({ kind: "awaited" });
  expect(view.obstacles.value).toEqual([{ kind: "photo-not-ready", photo: 1 }]);
});
