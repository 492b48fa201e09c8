import type { SettingsMessages } from "../messages/settings-messages.ts";

/** The honest limits, and how to use a private window. It promises nothing that cannot be kept. */
export function CheckedScreen({ messages }: { readonly messages: SettingsMessages }) {
  return (
    <div class="text">
      <h1 class="title">{messages.checked}</h1>
      <ul class="points">
        {messages.checkedLimits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
      <h2 class="title2">{messages.checkedPrivate}</h2>
      <ul class="points">
        {messages.checkedPrivateSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </div>
  );
}
