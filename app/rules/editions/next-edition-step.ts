import { type Registration, registrationAt } from "../applications/registration.ts";

/** What of an edition is settled, and how far it has come; counts of rows. */
export interface EditionSetup {
  state: string;
  applyOpensAt: Date | null;
  applyClosesAt: Date | null;
  /** The day on which its personal data is erased. Applicants consent to a period that the organizer announces (PIPL article 17). */
  retentionOn: string | null;
  tracks: number;
  groups: number;
  /** Rules of eligibility. */
  eligibility: number;
  /** People who screen applications, and those who are invited to. */
  screeners: number;
  /** Applications that wait for a decision. */
  waiting: number;
  /** Whether the awards are granted and stand. */
  awarded: boolean;
}

/** A round as far as its edition's next step goes by it; in the order of their days. */
export interface RoundOnItsWay {
  kind: string;
  /** Its own next step (rules/rounds/readiness.ts). */
  next: string;
}

export type EditionStep =
  | "choices"
  | "dates"
  | "retention"
  | "eligibility"
  | "rounds"
  | "people"
  | "open"
  | "await-opening"
  | "screen"
  | "registering"
  | "round"
  | "awards"
  | "archive"
  | "archived";

/** Steps of a round that are not the desk's to take: there is nothing to do but wait. */
const restful: readonly string[] = ["await-edition", "registering", "done"];

/** The one thing to do now in a whole edition: settle it, open it, screen, hold its rounds, award, put it away. */
export function nextEditionStep(edition: EditionSetup, rounds: readonly RoundOnItsWay[], at: Date): EditionStep {
  if (edition.state === "archived") return "archived";
  if (edition.tracks === 0 || edition.groups === 0) return "choices";
  if (!edition.applyOpensAt || !edition.applyClosesAt) return "dates";
  const lacksDay = edition.retentionOn === null;
  if (edition.state === "draft" && lacksDay) return "retention";
  if (edition.eligibility === 0) return "eligibility";
  if (rounds.length === 0) return "rounds";
  if (edition.screeners === 0) return "people";
  if (edition.state === "draft") return "open";
  const registration: Registration = registrationAt(edition, at);
  // Opened without the day, it is asked for as soon as nothing more urgent waits
  if (registration === "before") return lacksDay ? "retention" : "await-opening";
  if (edition.waiting > 0) return "screen";
  if (rounds.some(({ next }) => !restful.includes(next))) return "round";
  if (registration === "open") return lacksDay ? "retention" : "registering";
  const held = rounds.some(({ kind }) => kind === "final");
  if (held && !edition.awarded) return "awards";
  return lacksDay ? "retention" : "archive";
}

/** The round whose next step is the edition's: the first, by its day, that waits for somebody. */
export function roundToTakeOn<Round extends RoundOnItsWay>(rounds: readonly Round[]): Round | undefined {
  return rounds.find(({ next }) => !restful.includes(next));
}

/** So many rounds of an edition its desk shows whole. */
export const roundsShownWhole = 20;

/**
 * Which rounds of an edition its desk shows whole, and which as one line each. As many as fit stand in the order of their days; of
 * more those stand whole that are being judged, then those whose step is the person's own, then those that wait for others.
 */
export function roundsAtDesk<Round extends RoundOnItsWay & { mine: boolean }>(
  rounds: readonly Round[],
): { whole: Round[]; others: Round[] } {
  if (rounds.length <= roundsShownWhole) return { whole: [...rounds], others: [] };
  const rank = ({ next, mine }: Round) => (next === "judge" ? 0 : restful.includes(next) ? 3 : mine ? 1 : 2);
  const whole = rounds.toSorted((a, b) => rank(a) - rank(b)).slice(0, roundsShownWhole);
  const shown = new Set(whole);
  return { whole, others: rounds.filter((round) => !shown.has(round)) };
}

/** The rounds in whose names or city the words occur, in Chinese or English, whatever their case and width. */
export function roundsOfName<
  Round extends { title: string; titleEn: string | null; city: string | null; cityEn: string | null },
>(rounds: readonly Round[], words: string): Round[] {
  const folded = (text: string) => text.normalize("NFKC").toLowerCase();
  const wanted = folded(words);
  return rounds.filter(({ title, titleEn, city, cityEn }) =>
    [title, titleEn, city, cityEn].some((name) => name !== null && folded(name).includes(wanted)),
  );
}
