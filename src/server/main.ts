import { randomBytes } from "node:crypto";
import { parseConfiguration, prepareDataFolder } from "./configuration.ts";
import { openServer, originOf } from "./composing.ts";
import { runEntry } from "./entry.ts";
import { loadKeys } from "./keys.ts";
import { listen } from "./listening.ts";
import { OperatorError } from "./operator-error.ts";
import { greet, tellImport } from "./greeting.ts";
import { watchFolder } from "./watching.ts";

const grace = 20_000;
/** Files that are being copied lie still for a moment before they are read. */
const calm = 500;
const sixHours = 6 * 60 * 60_000;

await runEntry(process, async () => {
  const parsed = parseConfiguration(process.env, process.cwd());
  if (!parsed.ok) throw new OperatorError(parsed.why);
  const configuration = parsed.value;
  prepareDataFolder(configuration.dataDir);
  const keys = await loadKeys(configuration.dataDir);
  // The port first: a second start by mistake ends here, before it has touched anything.
  const opened = Promise.withResolvers<Awaited<ReturnType<typeof openServer>>>();
  const listening = await listen(configuration, async (request) =>
    (await opened.promise).app(request),
  );
  const found = { ...configuration, port: listening.port };
  const server = await openServer(found, keys, {
    now: () => new Date(),
    random: Math.random,
    randomBytes: (length) => randomBytes(length),
    report: (line) => console.error(line),
  });
  const importing = async (): Promise<void> =>
    console.log(tellImport(await server.importContent()));
  const first = importing();
  if (server.isNew) await first;
  opened.resolve(server);
  const watching = watchFolder(configuration.contentDir, calm, importing);
  const sweeping = setInterval(() => void server.sweep(), sixHours);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    clearInterval(sweeping);
    await Promise.all([listening.stop(grace), watching.stop(), first]);
    await server.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => void stop());
  // npm start's own end, even by SIGKILL: nobody would know of this process any more.
  process.once("disconnect", () => void stop());

  console.log(greet(found, originOf(found, keys.newsroom), keys));
});
