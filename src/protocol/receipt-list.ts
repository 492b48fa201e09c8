import { asciiBytes, concat } from "./bytes.ts";

const newline = asciiBytes("\n");

/** The answer to several stories: their receipts one behind the other, each its header and one line of JSON. */
export const joinReceipts = (files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  concat(...files.flatMap((file) => [file, newline]));

/** The files in such an answer, whatever they hold; what is no two whole lines is left out. */
export const splitReceipts = (text: string): readonly string[] => text.match(/.+\n.+(?=\n)/g) ?? [];
