/** When an edition takes applications. A deadline is an instant: what arrives in it is late. */
export type Registration = "before" | "open" | "closed";

/** Whether the edition takes applications at that time. An edition without an opening date has not opened. */
export function registrationAt(
  edition: { state: string; applyOpensAt: Date | null; applyClosesAt: Date | null },
  at: Date,
): Registration {
  if (edition.state === "archived") return "closed";
  if (edition.state !== "open" || !edition.applyOpensAt || at < edition.applyOpensAt) return "before";
  return edition.applyClosesAt && at >= edition.applyClosesAt ? "closed" : "open";
}

/** The next instant at which the answer of `registrationAt` can change by itself; null when time changes nothing more. */
export function registrationTurnsAt(
  edition: { applyOpensAt: Date | null; applyClosesAt: Date | null },
  at: Date,
): Date | null {
  const ahead = [edition.applyOpensAt, edition.applyClosesAt].filter((turn) => turn !== null && turn > at);
  return ahead[0] ?? null;
}
