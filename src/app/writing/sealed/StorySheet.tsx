import { useSignal } from "@preact/signals";
import type { Carrier } from "../../../device/sending-choices.ts";
import { Choice } from "../../ui/Choice.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { isUnderWay } from "../stories.ts";
import { NotTold } from "./MediaSheet.tsx";
import type { SealedRowProps } from "./SealedRow.tsx";
import { mayChangeTerms, mayWithdraw } from "./status.ts";
import { WithdrawSheet } from "./WithdrawSheet.tsx";

export interface StorySheetProps extends SealedRowProps {
  readonly title: string;
  readonly onClose: () => void;
}

/** What is seldom done with a sealed story: hold it back, choose its network, change its terms, take it back, discard its copy. */
export function StorySheet(props: StorySheetProps) {
  const { model, item, messages, title, onClose, onDiscard } = props;
  const { entry } = item;
  const mayPause = isUnderWay(entry);
  const isWithdrawing = useSignal(false);
  if (isWithdrawing.value) return <WithdrawSheet {...props} />;
  return (
    <Sheet title={title} closeLabel={messages.close} onClose={onClose}>
      {(mayPause || entry.paused) && entry.parts.some((bytes) => bytes > 0) && (
        <StoryNetwork {...props} />
      )}
      <div class="sheet-rows">
        {mayPause && (
          <button
            type="button"
            onClick={() => {
              model.pause(entry.id);
              onClose();
            }}
          >
            <span>
              {messages.pause}
              <small>{messages.pauseMore}</small>
            </span>
          </button>
        )}
        {mayChangeTerms(entry) && (
          <button
            type="button"
            onClick={() => {
              onClose();
              props.onChangeTerms();
            }}
          >
            {messages.changeTerms}
          </button>
        )}
        {mayWithdraw(entry) && (
          <button type="button" onClick={() => (isWithdrawing.value = true)}>
            {messages.withdraw}
          </button>
        )}
        <button type="button" onClick={onDiscard}>
          {messages.discardCopy}
        </button>
      </div>
    </Sheet>
  );
}

const carriers = ["for-all", "any", "wifi"] as const;

function StoryNetwork({ model, item: { entry }, messages }: StorySheetProps) {
  const labels = {
    "for-all": messages.asForAll,
    any: messages.anyNetwork,
    wifi: messages.wifiOnly,
  } as const;
  const choose = (value: Carrier | "for-all"): void =>
    model.sendMediaBy(entry.id, value === "for-all" ? undefined : value);
  return (
    <>
      <Choice
        legend={messages.networkForStory}
        value={entry.chosen.media ?? "for-all"}
        options={carriers.map((value) => ({ value, label: labels[value] }))}
        onChoose={choose}
      />
      <NotTold model={model} messages={messages} />
    </>
  );
}
