import { StateLine } from "../../rendering/frame.ts";
import type { Listed } from "../../rendering/listing.ts";
import { FrontPage, Notice, type PageSetting } from "../../rendering/pages.ts";
import { Button } from "../ui/Button.tsx";
import type { Messages } from "../messages/messages.ts";
import type { Reading } from "./reading-model.ts";
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
  const own = reading
    .listed(page.words.language)
    .filter((entry) => tag === undefined || entry.tags.includes(tag));
  const entries: readonly Listed[] =
    own.length > 0 ? own.slice(0, reading.shown.value) : (served ?? []);
  const buttons = <MastheadButtons messages={messages} onOpen={onOpen} />;
  const line = reading.line.value;
  const isEmpty = live && entries.length === 0 && reading.entries.value !== undefined;
  return (
    <FrontPage
      {...page}
      entries={entries}
      tag={tag}
      older={own.length > 0 ? undefined : older}
      more={
        own.length > entries.length ? (
          <More reading={reading} label={page.words.older} />
        ) : undefined
      }
      end={live ? buttons : undefined}
      state={live ? <StateLine {...state} /> : undefined}
    >
      {isEmpty && (
        <Notice title={page.words.empty} heading={false} progress={shareDone(line)}>
          {line.kind === "updating" ? null : (
            <Button look="sun" onPress={() => void reading.catchUp()}>
              {messages.tryNow}
            </Button>
          )}
        </Notice>
      )}
    </FrontPage>
  );
}

function More({ reading, label }: { readonly reading: Reading; readonly label: string }) {
  return (
    <p class="older">
      <Button onPress={reading.showMore}>{label}</Button>
    </p>
  );
}

function shareDone(line: Reading["line"]["value"]): number {
  if (line.kind !== "updating" || line.progress === undefined || line.progress.all === 0) return 0;
  return line.progress.done / line.progress.all;
}
