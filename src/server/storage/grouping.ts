/** How many are done together at most, so that one that fails costs little to do again. */
const most = 64;

interface Waiting<Given, Done> {
  readonly given: Given;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does what arrives in the same moment together: one wait for the disk for all of them, and none of them resolves before
 * that is over. Where `doAll` rejects, each is done alone, so that one that cannot be done takes nobody along.
 */
export function inGroups<Given, Done>(
  doAll: (given: readonly Given[]) => Promise<readonly Done[]>,
): (given: Given) => Promise<Done> {
  let waiting: Waiting<Given, Done>[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    // Whoever comes in the same turn of the loop, of one request for one, comes along with the first.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await doGroup(group);
      // Whoever was read from the network while the disk was waited for comes along with the next group.
      await new Promise((resolve) => setImmediate(resolve));
    }
    running = false;
  }

  async function doGroup(group: readonly Waiting<Given, Done>[]): Promise<void> {
    try {
      const done = await doAll(group.map(({ given }) => given));
      for (const [at, one] of group.entries()) one.resolve(done[at]!);
    } catch (error) {
      if (group.length === 1) return group[0]!.reject(error);
      for (const one of group) await doGroup([one]);
    }
  }

  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (!running) void run();
    });
}
