/** Milliseconds that this process had of a processor, so far: what a busy machine does not stretch. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
