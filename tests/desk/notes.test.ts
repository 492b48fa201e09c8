import fc from "fast-check";
import { expect, test } from "vitest";
import { DeskModel } from "../../src/desk/desk-model.ts";
import { InboxModel } from "../../src/desk/inbox-model.ts";
import type { InboxLine } from "../../src/desk/inbox-line.ts";
import { openNotes } from "../../src/desk/notes.ts";
import type { Requests } from "../../src/desk/requests.ts";
import type { ArticleId, Slug } from "../../src/protocol/article.ts";
import { toBase64url } from "../../src/protocol/bytes.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";
import { bending } from "../support/fuzzing.ts";
import { anId, aStory } from "../support/makers.ts";
import { aNote, aNoteKey, type TestNoteKey } from "../support/notes.ts";
import { aKey, aLine, aServer, sealStory } from "./desk-support.ts";

const { key, recipient } = await aKey();
const recovery = await aKey();
const recipients = [recipient, recovery.recipient];
const author = aNoteKey();
const story = aStory({ noteKey: author.publicKey });
const readOnly: SealedTerms = {
  answers: { publish: "read-only", adult: true, harm: "no" },
  wording: [],
  version: 1,
};
const open: SealedTerms = {
  answers: { publish: "publish", approval: "no-need", adult: true, harm: "no" },
  wording: [],
  version: 1,
};

const write = async (said: object, by: TestNoteKey = author, about = story.id): Promise<string> => {
  const note = await aNote(about, by, {
    recipients,
    plain: (id) => ({ format: 1, id, story: about, number: 1, ...said }),
  });
  return toBase64url(note.file);
};
const withdrawal = await write({ kind: "withdraw" });
const fetched = (...notes: readonly string[]) => ({ noteKey: author.publicKey as string, notes });

test("an author's notes are opened; of changed terms the highest number holds, however they arrived", async () => {
  const second = await write({ kind: "terms", terms: readOnly, number: 2 });
  const first = await write({ kind: "terms", terms: open, number: 1 });

  const word = await openNotes(key, story, fetched(second, first));

  expect(word).toMatchObject({ seen: 2, unreadable: 0, terms: { terms: readOnly } });
  expect(word.withdrawn).toBeUndefined();
  expect((await openNotes(key, story, fetched(withdrawal))).withdrawn).toBeDefined();
});

test("nobody speaks for an author: not the server with a key of its own, not another story's note", async () => {
  const server = aNoteKey();
  const forged = await write({ kind: "terms", terms: open }, server);
  const others = await write({ kind: "withdraw", story: anId(50) });

  // The server names its own key: the one in the seal counts.
  const word = await openNotes(key, story, { noteKey: server.publicKey, notes: [forged, others] });

  expect(word).toEqual({ seen: 2, unreadable: 2 });
});

test("a story sealed before its key was in the seal is checked by its manifest's", async () => {
  const { noteKey: _key, ...older } = story;

  expect((await openNotes(key, older, fetched(withdrawal))).withdrawn).toBeDefined();
});

test("any bytes that a server gives for a note are the author's word, or nobody's", async () => {
  const file = Uint8Array.from(Buffer.from(withdrawal, "base64url"));
  await fc.assert(
    fc.asyncProperty(bending, async (bend) => {
      const text = toBase64url(bend(file));
      const word = await openNotes(key, story, fetched(text));
      expect(word.unreadable).toBe(text === withdrawal ? 0 : 1);
    }),
    { numRuns: 300 },
  );
});

/** A desk with this story in its inbox, and all that it asked of the server. */
async function aDesk(line: Partial<InboxLine>, notes: readonly string[]) {
  const asked: string[] = [];
  const requests: Requests = aServer({
    stories: async () => ({
      kind: "done",
      value: [aLine({ id: story.id, notes: notes.length, ...line })],
    }),
    text: async () => ({ kind: "done", value: await sealStory(recipient, story) }),
    notes: async () => ({ kind: "done", value: fetched(...notes) }),
    setState: async (_id, state, note) => {
      asked.push(`${state} by ${note === undefined ? "an editor" : "the author"}`);
      return { kind: "done", value: undefined };
    },
    withdraw: async (_article, note) => {
      asked.push(`take down by ${note === undefined ? "an editor" : "the author"}`);
      return { kind: "done", value: undefined };
    },
  });
  const desk = new DeskModel({
    requests,
    openKeyFile: async () => ({ kind: "open", key }),
    now: () => 0,
    after: () => () => undefined,
  });
  await desk.openKey(new Uint8Array(), "");
  const inbox = new InboxModel(requests, desk, () => "2026-11-23");
  await inbox.load();
  return { asked, inbox, shown: () => inbox.stories.value[0]! };
}

const out = { article: anId(60) as ArticleId, slug: "khlib" as Slug, withdrawn: false };

test("a story that was taken back is deleted as soon as the desk looks, and its words leave the page", async () => {
  const { asked, shown, inbox } = await aDesk({ state: "opened" }, [withdrawal]);

  expect(asked).toEqual(["withdrawn by the author"]);
  expect(shown().line.state).toBe("withdrawn");
  expect(shown().opened).toEqual({ kind: "gone" });
  await inbox.load();
  expect(asked.length).toBeLessThanOrEqual(2);
});

test("what was taken back stays in sight, wherever it was looked for, until another list is chosen", async () => {
  const { inbox } = await aDesk({ state: "received" }, [withdrawal]);

  expect(inbox.tab.value).toBe("new");
  expect(inbox.visible.value.map(({ line }) => line.state)).toEqual(["withdrawn"]);
  inbox.choose("working");
  inbox.choose("new");
  expect(inbox.visible.value).toEqual([]);
});

test("a published story that was taken back is taken down first", async () => {
  const { asked, shown } = await aDesk({ state: "published", articles: [out] }, [withdrawal]);

  expect(asked).toEqual(["take down by the author", "withdrawn by the author"]);
  expect(shown().line.articles).toEqual([{ ...out, withdrawn: true }]);
});

test("terms that forbid what is out take it down; those that allow it change nothing by themselves", async () => {
  const forbidden = await aDesk({ state: "published", articles: [out] }, [
    await write({ kind: "terms", terms: readOnly }),
  ]);
  const allowed = await aDesk({ state: "published", articles: [out] }, [
    await write({ kind: "terms", terms: open }),
  ]);

  expect(forbidden.asked).toEqual(["take down by the author"]);
  expect(forbidden.shown().line.state).toBe("withdrawn");
  expect(forbidden.shown().opened?.kind).toBe("opened");
  expect(allowed.asked).toEqual([]);
  expect(allowed.shown().word?.terms?.terms).toEqual(open);
});

test("a forged note takes nothing down", async () => {
  const { asked } = await aDesk({ state: "published", articles: [out] }, [
    await write({ kind: "withdraw" }, aNoteKey()),
  ]);

  expect(asked).toEqual([]);
});
