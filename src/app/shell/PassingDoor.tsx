import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Article } from "../../protocol/article.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import { settingsMessagesIn } from "../messages/settings-messages.ts";
import { speechIn } from "../messages/speech.ts";
import { Sheet } from "../ui/Sheet.tsx";
import { Absent } from "./Absent.tsx";
import type { Composition } from "./App.tsx";

// The room behind this door carries the whole reader of passed-on files: a chunk of its own.
type Room = typeof import("./PassingRoom.tsx");

const room = signal<Room | null | undefined>(undefined);

async function enter(): Promise<void> {
  try {
    const part = await import("./PassingRoom.tsx");
    await part.dress();
    room.value = part;
  } catch {
    // No network, and not on the phone yet.
    room.value = null;
  }
}

function useRoom(): Room | null | undefined {
  useEffect(() => {
    if (!room.value) void enter();
  }, []);
  return room.value;
}

export interface PassingProps {
  readonly composition: Composition;
  readonly setting: PageSetting;
}

/** The screen of passing on and taking in. */
export function PassingLayer(props: PassingProps) {
  const part = useRoom();
  if (part === null) return <Absent messages={speechIn(props.setting.words.language).messages} />;
  return part === undefined ? null : <part.PassingLayer {...props} />;
}

export interface PassOnProps extends PassingProps {
  readonly article: Article;
  readonly onClose: () => void;
}

/** The sheet over an article. */
export function PassOn(props: PassOnProps) {
  const part = useRoom();
  const { language } = props.setting.words;
  const { messages } = speechIn(language);
  if (part === null) {
    return (
      <Sheet
        title={messages.passOn}
        closeLabel={settingsMessagesIn(language).close}
        onClose={props.onClose}
      >
        <Absent messages={messages} />
      </Sheet>
    );
  }
  return part === undefined ? null : <part.PassOnArticle {...props} />;
}
