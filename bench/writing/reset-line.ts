// W5: a line that is reset after every 2 MiB, and on which one reply in twenty is lost.
import { type Network, openNetwork } from "../../tests/support/browsers/network.ts";
import { createRandom } from "../reading/generated-texts.ts";

const stretch = 2_097_152;
const lostReplies = 0.05;

/** The line, and what went up over it. */
export interface ResetLine {
  readonly port: number;
  /** From now on it is reset. */
  begin(): number;
  /** Bytes since `before`, and the end of it. */
  sent(before: number): number;
}

/** Runs `work` over such a line to a server; `whenBack` names what is told each time that it is back. */
export async function onAResetLine<T>(
  port: number,
  work: (line: ResetLine, whenBack: (call: () => Promise<unknown>) => void) => Promise<T>,
): Promise<T> {
  const network = await openNetwork(port);
  let tell: () => Promise<unknown> = async () => undefined;
  let over = false;
  let stop: () => void = () => undefined;
  const line: ResetLine = {
    port: network.port,
    begin() {
      stop = reset(
        network,
        () => over,
        () => void tell(),
      );
      return network.bytesUp;
    },
    sent(before) {
      over = true;
      return network.bytesUp - before;
    },
  };
  try {
    return await work(line, (call) => (tell = call));
  } finally {
    over = true;
    stop();
    await network.close();
  }
}

/**
 * After each cut the line is whole again at once. The same seed loses the same replies to whoever asks as often. Gives
 * what stops it.
 */
function reset(network: Network, isOver: () => boolean, tell: () => void): () => void {
  const random = createRandom(5);
  let asked = network.requests.length;
  const back = (): void => {
    if (isOver()) return;
    network.restore();
    arm();
    tell();
  };
  const arm = (): void => void network.cutAfter(stretch, "up").then(back);
  arm();
  const looking = setInterval(() => {
    for (; asked < network.requests.length; asked += 1)
      if (random() < lostReplies) void network.cutAfter(0, "down").then(back);
  }, 1);
  return () => clearInterval(looking);
}
