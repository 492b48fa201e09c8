import { posix } from "node:path";
import type { Article, ArticleMedia, Picture } from "../../../protocol/article.ts";
import type { Block } from "../../../protocol/block.ts";
import type { ContentFolder } from "../../storage/content-folder.ts";
import type { ImportRecord } from "../../storage/library-storage.ts";
import { hashOf } from "../hashing.ts";
import type { Media } from "../media.ts";
import { pictureLimits } from "../pictures.ts";
import type { Source } from "./source.ts";

/** An article's pictures, found: its lead, its body, what the operator should know, and what was looked at. */
export interface Illustrated {
  readonly lead?: NonNullable<Article["lead"]>;
  readonly body: readonly Block<ArticleMedia>[];
  readonly remarks: readonly string[];
  readonly looked: ImportRecord["pictures"];
}

/** Finds the pictures that a source names. One that cannot be had is left out, with a remark: the text does not wait for it. */
export async function illustrate(
  source: Source,
  path: string,
  folder: ContentFolder,
  media: Media,
): Promise<Illustrated> {
  const finding = createFinding(path, folder, media);
  const lead = await leadOf(source, finding);
  const body = await withPictures(source.body, finding);
  return {
    ...(lead === undefined ? {} : { lead }),
    body,
    remarks: finding.remarks,
    looked: [...finding.looked.values()],
  };
}

/** Where a picture named in `path` lies in the content folder; undefined where the name leads out of it or is an address. */
export function locate(path: string, picture: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/|\\|\0/i.test(picture)) return undefined;
  const decoded = decode(picture);
  const found = posix.normalize(posix.join(posix.dirname(path), decoded ?? picture));
  return found.startsWith("../") || found === ".." ? undefined : found;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** True while every picture that was looked at is as it was. */
export async function arePicturesUnchanged(
  looked: ImportRecord["pictures"],
  folder: ContentFolder,
): Promise<boolean> {
  for (const { path, hash } of looked) {
    const file = await folder.read(path, pictureLimits.bytes);
    if ((file.ok ? hashOf(file.bytes) : null) !== hash) return false;
  }
  return true;
}

/** Finds pictures by the names that a text gives them, and notes what the operator should know. */
export interface PictureFinder {
  readonly remarks: string[];
  find(picture: string): Promise<Picture | undefined>;
}

interface Finding extends PictureFinder {
  readonly looked: Map<string, { readonly path: string; readonly hash: string | null }>;
}

function createFinding(path: string, folder: ContentFolder, media: Media): Finding {
  const remarks: string[] = [];
  const looked: Finding["looked"] = new Map();
  const find = async (picture: string): Promise<Picture | undefined> => {
    const leaveOut = (why: string): undefined => {
      remarks.push(
        `names the picture ${picture}, which ${why}; the article is published without it`,
      );
    };
    const place = locate(path, picture);
    if (place === undefined) return leaveOut("lies outside the content folder");
    const file = await folder.read(place, pictureLimits.bytes);
    looked.set(place, { path: place, hash: file.ok ? hashOf(file.bytes) : null });
    if (!file.ok) return leaveOut(file.why);
    const added = await media.addPicture(file.bytes);
    return added.ok ? added.picture : leaveOut(added.why);
  };
  return { remarks, looked, find };
}

async function leadOf(source: Source, finding: Finding): Promise<Illustrated["lead"]> {
  if (source.picture === undefined) return undefined;
  const { path, alt, caption } = source.picture;
  const picture = await finding.find(path);
  if (picture === undefined) return undefined;
  if (alt === "")
    finding.remarks.push(`shows the picture ${path} without a description (pictureAlt)`);
  return { ...picture, alt, ...(caption === undefined ? {} : { caption }) };
}

/** Blocks with their pictures; a figure whose picture cannot be had is left out. */
export async function withPictures(
  blocks: readonly Block<string>[],
  finding: PictureFinder,
): Promise<readonly Block<ArticleMedia>[]> {
  const found: Block<ArticleMedia>[] = [];
  for (const block of blocks) found.push(...(await withPicture(block, finding)));
  return found;
}

async function withPicture(
  block: Block<string>,
  finding: PictureFinder,
): Promise<readonly Block<ArticleMedia>[]> {
  switch (block.kind) {
    case "figure": {
      const picture = await finding.find(block.media);
      if (picture === undefined) return [];
      if (block.alt === "")
        finding.remarks.push(`shows the picture ${block.media} without a description`);
      return [{ ...block, media: { kind: "picture", ...picture } }];
    }
    case "audio":
      return [];
    case "quote":
      return [{ kind: "quote", blocks: await withPictures(block.blocks, finding) }];
    case "list": {
      const items: (readonly Block<ArticleMedia>[])[] = [];
      for (const item of block.items) items.push(await withPictures(item, finding));
      return [{ ...block, items }];
    }
    default:
      return [block];
  }
}
