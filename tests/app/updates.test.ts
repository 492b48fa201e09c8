// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { createUpdates } from "../../src/app/shell/updates.ts";
import { whenQuietMessage } from "../../src/device/giving-way.ts";
import { aLockManager } from "../support/reading-device.ts";

afterEach(() => vi.unstubAllGlobals());

test("a new version takes its place once the worker that is here is quiet, and the window opens again", async () => {
  const { updates, here, next, takesOver, reload } = await offered();

  updates.accept();
  await vi.waitFor(() => expect(updates.update.value).toBe("coming"));
  await vi.waitFor(() => expect(here.heard).toEqual([whenQuietMessage]));
  expect(next.heard).toEqual([]);
  here.answer();
  await vi.waitFor(() => expect(next.heard).toEqual(["SKIP_WAITING"]));
  takesOver();

  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
});

test("while a story is open it waits, says so, and comes when the story is closed", async () => {
  const { updates, here, next, locks } = await offered();
  const close = write(locks);

  updates.accept();
  await vi.waitFor(() => expect(updates.update.value).toBe("held"));
  expect(here.heard).toEqual([]);
  close();

  await vi.waitFor(() => expect(updates.update.value).toBe("coming"));
  await vi.waitFor(() => expect(here.heard).toEqual([whenQuietMessage]));
  here.answer();
  await vi.waitFor(() => expect(next.heard).toEqual(["SKIP_WAITING"]));
});

test("a worker of an earlier build, which does not say when it is quiet, is not waited for for ever", async () => {
  const { updates, here, next } = await offered();
  vi.useFakeTimers();

  updates.accept();
  await vi.advanceTimersByTimeAsync(11_000);
  expect([here.heard, next.heard]).toEqual([[whenQuietMessage], []]);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();

  expect(next.heard).toEqual(["SKIP_WAITING"]);
});

test("who begins to write while the new version is on its way is not interrupted by it", async () => {
  const { updates, here, next, locks, takesOver, reload } = await offered();
  updates.accept();
  await vi.waitFor(() => expect(here.heard).toEqual([whenQuietMessage]));
  here.answer();
  await vi.waitFor(() => expect(next.heard).toEqual(["SKIP_WAITING"]));

  const close = write(locks);
  takesOver();
  await vi.waitFor(() => expect(updates.update.value).toBe("held"));
  expect(reload).not.toHaveBeenCalled();
  close();

  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
});

test("a window is offered what another took, if all of it can be had, and opens again when nobody looks", async () => {
  let isThere = false;
  const { updates, prepare, takesOver, reload, hide } = await aWindow(async () => isThere);
  expect(updates.update.value).toBe("none");

  // The kill switch takes over like a new version; without a network there would be nothing to open.
  takesOver();
  await vi.waitFor(() => expect(prepare).toHaveBeenCalledTimes(2));
  await Promise.resolve();
  expect(updates.update.value).toBe("none");
  isThere = true;
  takesOver();
  await vi.waitFor(() => expect(updates.update.value).toBe("offered"));
  expect(reload).not.toHaveBeenCalled();
  hide();

  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
});

/** A worker as a page sees it: what it was told, and its answer. */
class SeenWorker extends EventTarget {
  readonly scriptURL = new URL("/sw.js", location.href).href;
  readonly heard: string[] = [];
  #port: MessagePort | undefined;

  postMessage({ type }: { readonly type: string }, [port]: readonly MessagePort[] = []): void {
    this.heard.push(type);
    this.#port = port;
  }

  answer(): void {
    this.#port?.postMessage(true);
  }
}

/** A window in which a new version is offered. */
async function offered() {
  const seen = await aWindow(async () => true);
  await vi.waitFor(() => expect(seen.updates.update.value).toBe("offered"));
  return seen;
}

/** A window for which a new version waits. */
async function aWindow(prepareNewest: () => Promise<boolean>) {
  const [here, next] = [new SeenWorker(), new SeenWorker()];
  const registration = Object.assign(new EventTarget(), { waiting: next });
  const workers = Object.assign(new EventTarget(), {
    controller: here,
    register: async () => registration,
  });
  vi.stubGlobal("navigator", { serviceWorker: workers });
  const reload = vi.fn();
  const locks = aLockManager();
  const seen = Object.assign(new EventTarget(), {
    visibilityState: "visible" as DocumentVisibilityState,
  });
  const prepare = vi.fn(prepareNewest);
  const updates = createUpdates({
    workers: workers as unknown as ServiceWorkerContainer,
    document: seen as unknown as Document,
    locks,
    reload,
    prepareNewest: prepare,
  });
  await vi.waitFor(() => expect(prepare).toHaveBeenCalledOnce());
  const takesOver = (): void => {
    workers.controller = next;
    workers.dispatchEvent(new Event("controllerchange"));
  };
  const hide = (): void => {
    seen.visibilityState = "hidden";
    seen.dispatchEvent(new Event("visibilitychange"));
  };
  return { updates, here, next, locks, reload, prepare, takesOver, hide };
}

/** A window writes; what is given closes its story. */
function write(locks: Pick<LockManager, "request">): () => void {
  let close: () => void = () => undefined;
  const writes = new Promise<void>((resolve) => (close = resolve));
  void locks.request("writing", { mode: "shared" }, () => writes);
  return close;
}
