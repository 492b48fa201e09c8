import type { ListPage } from "./reading-model.ts";
import { LongList, type LongListProps } from "./LongList.tsx";

export interface RestProps extends Pick<LongListProps, "reading" | "name" | "words" | "current"> {
  /** The list's beginning, once it was read. */
  readonly own: ListPage | undefined;
}

/** The rows after a list's beginning, where there are any. */
export function Rest({ own, ...props }: RestProps) {
  const [first] = own?.entries ?? [];
  if (own === undefined || first === undefined || own.total === own.entries.length) return null;
  return (
    <LongList
      {...props}
      from={own.entries.length}
      total={own.total}
      year={first.date.slice(0, 4)}
    />
  );
}
