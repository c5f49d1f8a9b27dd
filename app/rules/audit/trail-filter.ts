import { z } from "zod";
import { isDay } from "~/primitives/local-time.ts";
import { isAudited } from "./audited.ts";

const key = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .optional()
  .catch(undefined);
const words = z
  .string()
  .trim()
  .regex(/^\P{Cc}{1,100}$/u)
  .optional()
  .catch(undefined);
const day = z.string().refine(isDay).optional().catch(undefined);

const schema = z.object({
  /** What the entry is about: a word of a round's or project's name, of an application's code. */
  search: words,
  /** An edition and a round by slug. */
  edition: key,
  round: key,
  /** A project by its key in the round. */
  entry: words,
  /** An application by its code. */
  application: key,
  /** A person by a part of the name, the address, or the id. */
  person: words,
  command: z.string().refine(isAudited).optional().catch(undefined),
  /** Without what is saved by itself while somebody writes. */
  quiet: z.enum(["yes"]).optional().catch(undefined),
  /** On that day (Beijing) or later, or earlier. */
  from: day,
  to: day,
});

/** Which entries of the audit trail are shown. */
export type TrailFilter = z.output<typeof schema>;

/** The filter that an address asks for; what it cannot mean is left out: a project's key means nothing without its round. */
export function trailFilterOf(query: URLSearchParams): TrailFilter {
  const { entry, ...filter } = schema.parse(Object.fromEntries(query));
  const whole = { ...filter, ...(filter.round ? { entry } : {}) };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

/** The filter as the query of an address, with "?" when there is any. */
export function trailQueryOf(filter: TrailFilter): string {
  const set = Object.entries(filter).filter((each): each is [string, string] => Boolean(each[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : "";
}
