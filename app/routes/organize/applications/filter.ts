import { z } from "zod";
import { applicationStates } from "~/rules/application-state.ts";
import type { Place, ScreeningFilter } from "~db/queries/screening.ts";

const key = z.string().min(1).max(64).optional().catch(undefined);
const schema = z.object({
  state: z.enum(applicationStates).optional().catch(undefined),
  round: key,
  track: key,
  group: key,
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
});

/** The filter that an address asks for; what it cannot mean is left out. */
export function filterOf(url: URL): ScreeningFilter {
  const { state, round, track, group, search } = schema.parse(Object.fromEntries(url.searchParams));
  return { state, round, track, group, search };
}

/** The place after which a page begins, as the address carries it. */
export function placeOf(url: URL): Place | undefined {
  const [, time, id] = /^(\d{1,15})-(\d{1,9})$/.exec(url.searchParams.get("after") ?? "") ?? [];
  return time && id ? { submittedAt: new Date(Number(time)), id: Number(id) } : undefined;
}

export function placeWord({ submittedAt, id }: Place): string {
  return `${submittedAt.getTime()}-${id}`;
}
