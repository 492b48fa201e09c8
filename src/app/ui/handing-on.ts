/** Where a file can go from here. */
export interface HandingOn {
  /** Whether this browser has a share sheet for such a file. */
  canShare(file: File): boolean;
  /** The share sheet; false where it was closed, or the other app did not take it. Only within a tap. */
  share(file: File): Promise<boolean>;
  /** Into the browser's downloads. */
  save(file: File): void;
}

const longEnoughToSave = 60_000;

/** Share sheet and downloads of a window. */
export function createHandingOn(browser: Navigator, document: Document): HandingOn {
  return {
    canShare: (file) => browser.canShare?.({ files: [file] }) ?? false,
    share: (file) =>
      browser.share({ files: [file] }).then(
        () => true,
        // Closed, or the other app did not take it: the file is still here.
        () => false,
      ),
    save(file) {
      const href = URL.createObjectURL(file);
      const link = Object.assign(document.createElement("a"), { href, download: file.name });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(href), longEnoughToSave);
    },
  };
}
