import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Masthead, Page } from "../../rendering/frame.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import type { Messages } from "../messages/messages.ts";
import { Absent } from "./Absent.tsx";
import type { Composition } from "./App.tsx";
import { loadWriting, type WritingModule } from "./writing-door.ts";

export interface WritingDoorProps {
  readonly composition: Composition;
  readonly page: PageSetting;
  readonly messages: Messages;
}

/** Opens the writing part, or says that it is not here yet. */
export function WritingDoor({ composition, page, messages }: WritingDoorProps) {
  const module = useSignal<WritingModule | "loading" | "absent">("loading");
  useEffect(() => {
    void loadWriting(page.words.language).then((loaded) => (module.value = loaded ?? "absent"));
  }, []);
  const { words } = page;
  if (typeof module.value === "object") {
    const { WritingRoom } = module.value;
    return <WritingRoom composition={composition} language={words.language} />;
  }
  return (
    <Page screen="notice" words={words} place="write" before={<Masthead {...page} />}>
      {module.value === "absent" && <Absent messages={messages} more={messages.writeAbsentMore} />}
    </Page>
  );
}
