import { useEffect } from "preact/hooks";
import { type ListName, listPrefix } from "../../device/entries.ts";
import type { ListPage, Reading } from "./reading-model.ts";

/** The beginning of the list that this screen shows; undefined until it was read for the first time. */
export function useList(reading: Reading, name: ListName): ListPage | undefined {
  const of = listPrefix(name);
  useEffect(() => void reading.browse(name), [of]);
  return reading.lists.value.get(of);
}
