import { Decrypter } from "age-encryption";
import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import type { StoryId } from "../../../src/protocol/intake.ts";
import { intakeRoutes } from "../../../src/protocol/intake-routes.ts";
import { manifestOf, readStories, stateOf } from "../../../src/device/outbox.ts";
import { findViolations } from "../promises.ts";
import { createWorld, identities, type Made, type World } from "../simulator.ts";
import { poisonFor, type Weather } from "../weather.ts";
import type { Bend } from "../window.ts";
import { act, type Line } from "./acting.ts";
import { type Action, aHistory, tell, weathers } from "./actions.ts";
import { createDesk, type Desk } from "./newsroom-acting.ts";
import { seedChance } from "./one-thread.ts";
import { createPhone, type Phone, tellError, wake } from "./phone.ts";

const hour = 3_600_000;
const shrinkFor = 60_000;
const mostRequests = 1_000;

/** What came of a history. */
export interface Ending {
  /** What was wrong at the first moment at which anything was; none where all was well to the end. */
  readonly wrong: readonly string[];
  /** Everything that happened, line by line. */
  readonly trace: readonly string[];
  readonly sealed: number;
  readonly requests: number;
  /** Of these, how many carried several texts. */
  readonly together: number;
}

/** Lets a history happen, and checks the three promises after each of its steps and, after a quiet time, at its end. */
export async function live(
  seed: number,
  actions: readonly Action[],
  // With few connections texts go together sooner: most histories have few stories.
  bend: Bend = { connections: [1, 2, 6][seed % 3]! },
): Promise<Ending> {
  seedChance(seed);
  globalThis.indexedDB = new IDBFactory();
  const desk = createDesk();
  const world = await createWorld(seed, { freeBytes: async () => desk.freeBytes() });
  const phone = createPhone(world, bend);
  const line: Line = { next: [], again: false, poisoned: new Set() };
  world.forecast = (request, number) => forecast(phone, line, request, number);
  try {
    let checked = -1;
    const check = async (): Promise<boolean> => {
      await phone.quiet();
      if (world.changes() !== checked) phone.wrong.push(...(await findWrong(phone, desk)));
      checked = world.changes();
      return phone.wrong.length === 0;
    };
    await phone.open();
    let well = await check();
    for (const action of actions) {
      if (!well) break;
      await act({ phone, desk, line }, action);
      well = await check();
    }
    if (well) {
      await calm(phone, desk, line);
      if (await check()) {
        phone.wrong.push(...(await findUnfinished(phone, desk, line)));
        phone.wrong.push(...(await findFalse(phone)));
      }
    }
    phone.wrong.push(...findHammering(world.requests));
  } catch (error) {
    phone.wrong.push(`It broke: ${tellError(error)}`);
  } finally {
    await world.close();
  }
  return {
    wrong: [...new Set(phone.wrong)],
    trace: [...phone.trace, ...world.requests.map(tellRequest)],
    sealed: phone.sealed.size,
    requests: world.requests.length,
    together: world.requests.filter(({ path }) => path === intakeRoutes.stories).length,
  };
}

/** A history that ended badly, made as short as it could be. */
export interface Found {
  readonly actions: readonly Action[];
  readonly ending: Ending;
}

/** Lets the history of a seed happen. Where it ends badly and `shrink` says so, the shortest that does is looked for. */
export async function tryHistory(
  seed: number,
  { bend, shrink = false }: { readonly bend?: Bend; readonly shrink?: boolean } = {},
): Promise<{ readonly first: Ending; readonly found: Found | undefined }> {
  let first: Ending | undefined;
  let found: Found | undefined;
  const endsWell = async (actions: readonly Action[]): Promise<boolean> => {
    const ending = await live(seed, actions, bend);
    first ??= ending;
    if (ending.wrong.length > 0) found = { actions, ending };
    return ending.wrong.length === 0;
  };
  await fc.check(fc.asyncProperty(aHistory, endsWell), {
    seed,
    numRuns: 1,
    endOnFailure: !shrink,
    interruptAfterTimeLimit: shrinkFor,
  });
  if (first === undefined) throw new Error(`The history of seed ${seed} did not happen`);
  return { first, found };
}

function forecast(phone: Phone, line: Line, request: Request, number: number): Weather {
  phone.wrong.push(...findTwoSenders(phone.world));
  // It goes round in circles: more than any history needs.
  if (number === mostRequests) phone.wrong.push(`more than ${mostRequests} requests`);
  if (number >= mostRequests) return "kill-after";
  const { url } = request;
  const poison = poisonFor([...line.poisoned], phone.world.send);
  if ([...line.poisoned].some((id) => url.includes(id))) return poison;
  const [first, ...rest] = line.next;
  line.next = line.again && first !== undefined ? [...rest, first] : rest;
  phone.trace.push(`  request ${number} ${request.method}: ${first ?? "fair"}`);
  const weather = weathers[first ?? "fair"] ?? "fair";
  const together = line.poisoned.size > 0 && url.endsWith(intakeRoutes.stories);
  return weather === "fair" && together ? poison : weather;
}

const isSound = ({ by }: Made): boolean =>
  by !== undefined && !by.faults.dead && !by.frozen && !by.faults.troubled;

/** A window that was frozen, or whose storage failed, may have been taken over from while it waited. */
function findTwoSenders({ underWay }: World): readonly string[] {
  const sound = [...underWay].filter(isSound);
  return new Set(sound.map(({ by }) => by)).size > 1 ? ["I2: two windows send at once"] : [];
}

/** Within an hour in which nothing moves, a newsroom in trouble hears from one window at most 20 times. */
function findHammering(requests: readonly Made[]): readonly string[] {
  const failed = new Map<unknown, number[]>();
  for (const { by, at, status = 0, method, path } of requests) {
    const brings = method === "PUT" || path === intakeRoutes.stories;
    if (status < 400 && brings && status > 0) failed.set(by, []);
    if (status !== 429 && (status < 500 || status > 503)) continue;
    const times = [...(failed.get(by) ?? []).filter((time) => time > at - hour), at];
    if (times.length > 20)
      return [`the newsroom is in trouble, and hears ${times.length} requests`];
    failed.set(by, times);
  }
  return [];
}

async function findWrong(phone: Phone, desk: Desk): Promise<readonly string[]> {
  for (const { id } of await readStories(phone.world.disk)) phone.sealed.add(id as StoryId);
  return [
    ...(await findViolations(phone.world, [...phone.sealed], {
      destroyed: phone.destroyed,
      opened: desk.opened,
      forgot: desk.forgot,
    })),
    ...(await phone.ledger.findWrong(phone.sealed)),
    ...(await findOrphans(phone.world)),
  ];
}

/** Sealed bytes that belong to no story are half a seal. */
async function findOrphans({ disk }: World): Promise<readonly string[]> {
  const [stories, parts] = await disk.transact(["stories", "parts"], "readonly", (t) =>
    Promise.all([t.objectStore("stories").getAllKeys(), t.objectStore("parts").getAllKeys()]),
  );
  return parts
    .filter(([story]) => !stories.includes(story))
    .map(([story]) => `I1: there are sealed bytes of ${story}, and no story`);
}

/** What was sealed is what the desk reads. */
async function findFalse({ world, sealedWords }: Phone): Promise<readonly string[]> {
  const decrypter = new Decrypter();
  for (const identity of await identities) decrypter.addIdentity(identity);
  const wrong: string[] = [];
  for (const [id, words] of sealedWords) {
    const content = await world.intake.storage.findContent(id);
    if (content?.text === undefined) continue;
    const text = new TextDecoder().decode(await decrypter.decrypt(content.text));
    for (const word of words)
      if (!text.includes(word)) wrong.push(`I1: ${id} was sealed with ${word}, and has it no more`);
  }
  return wrong;
}

/** A quiet time: the network is there, the newsroom is well, the app is opened. */
async function calm(phone: Phone, desk: Desk, line: Line): Promise<void> {
  phone.trace.push("calm");
  line.next = [];
  line.again = false;
  await desk.mend();
  for (const tab of phone.tabs()) {
    tab.window.faults.trouble(undefined);
    tab.window.thaw();
    wake(phone, tab, "visible");
  }
  await phone.pass(hour);
  for (const tab of phone.tabs()) {
    tab.window.draining.stop();
    tab.window.faults.kill();
  }
  await phone.open();
  await phone.pass(3 * hour);
  desk.remember();
}

/** After a quiet time everything has arrived but what was refused, and that says so. */
async function findUnfinished(phone: Phone, desk: Desk, line: Line): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const record of await readStories(phone.world.disk)) {
    const state = stateOf(record);
    if (record.discarded === true || state.kind === "sent" || desk.opened.has(record.id)) continue;
    const names = [record.id, ...manifestOf(record).parts.map(({ id }) => id)];
    const refused =
      line.poisoned.has(record.id) ||
      phone.world.requests.some(
        ({ path, status = 0 }) =>
          status >= 400 &&
          status < 500 &&
          status !== 429 &&
          names.some((name) => path.includes(name)),
      );
    if (state.kind !== "needs-you" || !refused)
      wrong.push(`I1: ${record.id} is ${state.kind} after a quiet time`);
    else if (state.refusals.length === 0)
      wrong.push(`I3: ${record.id} needs its author, and not why`);
  }
  return wrong;
}

const tellRequest = ({ method, path, at, status }: Made): string =>
  `${at} ${method} ${path} → ${status ?? "never"}`;

/** A failing history as one reads it. */
export const tellFound = (seed: number, { actions, ending }: Found): string =>
  [
    `SEED ${seed}: npm run history -- ${seed}`,
    ...actions.map((action) => `  ${tell(action)}`),
    ...ending.wrong.map((one) => `✗ ${one}`),
  ].join("\n");
