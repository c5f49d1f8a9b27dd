import { dayIn, instantOf } from "~/primitives/local-time.ts";

/** Letters and digits that nobody takes for another when reading aloud or by hand: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V together. */
export const pairingAlphabet = "34679ACDEFGHJKMNPQRTVWXY";
export const pairingCodeLength = 8;

/** How long a pairing code can be used, in minutes. */
export const pairingMinutes = 10;

const hourMs = 3_600_000;
const leastHours = 6;

/** The code as it was typed or scanned, or null where it cannot be one: case, spaces and hyphens do not matter. */
export function readPairingCode(typed: string): string | null {
  return readSigns(typed, pairingCodeLength);
}

/** So many signs of the alphabet, however they were typed; null for anything else. */
export function readSigns(typed: string, length: number): string | null {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-–—·]/gu, "");
  return code.length === length && [...code].every((sign) => pairingAlphabet.includes(sign)) ? code : null;
}

/** In two halves, for reading aloud. */
export function codeHalves(code: string): [string, string] {
  return [code.slice(0, pairingCodeLength / 2), code.slice(pairingCodeLength / 2)];
}

/** When a paired tablet's session ends: with the day where the round is held, and six hours after the pairing at the earliest. */
export function tabletSessionEnd(pairedAt: Date, timeZone: string): Date {
  const least = new Date(pairedAt.getTime() + leastHours * hourMs);
  const midnight = startOfNextDay(pairedAt, timeZone);
  return midnight > least ? midnight : least;
}

function startOfNextDay(at: Date, timeZone: string): Date {
  const next = new Date(`${dayIn(timeZone, at)}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const day = next.toISOString().slice(0, 10);
  // Where the clocks skip midnight the day begins an hour later
  return (
    instantOf(`${day}T00:00`, timeZone) ?? instantOf(`${day}T01:00`, timeZone) ?? new Date(at.getTime() + 24 * hourMs)
  );
}
