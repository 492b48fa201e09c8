import { batch, computed, createModel, signal } from "@preact/signals";
import type { ArticleId, Picture, Slug, Sound, WorkId } from "../protocol/article.ts";
import type { ChecklistLine } from "../protocol/checklist.ts";
import type { Story } from "../protocol/story.ts";
import { compose, type Manuscript, printedPhotos, printedSounds } from "./composing.ts";
import type { Desk } from "./desk-model.ts";
import type { InboxView } from "./inbox-model.ts";
import type { InboxLine } from "./inbox-line.ts";
import { type Permission, permissionOf } from "./permission.ts";
import { createAttachmentTable } from "./attachment-table.ts";
import { type Drawing, openPhoto } from "./photos.ts";
import { cutOut, type Piece, piecesOf } from "./pieces.ts";
import { obstaclesOf, tickedLines } from "./readiness.ts";
import type { Answer, Requests } from "./requests.ts";
import { openSound } from "./sounds.ts";

/** What is being done with the story right now, or what became of the last attempt. */
export type Doing =
  | { readonly kind: "nothing" | "busy" | "unreachable" }
  | { readonly kind: "refused"; readonly title: string }
  | { readonly kind: "published" };

/** A stretch of a piece's text that is selected (UTF-16 units). */
export interface Selection {
  readonly key: number;
  readonly from: number;
  readonly to: number;
}

/** What a story on the table takes from the world. */
export interface StoryWorld {
  readonly requests: Requests;
  readonly desk: Desk;
  readonly inbox: InboxView;
  readonly drawing: Drawing;
  /** The calendar day here, `2026-11-23`. */
  readonly today: () => string;
  /** 16 random bytes, base64url. */
  readonly newId: () => string;
}

const mostUndo = 200;

/** One opened story on the editor's table. Edits live in memory until they are published or the key is closed. */
export const StoryModel = createModel((world: StoryWorld, id: InboxLine["id"], story: Story) => {
  const { requests, desk, inbox } = world;
  const listed = computed(() => inbox.stories.value.find((one) => one.line.id === id));
  const line = computed(() => listed.value?.line);
  const terms = computed(() => listed.value?.word?.terms?.terms ?? story.terms);
  const permission = computed<Permission>(() => permissionOf(terms.value.answers, world.today()));
  // Made once: a reply that was lost on its way must not make a second article of the next attempt.
  const ids = { id: world.newId() as ArticleId, work: world.newId() as WorkId };
  const manuscript = signal<Manuscript>({
    title: story.title,
    summary: "",
    language: story.language,
    verified: "",
    warning: "",
    pieces: piecesOf(story),
  });
  const past = signal<readonly Manuscript[]>([]);
  const { drawing } = world;
  const table = { id, story, line };
  const photosHere = createAttachmentTable(world, table, "image/", (...sealed) =>
    openPhoto(...sealed, drawing),
  );
  const soundsHere = createAttachmentTable(world, table, "audio/", (...sealed) =>
    openSound(...sealed, drawing.show),
  );
  const photos = photosHere.opened;
  const ticks = signal<{
    readonly lines: ReadonlySet<ChecklistLine>;
    readonly secondEditor: boolean;
  }>({
    lines: new Set(),
    secondEditor: false,
  });
  const selection = signal<Selection | undefined>(undefined);
  const doing = signal<Doing>({ kind: "nothing" });

  const shown = computed(
    () =>
      new Set(
        [...photos.value].filter(([, photo]) => photo.kind === "shown").map(([number]) => number),
      ),
  );
  const heard = computed(
    () =>
      new Set(
        [...soundsHere.opened.value].filter(([, { kind }]) => kind === "shown").map(([at]) => at),
      ),
  );
  const ticked = computed(() => tickedLines(manuscript.value, permission.value, ticks.value));
  const obstacles = computed(() =>
    obstaclesOf(
      line.value?.state ?? "received",
      manuscript.value,
      permission.value,
      ticks.value,
      shown.value,
      heard.value,
    ),
  );

  const change = (next: Partial<Manuscript>, remember = false): void => {
    const present = manuscript.peek();
    if (remember) past.value = [...past.peek().slice(-mostUndo), present];
    manuscript.value = { ...present, ...next };
  };
  const changePiece = (key: number, edit: (piece: Piece) => Piece, remember = false): void =>
    change(
      {
        pieces: manuscript.peek().pieces.map((piece) => (piece.key === key ? edit(piece) : piece)),
      },
      remember,
    );

  const attempt = async (work: () => Promise<Answer<unknown>>): Promise<boolean> => {
    doing.value = { kind: "busy" };
    const answer = await work();
    if (answer.kind === "signed-out") desk.sessionEnded();
    // The author has said something meanwhile: it is read at once.
    if (answer.kind === "refused" && answer.code === "new-note") void inbox.load();
    doing.value =
      answer.kind === "refused"
        ? { kind: "refused", title: answer.title }
        : { kind: answer.kind === "unreachable" ? "unreachable" : "nothing" };
    return answer.kind === "done";
  };
  const addPictures = async (
    pieces: readonly Piece[],
  ): Promise<Answer<ReadonlyMap<number, Picture>>> => {
    const pictures = new Map<number, Picture>();
    for (const { photo } of printedPhotos(pieces, permission.peek())) {
      const open = photos.peek().get(photo);
      if (open?.kind !== "shown" || pictures.has(photo)) continue;
      const answer = await requests.addPicture(open.picture);
      if (answer.kind !== "done") return answer;
      pictures.set(photo, answer.value);
    }
    return { kind: "done", value: pictures };
  };
  const addSounds = async (
    pieces: readonly Piece[],
  ): Promise<Answer<ReadonlyMap<number, Sound>>> => {
    const sounds = new Map<number, Sound>();
    for (const { sound } of printedSounds(pieces, permission.peek())) {
      const open = soundsHere.opened.peek().get(sound);
      if (open?.kind !== "shown" || sounds.has(sound)) continue;
      const answer = await requests.addSound(open.sound);
      if (answer.kind !== "done") return answer;
      sounds.set(sound, answer.value);
    }
    return { kind: "done", value: sounds };
  };
  const sendOut = async (text: Manuscript): Promise<Answer<Slug>> => {
    const pictures = await addPictures(text.pieces);
    if (pictures.kind !== "done") return pictures;
    const sounds = await addSounds(text.pieces);
    if (sounds.kind !== "done") return sounds;
    const attestation = {
      termsAllow: true,
      checklist: tickedLines(text, permission.peek(), ticks.peek()),
      secondEditor: ticks.peek().secondEditor,
    } as const;
    return requests.publish({
      story: id,
      article: compose(text, permission.peek(), pictures.value, ids, sounds.value),
      attestation,
      notes: listed.peek()?.word?.seen ?? 0,
    });
  };

  return {
    manuscript,
    photos,
    ticks,
    ticked,
    obstacles,
    doing,
    past,
    selection,
    select: (next: Selection | undefined): void => {
      selection.value = next;
    },
    permission: () => permission.value,
    /** What the author has said since. */
    word: computed(() => listed.value?.word),
    /** The terms that hold now. */
    terms,
    story: () => story,
    change,
    changePiece,
    sounds: soundsHere.opened,
    /** Photos first: they are looked at while recordings come. */
    async showAttached(): Promise<void> {
      await photosHere.show();
      await soundsHere.show();
    },
    hideAttached(): void {
      photosHere.hide();
      soundsHere.hide();
    },
    tick: (name: ChecklistLine, on: boolean): void => {
      const lines = new Set(ticks.peek().lines);
      if (on) lines.add(name);
      else lines.delete(name);
      ticks.value = { ...ticks.peek(), lines };
    },
    tickSecondEditor: (on: boolean): void => {
      ticks.value = { ...ticks.peek(), secondEditor: on };
    },
    /** Takes a stretch of a piece's text out for good; one step of undo brings it back until then. */
    cut: (key: number, from: number, to: number): void => {
      if (from >= to) return;
      selection.value = undefined;
      changePiece(
        key,
        (piece) =>
          piece.kind === "text" ? { ...piece, text: cutOut(piece.text, from, to) } : piece,
        true,
      );
    },
    undo: (): void => {
      const before = past.peek().at(-1);
      if (before === undefined) return;
      batch(() => {
        past.value = past.peek().slice(0, -1);
        manuscript.value = before;
      });
    },
    /** The editor looks at it: the author's phone will say so. */
    markOpened: async (): Promise<void> => {
      if (line.peek()?.state !== "received") return;
      const answer = await requests.setState(id, "opened");
      if (answer.kind === "done") inbox.setLine(id, { state: "opened" });
    },
    publish: async (): Promise<void> => {
      if (obstacles.peek().length > 0 || doing.peek().kind === "busy") return;
      let slug: Slug | undefined;
      const text = manuscript.peek();
      const went = await attempt(async () => {
        const answer = await sendOut(text);
        if (answer.kind === "done") slug = answer.value;
        return answer;
      });
      if (!went || slug === undefined) return;
      inbox.setLine(id, {
        state: "published",
        articles: [{ article: ids.id, slug, withdrawn: false }],
      });
      doing.value = { kind: "published" };
    },
    decline: async (): Promise<void> => {
      if (await attempt(() => requests.setState(id, "declined")))
        inbox.setLine(id, { state: "declined" });
    },
    /** Its author took it back before it was published. */
    retract: async (): Promise<void> => {
      if (await attempt(() => requests.setState(id, "withdrawn")))
        inbox.setLine(id, { state: "withdrawn" });
    },
    /** Takes every article of this story off readers' phones. */
    withdraw: async (): Promise<void> => {
      for (const { article, withdrawn } of line.peek()?.articles ?? []) {
        if (withdrawn) continue;
        if (!(await attempt(() => requests.withdraw(article)))) return;
      }
      const articles = (line.peek()?.articles ?? []).map((one) => ({ ...one, withdrawn: true }));
      inbox.setLine(id, { state: "withdrawn", articles });
    },
  };
});
export type StoryView = InstanceType<typeof StoryModel>;
