/** How passing on ended; `shown`: neither sheet nor clipboard, so that the address has to be shown. */
export type PassedOn = "shared" | "copied" | "shown";

/** Hands an article's address to the phone's share sheet, or to the clipboard where there is none. */
export async function passLink(browser: Navigator, title: string, url: string): Promise<PassedOn> {
  if (typeof browser.share === "function") {
    try {
      await browser.share({ title, url });
      return "shared";
    } catch (error) {
      // Closed by the reader: that is an answer, not a fault.
      if (error instanceof DOMException && error.name === "AbortError") return "shared";
    }
  }
  try {
    await browser.clipboard.writeText(url);
    return "copied";
  } catch {
    // No permission, or no clipboard at all.
    return "shown";
  }
}
