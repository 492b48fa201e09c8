import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ArticleMedia } from "../../protocol/article.ts";
import type { Block } from "../../protocol/block.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import { PrivacyPage } from "../../rendering/privacy-page.ts";

type Body = readonly Block<ArticleMedia>[];

/** What happens to what people send, offline too. Its text is a chunk of its own: few open it. */
export function PrivacyScreen({
  contacts,
  ...page
}: PageSetting & { readonly contacts: readonly string[] }) {
  const body = useSignal<Body>([]);
  const { language } = page.words;
  useEffect(() => {
    void import("./privacy-text.ts").then(
      ({ privacyText }) => (body.value = privacyText(language, contacts)),
    );
  }, [language]);
  return <PrivacyPage {...page} body={body.value} />;
}
