import type { InterfaceLanguage } from "../../protocol/language.ts";
import type { Newsroom } from "../../protocol/newsroom.ts";
import { routes } from "../../protocol/routes.ts";
import type { SettingsMessages } from "../messages/settings-messages.ts";

export interface AboutScreenProps {
  readonly language: InterfaceLanguage;
  readonly messages: SettingsMessages;
  readonly newsroom: Newsroom;
  readonly version: string;
}

/** Who is behind it, how to reach them, where the key is. */
export function AboutScreen({ language, messages, newsroom, version }: AboutScreenProps) {
  return (
    <div class="text">
      <h1 class="title">{messages.about}</h1>
      {newsroom.demonstration && <p class="demonstration">{messages.demonstration}</p>}
      <p>{messages.aboutText(newsroom.name[language])}</p>
      <p>{messages.aboutKeys}</p>
      <p>
        <a href={routes.privacy(language)}>{messages.privacy}</a>
      </p>
      {newsroom.contacts.length > 0 && <h2 class="title2">{messages.contacts}</h2>}
      <ul class="points">
        {newsroom.contacts.map((contact) => (
          <li key={contact}>
            <Contact line={contact} />
          </li>
        ))}
      </ul>
      <p class="meta">{messages.version(version)}</p>
    </div>
  );
}

/** A line that a person can act on: an e-mail address or a web address is a link, anything else is text. */
function Contact({ line }: { readonly line: string }) {
  if (/^[^\s@/]+@[^\s@/]+$/.test(line)) return <a href={`mailto:${line}`}>{line}</a>;
  if (/^https:\/\/\S+$/.test(line)) return <a href={line}>{line.slice("https://".length)}</a>;
  return <>{line}</>;
}
