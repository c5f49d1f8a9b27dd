import { z } from "zod";
import { isDay } from "~/primitives/local-time.ts";
import { applicationStates } from "../applications/application-state.ts";
import { defaultSort, type Sort, sorts } from "./screening-order.ts";

/** A slug, a key, or a person's id. */
const key = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .optional()
  .catch(undefined);
const day = z.string().refine(isDay).optional().catch(undefined);

const schema = z.object({
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
  state: z.enum(applicationStates).exclude(["draft"]).optional().catch(undefined),
  /** The heat it is in now, by slug. */
  round: key,
  /** The heat that the applicant wished for, by slug. */
  wish: key,
  track: key,
  group: key,
  eligibility: z.enum(["met", "by-hand", "not-met", "none"]).optional().catch(undefined),
  /** A recommender's key, or "none". */
  recommender: key,
  /** A screener's id, "me" or "none". */
  screener: key,
  origin: z.enum(["form", "import"]).optional().catch(undefined),
  /** Whether the applicant has begun changes that are not handed in. */
  rewritten: z.enum(["yes"]).optional().catch(undefined),
  /** Submitted on that day (Beijing) or later, or earlier. */
  from: day,
  to: day,
});

/** Which of an edition's submitted applications the list shows, and in what order. */
export type ScreeningFilter = z.output<typeof schema> & { sort?: Sort };

/** The filter that an address asks for; what it cannot mean is left out. */
export function filterOf(query: URLSearchParams): ScreeningFilter {
  const sort = sorts.find((each) => each === query.get("sort"));
  const filter = { ...schema.parse(Object.fromEntries(query)), ...(sort && sort !== defaultSort ? { sort } : {}) };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The filter as the query of an address, with "?" when there is any; `place` adds where the page begins. */
export function queryOf(filter: ScreeningFilter, place: Record<string, string> = {}): string {
  const set = Object.entries({ ...filter, ...place }).filter((each): each is [string, string] => Boolean(each[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : "";
}

/** Whether the filter leaves any application out. The order does not. */
export function isNarrowed({ sort: _, ...filter }: ScreeningFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** A saved view is a filter and an order of the screening list under a name of the person's own. */

export const viewNameLength = 40;
/** How many a person may keep in an edition. */
export const mostViews = 30;
