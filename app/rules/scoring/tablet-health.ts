import { isSilent } from "./heartbeat.ts";

/** A silent tablet is bad once it has been so for longer than a judge walks about with it. */
const longSilentMs = 60_000;
/** A battery that may not last through the next project. */
export const lowBatteryPercent = 20;

export interface TabletSign {
  /** ISO instant; null: never heard of. */
  seenAt: string | null;
  unsent: number | null;
  batteryPercent: number | null;
  charging: boolean | null;
}

export type TabletState = "none" | "never" | "online" | "unsent" | "battery" | "silent" | "lost";

/** What matters most of a judge's seat: of its tablets the one heard of last counts. `signs` begins with that one. */
export function tabletState(signs: readonly TabletSign[], nowMs: number): TabletState {
  const [sign] = signs;
  if (!sign) return "none";
  if (sign.seenAt === null) return "never";
  const seenMs = Date.parse(sign.seenAt);
  if (isSilent(seenMs, nowMs)) return nowMs - seenMs >= longSilentMs ? "lost" : "silent";
  if ((sign.unsent ?? 0) > 0) return "unsent";
  const low = sign.batteryPercent !== null && sign.batteryPercent <= lowBatteryPercent && sign.charging !== true;
  return low ? "battery" : "online";
}

/** How that is to be taken while the round is judged; before and after it no tablet need be on. */
export function tabletLevel(state: TabletState, judging: boolean): "well" | "eye" | "bad" | "idle" {
  if (!judging && (state === "none" || state === "never" || state === "silent" || state === "lost")) return "idle";
  if (state === "lost") return "bad";
  return state === "online" ? "well" : "eye";
}
