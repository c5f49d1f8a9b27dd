/** How often a tablet says that it is there. */
export const heartbeatMs = 5_000;

/** A heartbeat may be three seconds late; then one was missed. */
const silentAfterMs = heartbeatMs + 3_000;

/** Whether a heartbeat of that tablet, last heard of then, is overdue: the network is gone, or the tablet is off. */
export function isSilent(seenAtMs: number, nowMs: number): boolean {
  return nowMs - seenAtMs >= silentAfterMs;
}
