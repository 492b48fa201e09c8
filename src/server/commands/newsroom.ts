import { parseConfiguration } from "../configuration.ts";
import { runEntry } from "../entry.ts";
import { OperatorError } from "../operator-error.ts";
import { createTrialNewsroom, trialPaths } from "../trial.ts";

const usage = `npm run newsroom -- COMMAND
  trial   makes a trial newsroom in DATA_DIR (npm start does this by itself)`;

await runEntry(process, async () => {
  const configuration = parseConfiguration(process.env, process.cwd());
  if (!configuration.ok) throw new OperatorError(configuration.why);
  const { dataDir, origin, port } = configuration.value;
  switch (process.argv[2]) {
    case "trial":
      await createTrialNewsroom(dataDir, new Date(), origin ?? `http://localhost:${port}`);
      console.log(`A trial newsroom was made; its desk key: ${trialPaths(dataDir).desk}`);
      break;
    default:
      throw new OperatorError(usage);
  }
});
