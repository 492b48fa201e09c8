import { type Signal, signal } from "@preact/signals";

/** Chromium's own event; in no standard. https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent */
export interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/**
 * The browser's word that the app can be installed, kept for when it is wanted. Chromium says it whenever it likes, once
 * for each manifest, so this listens from the first moment; what is done with it comes later, in `install.ts`.
 */
export function keepInstallPrompt(window: Window): Signal<InstallPrompt | undefined> {
  const prompt = signal<InstallPrompt | undefined>(undefined);
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt.value = event as InstallPrompt;
  });
  return prompt;
}
