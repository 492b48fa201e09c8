import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../ui/Button.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import type { PassedOn } from "./link.ts";
import { MadeFile, type MadeFileProps } from "./MadeFile.tsx";

export interface PassOnSheetProps extends MadeFileProps {
  readonly passLink: () => Promise<PassedOn>;
  /** The article's address, for those who have neither share sheet nor clipboard. */
  readonly address: string;
  readonly makeFile: () => void;
  readonly onClose: () => void;
}

/** One article: as a link for those who have a network, or as a file for those who have none. */
export function PassOnSheet({ passLink, address, makeFile, onClose, ...file }: PassOnSheetProps) {
  const { messages, model } = file;
  const link = useSignal<PassedOn | undefined>(undefined);
  useEffect(() => model.reset(), []);
  const isChoosing = model.making.value.kind === "choosing";
  return (
    <Sheet title={messages.passOn} closeLabel={messages.close} onClose={onClose}>
      {isChoosing && (
        <div class="ways">
          <Button onPress={() => void passLink().then((ended) => (link.value = ended))}>
            {messages.asLink}
          </Button>
          <p>{messages.asLinkWhy}</p>
          <Button onPress={makeFile}>{messages.asFile}</Button>
          <p>{messages.asFileWhy}</p>
        </div>
      )}
      <p role="status">
        {link.value === "copied" && messages.copied}
        {link.value === "shown" && `${messages.copyFailed} `}
        {link.value === "shown" && <span class="address">{address}</span>}
      </p>
      <MadeFile {...file} />
    </Sheet>
  );
}
