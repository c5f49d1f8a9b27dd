import { z } from "zod";
import { alarmOf, type Landing, type Platform, platforms } from "./landing.ts";

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
export function filtered<L extends Landing & { platform: Platform | null; ownerId: string }>(
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
