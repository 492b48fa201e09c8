/** The words of 'My stories' and of a story's page; both languages have the same keys by type. */
export interface WritingMessages {
  readonly myStories: string;
  readonly newStory: string;
  readonly speak: string;
  readonly empty: string;
  readonly untitled: string;
  readonly keepWriting: string;
  readonly read: string;
  readonly fix: string;
  readonly draft: string;
  readonly fork: string;
  readonly words: (count: number) => string;
  readonly photos: (count: number) => string;
  readonly sounds: (count: number) => string;
  readonly today: (time: string) => string;
  readonly yesterday: (time: string) => string;
  readonly onDay: (day: string, time: string) => string;

  readonly waiting: string;
  readonly sending: string;
  readonly sent: string;
  readonly needsYou: string;

  readonly more: string;
  readonly close: string;
  readonly saveAsFile: string;
  readonly openFromFile: string;
  readonly discardDraft: string;
  readonly discardDraftQuestion: string;
  readonly discard: string;
  readonly keep: string;
  readonly discarded: string;
  readonly undo: string;

  /** Of a copy of the newsroom that takes no stories. */
  /** How a story goes on without the author: where the browser sends by itself, and where it does not (an iPhone). */
  readonly mayClose: string;
  readonly goesWhileOpen: string;
  readonly readOnlyCopy: string;
  readonly writeAt: string;
  readonly demonstration: string;
  /** Over which network photos and sound go. */
  readonly mediaBy: string;
  readonly mediaByMore: string;
  readonly checked: string;
  readonly checkedMore: string;
  readonly untilClosed: string;
  readonly mayForget: (browser: string) => string;

  readonly guideTitle: string;
  readonly guideWhy: string;
  readonly guideSteps: readonly string[];
  readonly writeHere: string;

  readonly storageAway: string;
  readonly storageAwayMore: string;
  readonly title: string;
  readonly story: string;
  /** The label of the text behind a photo. */
  readonly continued: string;
  readonly placeholder: string;
  readonly hide: string;
  readonly send: string;
  readonly cannotSend: string;
  readonly saved: string;
  readonly saving: string;
  /** How much is missing, where that is known. */
  readonly notSavedRoom: (missing: string | undefined) => string;
  readonly notSaved: string;
  readonly notSavedNewer: string;
  readonly doNotClose: string;
  readonly makeRoom: string;
  /** Nothing more can be let go by the app. */
  readonly noMoreRoom: string;
  readonly reload: string;
  readonly forked: string;
  readonly photo: string;
  readonly voice: string;
  readonly record: string;
  readonly cannotRecord: string;
  readonly soundRemoved: string;
  readonly addPhoto: string;
  readonly addingPhotos: (count: number) => string;
  readonly caption: string;
  readonly photoAlt: (number: number) => string;
  readonly removePhoto: string;
  readonly photoRemoved: string;
  readonly photoGone: string;
  readonly undecodable: string;
  readonly undecodableHeic: string;
  readonly photoTooBig: (size: string, most: string) => string;
  readonly tooManyPhotos: (most: number) => string;
  readonly photoNotKept: string;
  /** Behind it, where that is so. */
  readonly textIsSaved: string;
  readonly earlier: string;
  /** A part of the app that is not on the phone. */
  readonly notHereYet: string;
  readonly undoTyping: string;
  readonly redoTyping: string;
  readonly tools: string;
  readonly gone: string;
}
