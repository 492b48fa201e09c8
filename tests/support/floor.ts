// The floor of PLATFORM.md: Chrome 109, Samsung Internet 21, Safari 16.4, Firefox 115.
/** Methods that no browser at the floor has, or not all; by their owners. */
export const newer: Readonly<Record<string, readonly string[]>> = {
  "Array.prototype": ["toSorted", "toReversed", "toSpliced", "with"],
  "Uint8Array.prototype.__proto__": ["toSorted", "toReversed", "with"],
  Array: ["fromAsync"],
  "Uint8Array.prototype": ["toBase64", "toHex", "setFromBase64", "setFromHex"],
  Uint8Array: ["fromBase64", "fromHex"],
  "ArrayBuffer.prototype": ["transfer", "transferToFixedLength", "resize"],
  "String.prototype": ["isWellFormed", "toWellFormed"],
  Promise: ["withResolvers", "try"],
  Object: ["groupBy"],
  Map: ["groupBy"],
  "Set.prototype": [
    "union",
    "intersection",
    "difference",
    "symmetricDifference",
    "isSubsetOf",
    "isSupersetOf",
    "isDisjointFrom",
  ],
  "Map.prototype": ["getOrInsert", "getOrInsertComputed"],
  URL: ["canParse", "parse"],
  AbortSignal: ["any"],
  RegExp: ["escape"],
  Response: ["json"],
  "CSSStyleSheet.prototype": ["replace"],
  "Element.prototype": ["setHTMLUnsafe", "getHTML", "checkVisibility", "moveBefore"],
  "HTMLElement.prototype": ["showPopover", "hidePopover", "togglePopover"],
  Document: ["parseHTMLUnsafe"],
  "Document.prototype": ["startViewTransition"],
  "FileSystemFileHandle.prototype": ["createWritable"],
};
/** Names that stand for nothing at the floor. */
export const newerGlobals = [
  "Iterator",
  "scheduler",
  "navigation",
  "CloseWatcher",
  "Float16Array",
  "Temporal",
  "URLPattern",
  "documentPictureInPicture",
  "launchQueue",
  "requestIdleCallback",
  "Sanitizer",
  "SyncManager",
];
const helpersOfIterators = [
  "map",
  "filter",
  "take",
  "drop",
  "flatMap",
  "reduce",
  "toArray",
  "some",
  "every",
  "find",
  "forEach",
];

/** Makes the browser as old as the floor. To run first in every script, in workers too. */
export const takeAway = `(() => {
  if (globalThis.__old) return;
  globalThis.__old = true;
  const owner = (path) => path.split(".").reduce((one, name) => one?.[name], globalThis);
  for (const [path, names] of Object.entries(${JSON.stringify(newer)})) {
    for (const name of names) if (owner(path)) delete owner(path)[name];
  }
  const iterators = globalThis.Iterator?.prototype;
  if (iterators) for (const name of ${JSON.stringify(helpersOfIterators)}) delete iterators[name];
  for (const name of ${JSON.stringify(newerGlobals)}) delete globalThis[name];
  const isCurve = (algorithm) => /^x?(ed)?25519$/i.test(algorithm?.name ?? algorithm);
  for (const name of ["importKey", "generateKey", "deriveKey", "deriveBits", "sign", "verify"]) {
    const real = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = function (...args) {
      return args.some(isCurve)
        ? Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"))
        : real.apply(this, args);
    };
  }
  for (const name of ["CompressionStream", "DecompressionStream"]) {
    const Real = globalThis[name];
    globalThis[name] = class {
      constructor(format) {
        if (format === "brotli" || format === "zstd") throw new TypeError("Unsupported format");
        return new Real(format);
      }
    };
  }
})();`;
