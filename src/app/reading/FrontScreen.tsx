import { StateLine } from "../../rendering/frame.ts";
import type { Listed } from "../../rendering/listing.ts";
import { FrontPage, Notice, type PageSetting } from "../../rendering/pages.ts";
import { Button } from "../ui/Button.tsx";
import type { Messages } from "../messages/messages.ts";
import type { Reading } from "./reading-model.ts";
import { useList } from "./use-list.ts";
import { useLists } from "./use-lists.ts";
import { useStateOfReading } from "./use-state-of-reading.ts";
import { MastheadButtons, type MastheadButtonsProps } from "./MastheadButtons.tsx";

export interface FrontScreenProps extends PageSetting {
  readonly messages: Messages;
  readonly reading: Reading;
  readonly now: () => number;
  /** The entries of the served page, until the phone has its own. */
  readonly served: readonly Listed[] | undefined;
  readonly tag: string | undefined;
  readonly older: string | undefined;
  /** False for the moment in which a served page is taken over: then it must be what was served. */
  readonly live: boolean;
  readonly onOpen: MastheadButtonsProps["onOpen"];
}

export function FrontScreen({
  messages,
  reading,
  now,
  served,
  tag,
  older,
  live,
  onOpen,
  ...page
}: FrontScreenProps) {
  const state = useStateOfReading(reading, page.words, messages, now);
  const { language } = page.words;
  const name = { language, tag, onPhone: reading.onPhone.value };
  const own = useList(reading, name);
  const entries: readonly Listed[] = own?.total ? own.entries : (served ?? []);
  const buttons = <MastheadButtons messages={messages} onOpen={onOpen} />;
  const line = reading.line.value;
  // What only makes a list better comes once the texts were here, or nothing comes and there is a list.
  const isLeftAlone = line.kind === "offline" && own !== undefined && own.total > 0;
  const Lists = useLists(Number(reading.checkedAt.value !== undefined || isLeftAlone));
  const isEmpty = live && own?.total === 0 && entries.length === 0;
  return (
    <FrontPage
      {...page}
      entries={entries}
      tag={tag}
      older={own?.total ? undefined : older}
      end={live ? buttons : undefined}
      state={
        live ? (
          <StateLine
            {...state}
            end={Lists && <Lists.OnPhone reading={reading} language={language} />}
          />
        ) : undefined
      }
      rest={Lists && <Lists.Rest reading={reading} name={name} own={own} words={page.words} />}
    >
      {isEmpty && (
        <Notice title={page.words.empty} heading={false} progress={shareDone(line)}>
          {line.kind === "updating" ? null : (
            <Button look="sun" onPress={() => void reading.catchUp()}>
              {messages.tryNow}
            </Button>
          )}
          <Button onPress={() => onOpen("passing")}>{messages.takeIn}</Button>
        </Notice>
      )}
    </FrontPage>
  );
}

function shareDone(line: Reading["line"]["value"]): number {
  if (line.kind !== "updating" || line.progress === undefined || line.progress.all === 0) return 0;
  return line.progress.done / line.progress.all;
}
