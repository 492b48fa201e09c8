import type { CatchingUp, Outcome } from "../../device/catching-up.ts";
import type { News, NewsOutcome } from "../reading/reading-model.ts";

const refusals: Readonly<Record<Exclude<Outcome["kind"], "current">, NewsOutcome>> = {
  unreachable: "offline",
  refused: "forged",
  outdated: "older-app",
  full: "no-room",
  busy: "busy",
};

/** Catching up as reading sees it: texts are counted first, pictures after them. */
export function createNews(catchingUp: CatchingUp): News {
  return {
    async catchUp() {
      const outcome = await catchingUp.catchUp();
      return outcome.kind === "current" ? "current" : refusals[outcome.kind];
    },
    onProgress(listener) {
      catchingUp.onProgress(({ texts, pictures }) => {
        const counted = texts.have < texts.all || pictures.all === 0 ? texts : pictures;
        listener({ done: counted.have, all: counted.all });
      });
    },
  };
}
