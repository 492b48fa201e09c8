import { concat } from "../protocol/bytes.ts";
import { fromCodes, type Rest, toCodes } from "./words-once.ts";

/** Lines → their words once → gzip → base64: text that stands in a page and survives every way a file is sent. */
export async function pack(lines: readonly string[], rest: Rest): Promise<string> {
  const zipped = await gzip(await toCodes(lines, rest), rest);
  return toBase64(zipped, rest);
}

/** How much one block may say, so that no file can fill the memory: bytes when inflated, UTF-16 units when read. */
const mostInflated = 8_388_608;
const mostText = 6_291_456;

/** The lines of a block, or undefined where it is damaged or says too much. */
export async function unpack(packed: string, rest: Rest): Promise<readonly string[] | undefined> {
  const bytes = await fromBase64(packed.trim(), rest);
  const inflated = bytes && (await gunzip(bytes, mostInflated, rest));
  const text = inflated && (await fromCodes(inflated, mostText, rest));
  return text?.endsWith("\n") === true ? text.slice(0, -1).split("\n") : undefined;
}

/** Bytes that are handed to the browser's own gzip at one go: it works in the page's own thread. */
const zippedAtOnce = 16_384;

async function feed(
  stream: { readonly writable: WritableStream<BufferSource> },
  bytes: Uint8Array<ArrayBuffer>,
  rest: Rest,
): Promise<void> {
  const writer = stream.writable.getWriter();
  for (let at = 0; at < bytes.length; at += zippedAtOnce) {
    await writer.write(bytes.subarray(at, at + zippedAtOnce));
    await rest();
  }
  await writer.close();
}

/** Bytes as gzip. */
export async function gzip(
  bytes: Uint8Array<ArrayBuffer>,
  rest: Rest,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new CompressionStream("gzip");
  const [whole] = await Promise.all([
    new Response(stream.readable).arrayBuffer(),
    feed(stream, bytes, rest),
  ]);
  return new Uint8Array(whole);
}

/** The inflated bytes, or undefined where they are damaged or more than `most`: it stops there, however much would come. */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  most: number,
  rest: Rest,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const stream = new DecompressionStream("gzip");
  // Whatever is wrong with the bytes, the reader below hears of it as well.
  feed(stream, bytes, rest).catch(() => undefined);
  const reader = stream.readable.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concat(...pieces);
      length += value.length;
      if (length > most) {
        await reader.cancel();
        return undefined;
      }
      pieces.push(value);
    }
  } catch {
    // Not gzip, cut, or its own check sum does not fit.
    return undefined;
  }
}

/** A multiple of three and of four, so that the pieces can stand behind each other. */
const atOnce = 24_576;

/** Base64 (RFC 4648, section 4). */
export async function toBase64(bytes: Uint8Array, rest: Rest): Promise<string> {
  let text = "";
  for (let at = 0; at < bytes.length; at += atOnce) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + atOnce)));
    await rest();
  }
  return text;
}

/** The bytes, or undefined where the text is not base64. */
export async function fromBase64(
  text: string,
  rest: Rest,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const pieces: Uint8Array[] = [];
  try {
    for (let at = 0; at < text.length; at += atOnce) {
      const letters = atob(text.slice(at, at + atOnce));
      const piece = new Uint8Array(letters.length);
      for (let index = 0; index < letters.length; index += 1)
        piece[index] = letters.charCodeAt(index);
      pieces.push(piece);
      await rest();
    }
    return concat(...pieces);
  } catch {
    // A character that base64 does not have.
    return undefined;
  }
}
