import { fromBase64url } from "../../protocol/bytes.ts";
import type { PictureFormat } from "../../device/pictures-down.ts";

/** One white pixel. */
const pixel =
  "AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAAA-gABAAAAAAAAABwAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAAAEAAAABAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAAkbWRhdBIACgc4AAaQENBpMg8f8mKE4AAWAACQNY48fWQ";

/** The format that this phone stores: AVIF where it decodes, else JPEG. Decoded, not guessed from a browser's name. */
export async function findPictureFormat(
  decode: (picture: Blob) => Promise<unknown>,
): Promise<PictureFormat> {
  try {
    await decode(new Blob([fromBase64url(pixel)!], { type: "image/avif" }));
    return "avif";
  } catch {
    // No decoder (WebKitGTK is often built without one): JPEG.
    return "jpg";
  }
}
