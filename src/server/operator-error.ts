/** A sentence for the operator: what is wrong, where, and what to do. Entry files print it and end with exit code 1. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}

/** What an error says, in one line; for the end of an operator's sentence. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
