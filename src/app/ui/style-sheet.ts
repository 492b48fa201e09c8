/** Puts a style sheet of ours into the page; resolves once it holds. A second call for the same sheet has nothing to do. */
export const addStyleSheet = (document: Document, href: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${href}"]`)) return resolve(undefined);
    const link = document.createElement("link");
    const onerror = (event: unknown): void => {
      link.remove();
      reject(event);
    };
    document.head.append(
      Object.assign(link, { rel: "stylesheet", href, onload: resolve, onerror }),
    );
  });
