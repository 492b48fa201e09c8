import { useEffect } from "preact/hooks";
import { Mark } from "../../rendering/ornaments.ts";
import { Button } from "../ui/Button.tsx";
import { SendingFrame } from "./SendingFrame.tsx";
import type { Sending, SealRefusal } from "./sending-model.ts";
import type { SendingMessages } from "./sending-messages.ts";

export interface EnvelopeScreenProps {
  readonly model: Sending;
  readonly messages: SendingMessages;
  /** How the story goes on when the app is closed, as this phone's system has it. */
  readonly howItGoes: string;
  readonly onBack: () => void;
}

/** 3 of 3: a letter with the sunflower for a seal, and one button. */
export function EnvelopeScreen({ model, messages, howItGoes, onBack }: EnvelopeScreenProps) {
  const handover = model.handover.value;
  const isSealing = handover.kind === "sealing" || handover.kind === "sealed";
  useEffect(() => model.getReady(), [model]);
  return (
    <SendingFrame
      messages={messages}
      step={3}
      title={messages.envelope}
      onBack={onBack}
      foot={
        <>
          <p role="status">{isSealing && messages.sealing}</p>
          <Button look="sun" disabled={isSealing} onPress={() => void model.seal()}>
            {messages.seal}
          </Button>
        </>
      }
    >
      <Letter sealed={isSealing} />
      {handover.kind === "refused" && (
        <p class="refusal" role="alert">
          {messages[refusals[handover.why]]}
        </p>
      )}
      <p class="promise">{messages.onlyNewsroom}</p>
      <p class="promise-more">{messages.copyStays}</p>
      <p class="promise-more">{howItGoes}</p>
    </SendingFrame>
  );
}

const refusals = {
  "keys-out-of-date": "keysOutOfDate",
  changed: "changedElsewhere",
  "text-too-big": "textTooBig",
  "photo-too-big": "photoTooBig",
  "photo-missing": "photoMissing",
  "sound-too-big": "soundTooBig",
  "sound-missing": "soundMissing",
  "no-room": "noRoom",
  "not-saved": "notSaved",
  failed: "sealingFailed",
} as const satisfies Readonly<Record<SealRefusal, keyof SendingMessages>>;

function Letter({ sealed }: { readonly sealed: boolean }) {
  return (
    <div class="letter" data-sealed={sealed} aria-hidden="true">
      <svg viewBox="0 0 280 184" width="280" height="184">
        <path
          class="letter-paper"
          d="M2 10a8 8 0 0 1 8-8H270a8 8 0 0 1 8 8V174a8 8 0 0 1-8 8H10a8 8 0 0 1-8-8Z"
        />
        <path class="letter-fold" d="M4 178L106 88M276 178L174 88" />
        <path class="letter-flap" d="M4 6L128 104C136 110 144 110 152 104L276 6" />
      </svg>
      <Mark size={92} />
    </div>
  );
}
