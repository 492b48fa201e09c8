import type { Picture, PictureFile } from "../protocol/article.ts";
import type { DownloadChoice } from "./facts.ts";

/** The picture format that this phone can show; one for all, so that no picture is fetched twice. */
export type PictureFormat = "avif" | "jpg";

const widths: Readonly<Record<Exclude<DownloadChoice, "text">, number>> = {
  everything: 720,
  small: 360,
};

/**
 * The file of a picture that this phone fetches: the narrowest that is at least as wide as the data choice wants, else
 * the widest there is; in the phone's format, else in the other.
 */
export function chooseFile(
  picture: Picture,
  choice: Exclude<DownloadChoice, "text">,
  format: PictureFormat,
): PictureFile | undefined {
  const fitting = picture.files.filter(({ type }) => type === format);
  const files = [...(fitting.length > 0 ? fitting : picture.files)].sort(
    (a, b) => a.width - b.width,
  );
  return files.find(({ width }) => width >= widths[choice]) ?? files.at(-1);
}
