import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { dress, WritingPart } from "../writing/writing-part.tsx";
import type { Composition } from "./App.tsx";
import type { Route } from "./route.ts";
import { readSurroundings } from "./surroundings.ts";
import { scriptAddress } from "./trusted-types.ts";

export { dress };

export interface WritingRoomProps {
  readonly composition: Composition;
  readonly language: InterfaceLanguage;
}

/** The writing part with all that it needs of reading; the entry of its chunk. */
export function WritingRoom({ composition, language }: WritingRoomProps) {
  const { router, newsroom, store, facts } = composition;
  const surroundings = useMemo(() => readSurroundings(window), []);
  const depth = useMemo(() => computed(() => depthOf(router.route.value)), []);
  const isTabOfIphone = surroundings.apple && !surroundings.installed;
  return (
    <WritingPart
      language={language}
      newsroom={newsroom}
      store={store}
      facts={facts}
      depth={depth}
      askToPersist={composition.askToPersist}
      mayForget={isTabOfIphone || surroundings.openInstead !== undefined}
      openInstead={surroundings.openInstead}
      onDeeper={router.write}
      onBack={router.back}
      onHide={router.leaveWriting}
      onChecked={() => router.openLayer("checked")}
      scriptAddress={scriptAddress}
    />
  );
}

const depthOf = (route: Route): number => (route.kind === "writing" ? route.depth : 1);
