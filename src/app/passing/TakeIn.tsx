import { useRef } from "preact/hooks";
import type { Contents } from "../../device/taking-in.ts";
import { routes } from "../../protocol/routes.ts";
import { dayInWords } from "../../rendering/dates.ts";
import type { PageWords } from "../../rendering/words.ts";
import { Button } from "../ui/Button.tsx";
import type { PassingMessages } from "./messages/messages.ts";
import { cameOf, type TakingState } from "./taking-model.ts";
import { useFocusOn } from "./use-focus.ts";

export interface TakeInProps {
  readonly words: PageWords;
  readonly messages: PassingMessages;
  readonly model: TakingState;
  /** The newsroom's name. */
  readonly newsroom: string;
}

/** A file on its way in: picked, checked, and only then added; what is inside is shown before. */
export function TakeIn(props: TakeInProps) {
  const { messages, model, newsroom, words } = props;
  const taking = model.taking.value;
  const place = useFocusOn(taking.kind === "waiting" ? undefined : taking.kind);
  const contents = "contents" in taking ? taking.contents : undefined;
  const day = contents && dayInWords(contents.publishedAt.slice(0, 10), words, true);
  return (
    <>
      {(taking.kind === "waiting" || taking.kind === "refused") && (
        <p>
          {messages.takeInWhy} {messages.drop}
        </p>
      )}
      <div
        ref={place}
        tabIndex={-1}
        role={taking.kind === "refused" ? "alert" : "status"}
        class="said"
      >
        {taking.kind === "checking" && <p class="busy">{messages.checking}</p>}
        {taking.kind === "refused" && <p class="trouble">{messages.unfit[taking.why]}</p>}
        {day !== undefined && (
          <p>
            <strong>{messages.checked(newsroom)}.</strong> {messages.dated(day)}
          </p>
        )}
        {taking.kind === "taking" && <p class="busy">{messages.takingIn}</p>}
        {taking.kind === "taken" && <p>{whatCame(taking.contents, messages)}</p>}
      </div>
      {taking.kind === "taken" && <FirstOf contents={taking.contents} messages={messages} />}
      {contents !== undefined && <Inside contents={contents} messages={messages} />}
      {taking.kind === "checked" && (
        <p class="buttons">
          <Button look="sun" onPress={() => void model.take()}>
            {messages.take}
          </Button>
          <Button onPress={model.reset}>{messages.notNow}</Button>
        </p>
      )}
      {(taking.kind === "waiting" || taking.kind === "refused" || taking.kind === "taken") && (
        <PickFile
          label={taking.kind === "taken" ? messages.again : messages.takeIn}
          onPick={(file) => void model.look(file)}
        />
      )}
    </>
  );
}

function whatCame(contents: Contents, messages: PassingMessages): string {
  const { length } = cameOf(contents);
  if (length === 0) return messages.nothingNew;
  return contents.kind === "articles"
    ? messages.takenToShelf(length)
    : messages.takenToList(length);
}

function FirstOf({
  contents,
  messages,
}: {
  readonly contents: Contents;
  readonly messages: PassingMessages;
}) {
  const first = cameOf(contents)[0] ?? contents.articles.find(({ fate }) => fate === "here");
  return first === undefined ? null : (
    <p>
      <a class="button sun" href={routes.article(first.slug)}>
        {messages.open(first.title)}
      </a>
    </p>
  );
}

const rowsShown = 100;

function Inside({
  contents: { articles },
  messages,
}: {
  readonly contents: Contents;
  readonly messages: PassingMessages;
}) {
  return (
    <ul class="inside">
      {articles.slice(0, rowsShown).map(({ id, title, language, fate }) => (
        <li key={id}>
          <span lang={language}>{title}</span>
          {messages.fates[fate] !== undefined && <span class="fate">{messages.fates[fate]}</span>}
        </li>
      ))}
      {articles.length > rowsShown && <li>… + {articles.length - rowsShown}</li>}
    </ul>
  );
}

function PickFile({
  label,
  onPick,
}: {
  readonly label: string;
  readonly onPick: (file: File | undefined) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onPress={() => input.current?.click()}>{label}</Button>
      <input
        ref={input}
        hidden
        type="file"
        accept=".html,text/html"
        autocomplete="off"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // A picked file's name stays in the browser's session files as long as the input holds it.
          currentTarget.value = "";
          if (file !== undefined) onPick(file);
        }}
      />
    </>
  );
}
