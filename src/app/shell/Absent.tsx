import { Notice } from "../../rendering/pages.ts";
import type { Messages } from "../messages/messages.ts";
import { Button } from "../ui/Button.tsx";

export interface AbsentProps {
  readonly messages: Messages;
  readonly more?: string;
}

/** A part of the app that is not on the phone yet, and there is no network to bring it. */
export const Absent = ({ messages, more }: AbsentProps) => (
  <Notice title={messages.absent} more={more}>
    <Button look="sun" onPress={() => location.reload()}>
      {messages.tryNow}
    </Button>
  </Notice>
);
