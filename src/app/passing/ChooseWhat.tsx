import { type Signal, useSignal } from "@preact/signals";
import type { ListedEntry } from "../../device/library.ts";
import type { Chosen } from "../../device/passing-on.ts";
import type { ArticleId } from "../../protocol/article.ts";
import { Button } from "../ui/Button.tsx";
import { Choice } from "../ui/Choice.tsx";
import { MadeFile, type MadeFileProps } from "./MadeFile.tsx";

export interface ChooseWhatProps extends MadeFileProps {
  /** How many articles the newsroom lists, in all languages. */
  readonly listed: number;
  readonly shelf: readonly ListedEntry[];
  /** The beginning of the list, and how to see more of it. */
  readonly entries: readonly ListedEntry[];
  readonly onMore: (() => void) | undefined;
}

type What = "whole" | "shelf" | "some";

/** What goes into a file, and the file. */
export function ChooseWhat({ listed, shelf, entries, onMore, ...file }: ChooseWhatProps) {
  const { messages, model } = file;
  const what = useSignal<What>("whole");
  const pictures = useSignal(true);
  const some = useSignal<ReadonlySet<ArticleId>>(new Set());
  const change = (): void => model.reset();
  const all: readonly { readonly value: What; readonly label: string }[] = [
    { value: "whole", label: messages.whole(listed) },
    ...(shelf.length > 0 ? [{ value: "shelf", label: messages.shelf(shelf.length) } as const] : []),
    { value: "some", label: messages.some },
  ];
  const chosen = (): Chosen => {
    const ids = what.value === "shelf" ? new Set(shelf.map(({ id }) => id)) : some.value;
    return { articles: what.value === "whole" ? "all" : ids, pictures: pictures.value };
  };
  const isNothing = what.value === "some" && some.value.size === 0;
  const { kind } = model.making.value;
  return (
    <>
      <Choice
        legend={messages.what}
        value={what.value}
        options={all}
        onChoose={(value) => {
          what.value = value;
          change();
        }}
      />
      {what.value === "some" && (
        <Picking
          entries={entries}
          onMore={onMore}
          some={some}
          messages={messages}
          onChange={change}
        />
      )}
      <Choice
        legend={messages.pictures}
        pairs
        value={pictures.value ? "with" : "without"}
        options={[
          { value: "with", label: messages.withPictures },
          { value: "without", label: messages.textAlone },
        ]}
        onChoose={(value) => {
          pictures.value = value === "with";
          change();
        }}
      />
      {kind !== "made" && kind !== "handed" && (
        <Button
          look="sun"
          disabled={isNothing || kind === "making"}
          onPress={() => void model.make(chosen())}
        >
          {messages.make}
        </Button>
      )}
      <MadeFile {...file} />
    </>
  );
}

interface PickingProps extends Pick<ChooseWhatProps, "entries" | "messages" | "onMore"> {
  readonly some: Signal<ReadonlySet<ArticleId>>;
  readonly onChange: () => void;
}

/** Check boxes, a screenful at a time. */
function Picking({ entries, some, messages, onMore, onChange }: PickingProps) {
  const toggle = (id: ArticleId): void => {
    const next = new Set(some.value);
    if (!next.delete(id)) next.add(id);
    some.value = next;
    onChange();
  };
  return (
    <fieldset class="picking">
      <legend>{messages.chosen(some.value.size)}</legend>
      {entries.map(({ id, title, language }) => (
        <label key={id}>
          <input
            type="checkbox"
            autocomplete="off"
            checked={some.value.has(id)}
            onChange={() => toggle(id)}
          />
          <span lang={language}>{title}</span>
        </label>
      ))}
      {onMore && <Button onPress={onMore}>{messages.more}</Button>}
    </fieldset>
  );
}
