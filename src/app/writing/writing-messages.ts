/** The words of 'My stories' and of a story's page; both languages have the same keys by type. */
export interface WritingMessages {
  readonly myStories: string;
  readonly newStory: string;
  readonly empty: string;
  readonly untitled: string;
  readonly keepWriting: string;
  readonly read: string;
  readonly fix: string;
  readonly updateApp: string;
  readonly draft: string;
  readonly fork: string;
  readonly words: (count: number) => string;
  readonly photos: (count: number) => string;
  readonly today: (time: string) => string;
  readonly yesterday: (time: string) => string;
  readonly onDay: (day: string, time: string) => string;

  readonly waiting: string;
  readonly sending: string;
  readonly sent: string;
  readonly needsYou: string;
  readonly noNetwork: string;
  readonly goesWithNetwork: string;
  readonly portal: string;
  readonly portalMore: string;
  readonly newsroomSilent: string;
  readonly nextTry: (time: string) => string;
  readonly mayClose: string;
  readonly goesWhileOpen: string;

  readonly path: string;
  readonly sealed: string;
  readonly onlyNewsroomOpens: string;
  readonly textFirst: string;
  readonly textThere: string;
  readonly textRefused: string;
  readonly receipt: (code: string) => string;
  readonly receiptForAll: (code: string) => string;
  readonly photosOnTheWay: (done: string, all: string) => string;
  readonly photosToGo: (size: string) => string;
  readonly photosThere: string;
  readonly fromTheSamePlace: string;
  readonly willRead: string;
  readonly hasNotRead: string;
  readonly hasRead: string;
  readonly hasAnswered: string;
  readonly published: string;
  readonly declined: string;
  readonly withdrawn: string;
  readonly reasons: {
    readonly tooBigText: string;
    readonly tooBigPhoto: (number: number) => string;
    readonly outdated: string;
    readonly full: string;
    readonly damaged: string;
  };

  readonly more: string;
  readonly close: string;
  readonly tryNow: string;
  readonly discardCopy: string;
  readonly discardCopyQuestion: string;
  readonly discardCopySent: string;
  readonly discardCopyUnsent: string;
  readonly discardDraft: string;
  readonly discardDraftQuestion: string;
  readonly discard: string;
  readonly keep: string;
  readonly discarded: string;
  readonly undo: string;

  /** Of a copy of the newsroom that takes no stories. */
  readonly readOnlyCopy: string;
  readonly writeAt: string;
  readonly demonstration: string;
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
  readonly hideMore: string;
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
  readonly addPhoto: string;
  readonly addingPhotos: (count: number) => string;
  readonly caption: string;
  readonly photoAlt: (number: number) => string;
  readonly removePhoto: string;
  readonly photoRemoved: string;
  readonly photoGone: string;
  readonly undecodable: string;
  readonly photoTooBig: (size: string, most: string) => string;
  readonly tooManyPhotos: (most: number) => string;
  readonly photoNotKept: string;
  readonly undoTyping: string;
  readonly redoTyping: string;
  readonly tools: string;
  readonly gone: string;
}
