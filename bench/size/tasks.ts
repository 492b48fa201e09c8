// The tasks of a page's main thread, by the clock and by the processor: on a machine that others keep busy a task stands
// still half of the time, and the clock counts that too. The slowed processor's idling counts in both.
import type { Chromium } from "../../tests/support/browsers/chromium.ts";

/** Milliseconds. */
export interface Task {
  readonly clock: number;
  readonly processor: number;
}

/** What Chromium's tracing says; microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Follows all tasks until it is called again. */
export async function followTasks(browser: Chromium): Promise<() => Promise<readonly Task[]>> {
  const session = await browser.context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error("Chromium has no session of its own");
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) =>
    events.push(...(value as unknown as TraceEvent[])),
  );
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline"] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    await session.detach();
    return tasksOf(events);
  };
}

function tasksOf(events: readonly TraceEvent[]): readonly Task[] {
  const pages = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return events
    .filter(({ name, pid, tid }) => name === "RunTask" && pages.has(`${pid} ${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1_000, processor: tdur / 1_000 }));
}
