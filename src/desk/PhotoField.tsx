import type { JSX } from "preact";
import type { OpenedPhoto } from "./photos.ts";
import type { Piece } from "./pieces.ts";
import type { StoryView } from "./story-model.ts";
import type { DeskWords } from "./words/words.ts";

type Photo = Extract<Piece, { kind: "photo" }>;
interface PhotoProps {
  readonly piece: Photo;
  readonly view: StoryView;
  readonly words: DeskWords;
}

/** A photo in its place in the story, and what is said about it. */
export function PhotoField({ piece, view, words }: PhotoProps): JSX.Element {
  const photo = view.photos.value.get(piece.photo);
  const named = view
    .story()
    .attachments.some(({ number, type }) => number === piece.photo && type.startsWith("image/"));
  const edit = (change: Partial<Pick<Photo, "alt" | "caption" | "included">>): void =>
    view.changePiece(piece.key, (one) => (one.kind === "photo" ? { ...one, ...change } : one));
  return (
    <figure>
      {photo?.kind === "shown" ? (
        <img src={photo.url} alt={piece.alt === "" ? words.story.photo(piece.photo) : piece.alt} />
      ) : (
        <p class="unshown" role="status">
          {named ? whyNot(photo, words) : words.story.photoState.missing}
        </p>
      )}
      {!named ? null : view.permission().photos ? (
        <PhotoWords piece={piece} words={words} onEdit={edit} />
      ) : (
        <figcaption class="meta">{words.story.photoNewsroom}</figcaption>
      )}
    </figure>
  );
}

function whyNot(photo: OpenedPhoto | undefined, words: DeskWords): string {
  const { photoState } = words.story;
  if (photo === undefined) return photoState.loading;
  return photo.kind === "unusable" ? photoState[photo.why] : photoState.awaited;
}

function PhotoWords(props: {
  readonly piece: Photo;
  readonly words: DeskWords;
  readonly onEdit: (change: Partial<Pick<Photo, "alt" | "caption" | "included">>) => void;
}): JSX.Element {
  const { piece, words, onEdit } = props;
  return (
    <figcaption>
      <label class="tick">
        <input
          type="checkbox"
          autocomplete="off"
          checked={piece.included}
          onChange={(event) => onEdit({ included: event.currentTarget.checked })}
        />
        {words.story.include}
      </label>
      <label class="field">
        <span>{words.story.alt}</span>
        <input
          type="text"
          class="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={words.story.altHint}
          value={piece.alt}
          onInput={(event) => onEdit({ alt: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{words.story.caption}</span>
        <input
          type="text"
          class="text"
          autocomplete="off"
          spellcheck={false}
          value={piece.caption}
          onInput={(event) => onEdit({ caption: event.currentTarget.value })}
        />
      </label>
    </figcaption>
  );
}
