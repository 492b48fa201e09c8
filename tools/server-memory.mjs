/**
 * Variables for the server's process. glibc gives each of Node's threads an arena of its own, and what one thread frees of
 * the leaves of hundreds of slow phones lies there where no other takes it from: with a single arena the process takes
 * 20 to 40 MB less while 200 phones send, and nothing that was measured got slower. Other C libraries do not look at it.
 */
export const serverMemory = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "1" };
