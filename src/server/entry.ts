import { type Configuration, parseConfiguration } from "./configuration.ts";
import { OperatorError } from "./operator-error.ts";

/** What an entry file hands over of its process. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
  readonly stderr: { write(text: string): unknown };
  exit(code: number): never;
  umask(mask: number): number;
}

/**
 * Runs an entry with what its environment sets, and with files private by default. An {@link OperatorError} is printed as its one sentence and ends with exit code 1; anything else is a
 * mistake of ours and shows its stack.
 */
export async function runEntry(
  host: Host,
  main: (configuration: Configuration) => Promise<void>,
): Promise<void> {
  // Whatever is written here is for its owner alone.
  host.umask(0o077);
  try {
    const configuration = parseConfiguration(host.env, host.cwd());
    if (!configuration.ok) throw new OperatorError(configuration.why);
    await main(configuration.value);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    host.stderr.write(`${error.message}\n`);
    host.exit(1);
  }
}
