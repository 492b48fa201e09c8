import type { CatchingUp, Outcome } from "../../device/catching-up.ts";
import type { Progress } from "../../device/progress.ts";
import type { News, NewsOutcome, NewsProgress } from "../reading/reading-model.ts";

const refusals: Readonly<Record<Exclude<Outcome["kind"], "current">, NewsOutcome>> = {
  unreachable: "offline",
  refused: "forged",
  outdated: "older-app",
  full: "no-room",
  busy: "busy",
};

/**
 * Catching up as reading sees it: texts are counted first, pictures after them. The engine is a chunk of its own, called
 * for after the first paint: what is on the phone can be read without it.
 */
export function createNews(load: () => Promise<CatchingUp>): News {
  const listeners: ((progress: NewsProgress) => void)[] = [];
  let engine: Promise<CatchingUp> | undefined;
  const start = async (): Promise<CatchingUp> => {
    const started = await load();
    started.onProgress((progress) => listeners.forEach((listener) => listener(counted(progress))));
    return started;
  };
  return {
    async catchUp() {
      try {
        const outcome = await (await (engine ??= start())).catchUp();
        if (outcome.kind === "current") return "current";
        // An older edition, out of some cache on the way, is the newsroom's all the same: no alarm, and nothing new.
        const isOlder = outcome.kind === "refused" && outcome.because === "rollback";
        return isOlder ? "busy" : refusals[outcome.kind];
      } catch (error) {
        engine = undefined;
        // A chunk that cannot be fetched is a network that is not there; anything else is a fault of ours.
        if (error instanceof TypeError) return "offline";
        throw error;
      }
    },
    onProgress: (listener) => void listeners.push(listener),
  };
}

function counted({ texts, pictures }: Progress): NewsProgress {
  const { have, all } = texts.have < texts.all || pictures.all === 0 ? texts : pictures;
  return { done: have, all };
}
