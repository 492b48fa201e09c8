/**
 * Puts a style sheet of ours into the page; resolves once it holds, rejects where it cannot be had: a network that is away,
 * a page that is left. A second call for the same sheet has nothing to do.
 */
export const addStyleSheet = (document: Document, href: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${href}"]`)) return resolve(undefined);
    const link = document.createElement("link");
    const onerror = (): void => {
      link.remove();
      reject(new Error(`No style sheet: ${href}`));
    };
    // After the page's own, of which an article's page has one in its body: the later rule wins.
    document.body.append(
      Object.assign(link, { rel: "stylesheet", href, onload: resolve, onerror }),
    );
  });
