import { type Delivery, judge } from "./answers.ts";

/** Text and leaves are answered when they are on disk. Milliseconds. */
export const diskPatience = 15_000;

/** Nothing of the browser's goes along, and nobody's redirect is followed: that would be a portal's. */
const plain = {
  credentials: "omit",
  redirect: "manual",
  cache: "no-store",
  referrerPolicy: "no-referrer",
} as const;

const unreachable = { kind: "unreachable" } as const;

/** What a request needs of the world. */
export interface ExchangeDeps {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Where the intake is: an origin, no slash at the end. */
  readonly origin: string;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

/** Requests that can be given up. */
export interface Exchanging extends ExchangeDeps {
  /** Aborted when whoever waits for the requests under way gives them up. */
  readonly hung: () => AbortSignal;
}

/** The media type that an answer must bear, if it has a body, and the milliseconds until it must have begun. */
export interface Expected {
  readonly type: string | undefined;
  readonly patience: number;
}

/** One request, and what its answer is worth. */
export async function exchange<T>(
  deps: Exchanging,
  path: string,
  init: RequestInit,
  { type, patience }: Expected,
  read: (response: Response) => Promise<Delivery<T>>,
): Promise<Delivery<T>> {
  const abort = new AbortController();
  let stop = deps.after(patience, () => abort.abort());
  const hung = deps.hung();
  const hangUp = (): void => abort.abort();
  hung.addEventListener("abort", hangUp);
  try {
    const response = await deps.fetch(
      new Request(deps.origin + path, { ...plain, ...init, signal: abort.signal }),
    );
    stop();
    stop = deps.after(diskPatience, () => abort.abort());
    return await judge(response, type, read);
  } catch {
    // No network, a broken connection, a wrong certificate, a time-out: whoever was at the other end did not answer whole.
    return unreachable;
  } finally {
    stop();
    hung.removeEventListener("abort", hangUp);
  }
}
