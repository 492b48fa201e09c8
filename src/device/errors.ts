/** What went wrong on the device, for programs. */
export type DeviceErrorCode =
  | "storage-full" // no room left, even after letting go what may be let go
  | "storage-lost" // the database could not be reopened
  | "storage-newer" // written by a newer app; reload
  | "no-key" // the draft's key is gone
  | "damaged" // stored bytes do not open
  | "sealing-refused"; // no valid key list

/** A broken promise of the device wing, with a code for programs and a sentence for logs. Expected endings are values instead. */
export class DeviceError extends Error {
  override readonly name = "DeviceError";
  readonly code: DeviceErrorCode;
  constructor(code: DeviceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** True where a lock was stolen, or a wait for one was ended. */
export const isAbort = (error: unknown): boolean =>
  error instanceof Error && error.name === "AbortError";

/** True where a write found no room. */
export const isFull = (error: unknown): boolean =>
  error instanceof DeviceError && error.code === "storage-full";
