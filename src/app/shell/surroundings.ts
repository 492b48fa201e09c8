/** What kind of window this is: it decides which offers make sense. */
export interface Surroundings {
  /** Opened from the home screen. */
  readonly installed: boolean;
  /** An iPhone or iPad: the guide stands for the button that Safari lacks. */
  readonly apple: boolean;
  /** A window inside another app, which forgets: the name of the browser to open instead. */
  readonly openInstead: string | undefined;
}

// Telegram for Android says nothing of itself but leaves `TelegramWebview` in the window; the others are in the user agent.
const insideAnotherApp = /FBAN|FBAV|FB_IAB|Instagram|Viber|Line\/|MicroMessenger|; wv\)/;

export function readSurroundings(window: Window): Surroundings {
  const { userAgent, maxTouchPoints } = window.navigator;
  const apple =
    /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  const inside =
    insideAnotherApp.test(userAgent) ||
    "TelegramWebviewProxy" in window ||
    "TelegramWebview" in window;
  const standalone = "standalone" in window.navigator && window.navigator.standalone === true;
  return {
    installed: standalone || window.matchMedia("(display-mode: standalone)").matches,
    apple,
    openInstead: inside ? (apple ? "Safari" : "Chrome") : undefined,
  };
}
