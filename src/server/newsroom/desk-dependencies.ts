import type { Article, ArticleId, Picture, Slug, Sound } from "../../protocol/article.ts";
import type { NewsroomStorage } from "../storage/newsroom-storage.ts";
import type { Inbox } from "./inbox.ts";
import type { RandomBytes } from "./signing-in.ts";

/** The library room, as the desk needs it. */
export interface DeskLibrary {
  /** Puts the article into the next edition; the same id again replaces it. Resolves when it is on disk; rejects where it did not come out. */
  publish(article: Article): Promise<unknown>;
  /** Takes it off every phone, for good. */
  withdraw(id: ArticleId): Promise<unknown>;
}

/** What the desk's routes are made of. */
export interface DeskDependencies {
  readonly storage: NewsroomStorage;
  readonly inbox: Inbox;
  readonly library: DeskLibrary;
  /** Makes the library's files of a picture, without metadata; `why` is a clause for people. */
  readonly addPicture: (
    bytes: Uint8Array,
  ) => Promise<
    { readonly ok: true; readonly picture: Picture } | { readonly ok: false; readonly why: string }
  >;
  /** Keeps a recording as the library's file. `length` in seconds. */
  readonly addSound: (bytes: Uint8Array, type: Sound["type"], length: number) => Promise<Sound>;
  /** A free slug for a title, or the one that this article has already. */
  readonly chooseSlug: (title: string, article: ArticleId) => Promise<Slug>;
  readonly now: () => Date;
  /** 32 random bytes. */
  readonly random: RandomBytes;
  /** True where the desk is served over https: the session's cookie then never travels otherwise. */
  readonly secure: boolean;
}
