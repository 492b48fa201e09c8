import type { CatchingUp, Outcome } from "../../device/catching-up.ts";
import type { Progress } from "../../device/progress.ts";
import type { News, NewsOutcome, NewsProgress } from "../reading/reading-model.ts";

const refusals: Readonly<Record<Exclude<Outcome["kind"], "current">, NewsOutcome>> = {
  unreachable: "offline",
  refused: "forged",
  outdated: "olderApp",
  full: "noRoom",
  busy: "busy",
};

/** Catching up as reading sees it: texts are counted first, pictures after them. */
export const createNews = (engine: CatchingUp): News => ({
  async catchUp() {
    const outcome = await engine.catchUp();
    if (outcome.kind === "current") {
      const { pictures } = outcome;
      if (pictures === "full" || pictures === "short") return "noRoom";
      // To ask again soon for what the newsroom has not would only cost.
      return pictures === "broken" ? "unfinished" : "current";
    }
    // An older edition, out of some cache on the way, is the newsroom's all the same: no alarm, and nothing new.
    const isOlder = outcome.kind === "refused" && outcome.because === "rollback";
    return isOlder ? "busy" : refusals[outcome.kind];
  },
  onProgress: (listener) => void engine.onProgress((progress) => listener(counted(progress))),
});

function counted({ texts, pictures, bytes }: Progress): NewsProgress {
  const { have, all } = texts.have < texts.all || pictures.all === 0 ? texts : pictures;
  return { done: have, all, bytes };
}
