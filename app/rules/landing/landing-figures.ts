import { z } from "zod";
import {
  alarmOf,
  daysBetween,
  hasLanded,
  type Landing,
  type LandingState,
  landingStates,
  type Platform,
  platforms,
  stateOf,
} from "./landing.ts";

const schema = z.object({
  platform: z
    .enum([...platforms, "undecided"])
    .optional()
    .catch(undefined),
  /** A person by the id. */
  owner: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional()
    .catch(undefined),
  alarm: z.enum(["overdue", "soon"]).optional().catch(undefined),
});

/** Which landings the board shows. */
export type LandingFilter = z.output<typeof schema>;

/** The filter that an address asks for; what it cannot mean is left out. */
export function landingFilterOf(query: URLSearchParams): LandingFilter {
  const given = schema.parse(Object.fromEntries(query));
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Those of the landings that the filter asks for, on that day. */
export function filterLandings<L extends Landing & { platform: Platform | null; ownerId: string }>(
  landings: readonly L[],
  { platform, owner, alarm }: LandingFilter,
  today: string,
): L[] {
  return landings.filter(
    (each) =>
      (platform === undefined || (each.platform ?? "undecided") === platform) &&
      (owner === undefined || each.ownerId === owner) &&
      (alarm === undefined || alarmOf(each, today) === alarm),
  );
}

export interface CountedLanding extends Landing {
  platform: Platform | null;
  /** Yuan; null before it is paid. */
  capital: number | null;
  /** Yuan, all instalments. */
  funds: number;
}

export interface LandingFigures {
  all: number;
  byState: Record<LandingState, number>;
  byPlatform: Record<Platform | "undecided", number>;
  /** Yuan, of all that were not given up. */
  capital: number;
  funds: number;
  /** Of all, how many have a registered company. */
  landed: number;
  /** 0 to 1; null without landings. */
  share: number | null;
  /** From the final to the registration of the company, of those registered since; null where there is none. */
  medianDays: number | null;
}

/** The figures of an edition's landings. `finalOn`: the day of its final, null before. */
export function figuresOf(landings: readonly CountedLanding[], finalOn: string | null): LandingFigures {
  const going = landings.filter(({ givenUp }) => !givenUp);
  const landed = landings.filter(hasLanded);
  const days = finalOn === null ? [] : landed.map((each) => daysBetween(finalOn, registeredOn(each)));
  const count = (state: LandingState) => landings.filter((each) => stateOf(each) === state).length;
  const on = (platform: Platform | null) => going.filter((each) => each.platform === platform).length;
  return {
    all: landings.length,
    byState: Object.fromEntries(landingStates.map((state) => [state, count(state)])) as Record<LandingState, number>,
    byPlatform: {
      "high-tech-zone": on("high-tech-zone"),
      "development-zone": on("development-zone"),
      undecided: on(null),
    },
    capital: sumOf(going.map(({ capital }) => capital ?? 0)),
    funds: sumOf(going.map(({ funds }) => funds)),
    landed: landed.length,
    share: landings.length === 0 ? null : landed.length / landings.length,
    medianDays: medianOf(days.filter((each) => each >= 0)),
  };
}

function registeredOn({ milestones }: Landing): string {
  return milestones.find(({ step }) => step === "registration")?.doneOn ?? "";
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
