import type { JSX } from "preact";
import type {
  ArticleId,
  ArticleMedia,
  Picture,
  PictureFile,
  Sound,
  WorkId,
} from "../protocol/article.ts";
import type { Hash } from "../protocol/bytes.ts";
import type { Block } from "../protocol/block.ts";
import { renderBlocks } from "../rendering/blocks.ts";
import type { Notes } from "../rendering/inline.ts";
import { wordsIn } from "../rendering/words-in.ts";
import { compose, printedPhotos, printedSounds } from "./composing.ts";
import type { StoryView } from "./story-model.ts";
import type { DeskWords } from "./words/words.ts";

const nobody = { id: "" as ArticleId, work: "" as WorkId };

/** The article as it would be published now, by the very blocks that phones render. */
export function Preview({ view, words }: { view: StoryView; words: DeskWords }): JSX.Element {
  const { pictures, addresses } = localPictures(view);
  const { sounds, heardAt } = localSounds(view);
  const article = compose(view.manuscript.value, view.permission(), pictures, nobody, sounds);
  const notes: Notes = { words: wordsIn(words.language), texts: [] };
  const figure = (files: readonly PictureFile[], alt: string, caption: string): JSX.Element => (
    <figure>
      <img src={addresses.get(files)} alt={alt} />
      {caption !== "" && <figcaption>{caption}</figcaption>}
    </figure>
  );
  const recording = (address: string | undefined): JSX.Element => (
    <figure>
      <audio controls preload="metadata" src={address} />
    </figure>
  );
  return (
    <article class="preview" lang={article.language}>
      {article.lead && figure(article.lead.files, article.lead.alt, article.lead.caption ?? "")}
      <h2>{article.title}</h2>
      {article.byline !== undefined && <p class="byline">{article.byline}</p>}
      {article.summary !== "" && <p class="standfirst">{article.summary}</p>}
      {article.body.map((block) =>
        isFigure(block)
          ? figure(block.media.files, block.alt, textOf(block))
          : block.kind === "audio" && block.media.kind === "sound"
            ? recording(heardAt.get(block.media.hash))
            : renderBlocks([block], notes),
      )}
    </article>
  );
}

/** Recordings likewise: each stands under a name that is no hash, for one address in this page. */
function localSounds(view: StoryView) {
  const sounds = new Map<number, Sound>();
  const heardAt = new Map<string, string>();
  for (const { sound } of printedSounds(view.manuscript.value.pieces, view.permission())) {
    const open = view.sounds.value.get(sound);
    if (open?.kind !== "shown") continue;
    const hash = `recording ${sound}` as Hash;
    heardAt.set(hash, open.url);
    sounds.set(sound, { hash, type: "webm", bytes: open.sound.size, length: 0 });
  }
  return { sounds, heardAt };
}

type Figure = Extract<Block<ArticleMedia>, { kind: "figure" }> & {
  readonly media: { readonly kind: "picture" } & Picture;
};

const isFigure = (block: Block<ArticleMedia>): block is Figure =>
  block.kind === "figure" && block.media.kind === "picture";
const textOf = (block: Figure): string => block.caption.map(({ text }) => text).join("");

/** Pictures that are not the library's yet: each list of files is empty and stands for one address in this page. */
function localPictures(view: StoryView) {
  const pictures = new Map<number, Picture>();
  const addresses = new Map<readonly PictureFile[], string>();
  for (const { photo } of printedPhotos(view.manuscript.value.pieces, view.permission())) {
    const open = view.photos.value.get(photo);
    if (open?.kind !== "shown") continue;
    const files: readonly PictureFile[] = [];
    addresses.set(files, open.url);
    pictures.set(photo, { files, colour: "#000000" });
  }
  return { pictures, addresses };
}
