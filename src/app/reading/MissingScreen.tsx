import type { Slug } from "../../protocol/article.ts";
import { Masthead, Page } from "../../rendering/frame.ts";
import { Notice, type PageSetting } from "../../rendering/pages.ts";
import { routes } from "../../protocol/routes.ts";
import { Button } from "../ui/Button.tsx";
import type { Messages } from "../messages/messages.ts";
import type { Reading } from "./reading-model.ts";

export interface MissingScreenProps extends PageSetting {
  readonly slug: Slug;
  readonly why: "not-here" | "withdrawn" | "newer";
  readonly messages: Messages;
  readonly reading: Reading;
}

/** An article that the phone does not have. It says so, and offers to fetch it later; it never pretends to be loading. */
export function MissingScreen({ slug, why, messages, reading, words, name }: MissingScreenProps) {
  const isWanted = reading.wanted.value === slug;
  const fetchIt = (): void => {
    void reading.want(slug).then(reading.catchUp);
  };
  const front = (
    <a class="button outline" href={routes.front(words.language)}>
      {words.toFront}
    </a>
  );
  const wanted = (
    <p class="more" role="status">
      {messages.willFetch}
    </p>
  );
  const notHere = isWanted ? (
    wanted
  ) : (
    <Button look="sun" onPress={fetchIt}>
      {messages.fetchLater}
    </Button>
  );
  const is = why === "not-here" && reading.isUnknown(slug) ? "unknown" : why;
  const titles = {
    "not-here": messages.notHere,
    withdrawn: words.withdrawn,
    newer: messages.newerText,
    unknown: words.missing,
  };
  const more = { withdrawn: words.withdrawnMore, unknown: words.missingMore };
  return (
    <Page
      screen="notice"
      words={words}
      place="read"
      before={<Masthead words={words} name={name} />}
    >
      <Notice
        title={titles[is]}
        more={is === "withdrawn" || is === "unknown" ? more[is] : undefined}
      >
        {is === "not-here" && notHere}
        {front}
      </Notice>
    </Page>
  );
}
