import { type Block, readBlocks } from "./block.ts";
import { type Hash, readHash } from "./bytes.ts";
import { readLanguage } from "./language.ts";
import {
  parsingJson,
  readBoolean,
  readCount,
  readDay,
  readFormat,
  readList,
  readObject,
  readOneOf,
  readString,
  type Reader,
} from "./parsing.ts";
import { readStoryId, type StoryId } from "./intake.ts";

/** What the author allows. Every answer is the author's own: nothing is chosen beforehand, and an unset field means the strictest. */
export interface Terms {
  /** May it be published, or only read by the newsroom. */
  readonly publish: "publish" | "read-only";
  /** Asked only where it may be published: show the finished text first (silence is no), or publish without asking again. */
  readonly approval?: "show-first" | "no-need";
  readonly signature?: "own-name" | "other-name" | "no-name";
  /** With `own-name` and `other-name`. */
  readonly name?: string;
  /** Only where there are photos. */
  readonly photos?: "publish" | "newsroom-only";
  /** Only where there is sound. */
  readonly voice?: "may-be-heard" | "words-only";
  readonly adult: boolean;
  readonly harm: "no" | "remove-marks" | "not-sure";
  /** Unset means that no place is named. */
  readonly place?: "town" | "region" | "none";
  /** Not to be published before this day. */
  readonly notBefore?: string;
}

/** The terms as they were asked: the answers, the exact words on the screen, and their version. */
export interface SealedTerms {
  readonly answers: Terms;
  /** Question and answer as they stood on the screen, in the author's language. */
  readonly wording: readonly { readonly question: string; readonly answer: string }[];
  readonly version: number;
}

/** A file that goes with a story; sealed on its own. */
export interface Attachment {
  /** Its number in the story, from 1; figures point to it. */
  readonly number: number;
  readonly type: "image/jpeg" | "image/webp" | "audio/webm" | "audio/mp4";
  /** Length before padding and sealing; what follows in the opened file is padding. */
  readonly bytes: number;
  readonly width?: number;
  readonly height?: number;
  /** Seconds. */
  readonly length?: number;
  /** SHA-256 over the `bytes` bytes. */
  readonly hash: Hash;
}

/** What is inside the seal: `story.json`. */
export interface Story {
  readonly format: 1;
  readonly id: StoryId;
  readonly title: string;
  readonly blocks: readonly Block<number>[];
  readonly language: string;
  readonly terms: SealedTerms;
  /** Where answers can be sealed to: an age recipient whose key the author's phone holds. */
  readonly answersTo?: string;
  /** The public key (Ed25519, base64url) that signs notes about it: the manifest's, where the server cannot change it. */
  readonly noteKey?: string;
  readonly revision: number;
  /** The story that this one continues or replaces. */
  readonly parent?: StoryId;
  readonly attachments: readonly Attachment[];
}

const readTerms: Reader<Terms> = readObject(
  {
    publish: readOneOf("publish", "read-only"),
    adult: readBoolean,
    harm: readOneOf("no", "remove-marks", "not-sure"),
  },
  {
    approval: readOneOf("show-first", "no-need"),
    signature: readOneOf("own-name", "other-name", "no-name"),
    name: readString(200),
    photos: readOneOf("publish", "newsroom-only"),
    voice: readOneOf("may-be-heard", "words-only"),
    place: readOneOf("town", "region", "none"),
    notBefore: readDay,
  },
);

/** Terms out of what was sealed. */
export const readSealedTerms: Reader<SealedTerms> = readObject({
  answers: readTerms,
  wording: readList(readObject({ question: readString(500), answer: readString(500) }), 40),
  version: readCount(1),
});

/** The most that a story may carry. */
export const storyLimits = { attachments: 40, title: 500 } as const;

const readAttachment: Reader<Attachment> = readObject(
  {
    number: readCount(1, storyLimits.attachments),
    type: readOneOf("image/jpeg", "image/webp", "audio/webm", "audio/mp4"),
    bytes: readCount(1),
    hash: readHash,
  },
  { width: readCount(1, 20_000), height: readCount(1, 20_000), length: readCount(0, 86_400) },
);

/** `story.json` out of its text; spaces after it are padding. Never throws. */
export const parseStory = parsingJson<Story>(
  readObject(
    {
      format: readFormat,
      id: readStoryId,
      title: readString(storyLimits.title),
      blocks: readBlocks(readCount(1, storyLimits.attachments)),
      language: readLanguage,
      terms: readSealedTerms,
      revision: readCount(1),
      attachments: readList(readAttachment, storyLimits.attachments),
    },
    { answersTo: readString(200), noteKey: readHash, parent: readStoryId },
  ),
  "story",
);
