import type { FilesMessages } from "./messages/messages.ts";

export interface SharedLineProps {
  readonly messages: FilesMessages;
  readonly onDiscard: () => void;
}

/** Says where the words and photos on this page come from, and takes them away again. */
export const SharedLine = ({ messages, onDiscard }: SharedLineProps) => (
  <p class="line shared-line" role="status">
    <span>{messages.shareTaken}</span>
    <button type="button" onClick={onDiscard}>
      {messages.discard}
    </button>
  </p>
);

/** What was shared did not get here. */
export const LostLine = ({ messages }: { readonly messages: FilesMessages }) => (
  <p class="line part-away" role="alert">
    {messages.shareLost}
  </p>
);
