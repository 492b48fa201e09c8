/** Puts a style sheet into the page; resolves once it holds. A second call for the same sheet has nothing to do. */
export function addStyleSheet(document: Document, href: string): Promise<void> {
  const sheets = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  if (Array.from(sheets).some((sheet) => sheet.getAttribute("href") === href)) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      reject(new TypeError(`${href} could not be had`));
    });
    document.head.append(link);
  });
}
