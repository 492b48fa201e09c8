/** See `server-memory.mjs`. */
export declare const serverMemory: Readonly<Record<string, string>>;
