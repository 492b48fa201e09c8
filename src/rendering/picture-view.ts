import { h, type JSX } from "preact";
import type { Picture, PictureFile } from "../protocol/article.ts";
import { routes } from "../protocol/routes.ts";

const address = (file: PictureFile): string => routes.media(file.hash, file.type);
const byWidth = (
  files: readonly PictureFile[],
  type: PictureFile["type"],
): readonly PictureFile[] =>
  files.filter((file) => file.type === type).sort((one, other) => one.width - other.width);
const sourceSet = (files: readonly PictureFile[]): string =>
  files.map((file) => `${address(file)} ${file.width}w`).join(", ");

export interface PictureProps {
  readonly picture: Picture;
  readonly alt: string;
  /** The `sizes` of its place on the page. */
  readonly sizes: string;
  /** True for what stands on the first screen. */
  readonly eager?: boolean;
}

/**
 * A picture in its place: the placeholder's colour at once (an SVG fill: a served page has no style
 * attributes), the file as soon as it is there, and the same height before and after.
 */
export function PictureView({
  picture,
  alt,
  sizes,
  eager = false,
}: PictureProps): JSX.Element | null {
  const modern = byWidth(picture.files, "avif");
  const plain = byWidth(picture.files, "jpg");
  const shown = plain.at(-1) ?? modern.at(-1);
  if (shown === undefined) return null;
  return h(
    "span",
    { class: "picture" },
    h(
      "svg",
      { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" },
      h("rect", { width: 1, height: 1, fill: picture.colour }),
    ),
    h(
      "picture",
      null,
      modern.length > 0 && plain.length > 0
        ? h("source", { type: "image/avif", srcset: sourceSet(modern), sizes })
        : null,
      h("img", {
        src: address(shown),
        srcset: sourceSet(plain.length > 0 ? plain : modern),
        sizes,
        alt,
        width: shown.width,
        height: shown.height,
        loading: eager ? "eager" : "lazy",
        decoding: "async",
        fetchpriority: eager ? "high" : undefined,
      }),
    ),
  );
}
