// What an author told the newsroom later, as 'My stories' shows it: nothing but what is on disk.
import { expect, test, vi } from "vitest";
import { en as sendingEn } from "../../src/app/sending/messages/en.ts";
import { uk as writingUk } from "../../src/app/writing/messages/uk.ts";
import { ChangingModel } from "../../src/app/writing/sealed/changing-model.ts";
import { uk as sealedUk } from "../../src/app/writing/sealed/messages/uk.ts";
import {
  mayChangeTerms,
  mayWithdraw,
  statusOf,
  wordOf,
} from "../../src/app/writing/sealed/status.ts";
import { pathOf } from "../../src/app/writing/sealed/story-path.ts";
import { tell, type Told } from "../../src/app/writing/sealed/telling.ts";
import { isUnderWay } from "../../src/app/writing/stories.ts";
import type { EntryNote } from "../../src/device/entry-notes.ts";
import { DeviceError } from "../../src/device/errors.ts";
import type { OutboxEntry, OutboxState } from "../../src/device/outbox.ts";
import type { StoryState } from "../../src/protocol/intake.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";
import { anEntry } from "../support/writing.ts";

const uk = { ...writingUk, ...sealedUk };
const waiting: OutboxState = { kind: "waiting", obstacles: [] };
const half: OutboxState = { kind: "sending", receipt: null, held: [2], obstacles: [] };
const sent = (newsroom: StoryState, longUnread?: true): OutboxState => ({
  kind: "sent",
  receipt: null,
  newsroom,
  ...(longUnread === undefined ? {} : { longUnread }),
});
const note = (kind: "withdraw" | "terms", state: EntryNote["state"]): EntryNote => ({
  own: { kind, writtenAt: 7_000 },
  state,
});
const idle = { kind: "idle" } as const;
const pathIn = (entry: OutboxEntry): readonly string[] =>
  pathOf(entry, uk, "uk").map(({ seed, title }) => `${seed} ${title}`);
const statusIn = (entry: OutboxEntry): string => wordOf(statusOf(entry, idle), uk);

test.each([
  [
    "not sent yet, the newsroom is asked whether it has it",
    anEntry(waiting, { takenBack: "asking", notes: [note("withdraw", "waiting")] }),
    "Відкликання чекає на мережу",
    ["done Запечатано", "now Відкликання чекає на мережу"],
  ],
  [
    "it never reached the newsroom",
    anEntry(waiting, { takenBack: "never-went", notes: [note("withdraw", "needless")] }),
    "Відкликано",
    ["done Запечатано", "done Відкликано"],
  ],
  [
    "photos were on their way: they go no further, and nothing says that they do",
    anEntry(half, {
      parts: [200_000],
      heldBytes: 100_000,
      takenBack: "there",
      notes: [note("withdraw", "waiting")],
    }),
    "Відкликання чекає на мережу",
    ["done Запечатано", "done Текст у редакції", "now Відкликання чекає на мережу"],
  ],
  [
    "published, and the newsroom has the withdrawal",
    anEntry(sent("published"), { takenBack: "there", notes: [note("withdraw", "taken")] }),
    "Відкликання в редакції",
    [
      "done Запечатано",
      "done Текст у редакції",
      "done Редакція прочитала",
      "done Опубліковано",
      "done Відкликання в редакції",
    ],
  ],
  [
    "the newsroom has done it",
    anEntry(sent("withdrawn"), { takenBack: "there", notes: [note("withdraw", "taken")] }),
    "Відкликано",
    ["done Запечатано", "done Текст у редакції", "done Відкликано"],
  ],
] as const)("taken back: %s", (_name, entry, status, path) => {
  expect(statusIn(entry)).toBe(status);
  expect(pathIn(entry)).toEqual(path);
  expect(isUnderWay(entry)).toBe(false);
  expect([mayWithdraw(entry), mayChangeTerms(entry)]).toEqual([false, false]);
});

test("new terms wait and arrive beside the story's own way; of several the newest is shown", () => {
  const notes = [note("terms", "taken"), note("terms", "waiting")];

  expect(pathIn(anEntry(sent("opened"), { notes })).at(-1)).toBe(
    "now Нові умови чекають на мережу",
  );
  expect(pathIn(anEntry(sent("opened"), { notes: [notes[0]!] })).at(-1)).toBe(
    "done Нові умови в редакції",
  );
  // What the newsroom has yet to do lies ahead of all that was said.
  expect(
    pathOf(anEntry(waiting, { notes: [note("terms", "refused")] }), uk, "uk").slice(-2),
  ).toEqual([
    {
      seed: "now",
      title: "Нові умови чекають на мережу",
      note: "Редакція поки цього не прийняла. Спроба повториться",
      at: 7_000,
    },
    { seed: "todo", title: "Редакція прочитає" },
  ]);
});

test("that nobody has read it is said after 14 days, and not before", () => {
  expect(pathIn(anEntry(sent("received"))).at(-1)).toBe("todo Редакція прочитає");
  expect(pathIn(anEntry(sent("received", true))).at(-1)).toBe("now Редакція ще не прочитала");
});

test("terms can be changed until the story is published, and it can be taken back after that too", () => {
  const may = (state: OutboxState): readonly boolean[] => {
    const entry = anEntry(state);
    return [mayChangeTerms(entry), mayWithdraw(entry)];
  };
  expect(may(waiting)).toEqual([true, true]);
  expect(may(sent("opened"))).toEqual([true, true]);
  expect(may(sent("published"))).toEqual([false, true]);
  expect(may(sent("declined"))).toEqual([false, true]);
  expect(may(sent("withdrawn"))).toEqual([false, false]);
  expect(mayWithdraw(anEntry(sent("opened"), { own: undefined }))).toBe(false);
});

/** A story with a recording and no photo, whose terms are being changed. */
function aChange(ends: Told = "told") {
  const told: SealedTerms[] = [];
  const onChanged = vi.fn();
  const model = new ChangingModel({
    entry: anEntry(sent("opened"), { parts: [90_000], chosen: { sound: [1] } }),
    earlier: {
      find: async () => undefined,
      keep: async () => undefined,
      forget: async () => undefined,
    },
    words: () => sendingEn.words,
    tell: async (terms) => {
      told.push(terms);
      return ends;
    },
    onChanged,
  });
  return { model, told, onChanged };
}

test("nothing is chosen beforehand, a question is asked about what the story carries, and the exact wording goes along", async () => {
  const { model, told, onChanged } = aChange();
  expect(model.terms.answers.value).toEqual({});
  await model.change();
  expect(told).toEqual([]);

  model.terms.choose("publish", "publish");
  expect(model.terms.missing.value).toEqual(["approval", "signature", "voice", "adult", "harm"]);
  model.terms.choose("publish", "read-only");
  model.terms.choose("adult", "yes");
  model.terms.choose("harm", "no");
  await model.change();

  expect(told).toMatchObject([
    {
      answers: { publish: "read-only", adult: true, harm: "no" },
      wording: [
        {
          question: "What may be done with your story?",
          answer: "Only read it, do not publish",
        },
        {},
        {},
      ],
    },
  ]);
  expect(onChanged).toHaveBeenCalledOnce();
});

test("where it could not be written, the screen stays and says why", async () => {
  const { model, onChanged } = aChange("keys-out-of-date");
  model.terms.choose("publish", "read-only");
  model.terms.choose("adult", "yes");
  model.terms.choose("harm", "no");
  await model.change();

  expect(model.state.value).toBe("keys-out-of-date");
  expect(onChanged).not.toHaveBeenCalled();
});

test.each([
  ["told", async () => ({ kind: "written" }) as const, true],
  ["no-key", async () => ({ kind: "no-key" }) as const, true],
  ["failed", async () => ({ kind: "too-big" }) as const, true],
  ["failed", () => Promise.reject(new DeviceError("storage-full", "no room")), true],
  ["keys-out-of-date", async () => ({ kind: "written" }) as const, false],
] as const)("telling ends as %s", async (ends, write, keys) => {
  const { id } = anEntry(waiting);

  expect(await tell({ write, canSeal: async () => keys }, id, { kind: "withdraw" })).toBe(ends);
});
