import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Masthead, Page } from "../../rendering/frame.ts";
import { Notice, type PageSetting } from "../../rendering/pages.ts";
import type { Messages } from "../messages/messages.ts";
import { Button } from "../ui/Button.tsx";
import { loadWriting, type WritingModule, type WritingPartProps } from "./writing-door.ts";

/** Opens the writing part, or says that it is not here yet. */
export function WritingDoor({
  page,
  messages,
  ...props
}: WritingPartProps & { readonly page: PageSetting; readonly messages: Messages }) {
  const module = useSignal<WritingModule | "loading" | "absent">("loading");
  useEffect(() => {
    void loadWriting().then((loaded) => (module.value = loaded ?? "absent"));
  }, []);
  const { words, name } = page;
  if (typeof module.value === "object") {
    const { WritingPart } = module.value;
    return <WritingPart {...props} />;
  }
  return (
    <Page
      screen="notice"
      words={words}
      place="write"
      before={<Masthead words={words} name={name} />}
    >
      {module.value === "absent" && (
        <Notice title={messages.writeAbsent} more={messages.writeAbsentMore}>
          <Button look="sun" onPress={() => location.reload()}>
            {messages.tryNow}
          </Button>
        </Notice>
      )}
    </Page>
  );
}
