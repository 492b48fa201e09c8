import type { WritingMessages } from "./writing-messages.ts";

export interface CopyLineProps {
  readonly copyOf: string | undefined;
  readonly messages: WritingMessages;
}

/** Says of a copy for reading only that nothing goes out from here, and where the newsroom itself is. */
export function CopyLine({ copyOf, messages }: CopyLineProps) {
  if (copyOf === undefined) return null;
  const isElsewhere = copyOf !== location.origin;
  return (
    <p class="caution" role="status">
      {messages.readOnlyCopy}
      {isElsewhere && (
        <>
          {" "}
          {messages.writeAt}{" "}
          <a href={copyOf} rel="noreferrer">
            {copyOf}
          </a>
        </>
      )}
    </p>
  );
}
