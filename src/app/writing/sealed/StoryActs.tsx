import type { ComponentChildren } from "preact";
import { Button } from "../../ui/Button.tsx";
import { isUnderWay } from "../stories.ts";
import { nameOfPart } from "./media.ts";
import type { SealedRowProps } from "./SealedRow.tsx";
import type { StoryStatus } from "./status.ts";

/** What can be done with a story on its way, in its row. */
export function StoryActs(props: SealedRowProps & { readonly status: StoryStatus }) {
  const { model, item, messages, status } = props;
  const asFile = <Button onPress={props.onSaveAsFile}>{messages.saveAsFile}</Button>;
  const { entry } = item;
  if (status === "paused") {
    return (
      <Acts>
        <Button onPress={() => model.resume(entry.id)}>{messages.resume}</Button>
        {asFile}
      </Acts>
    );
  }
  if (isUnderWay(entry)) {
    return (
      <Acts>
        {status === "wifi" ? (
          <Button onPress={() => model.sendMediaBy(entry.id, "any")}>
            {messages.anyNetworkNow}
          </Button>
        ) : (
          <Button onPress={model.tryNow}>{messages.tryNow}</Button>
        )}
        {asFile}
      </Acts>
    );
  }
  return <RefusedParts {...props} />;
}

/** Attachments that were refused can be let go of; all the rest has gone. */
function RefusedParts({ model, item: { entry, isSuperseded }, messages }: SealedRowProps) {
  const { state } = entry;
  if (state.kind !== "needs-you" || isSuperseded) return null;
  const parts = state.refusals.flatMap(({ part }) => (part === undefined ? [] : [part]));
  if (parts.length === 0) return null;
  return (
    <Acts>
      {parts.map((part) => {
        const { kind, number } = nameOfPart(entry, part);
        return (
          <Button key={part} onPress={() => model.letGo(entry.id, part)}>
            {kind === "sound"
              ? messages.removeSoundFromStory
              : messages.removePhotoFromStory(number)}
          </Button>
        );
      })}
    </Acts>
  );
}

const Acts = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="story-acts">{children}</div>
);
