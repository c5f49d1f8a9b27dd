import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import { instantOf, isTimeZone, localTime } from "~/primitives/local-time.ts";
import { isRehearsalSlug } from "../heats/rehearsal.ts";
import { roundKinds } from "./round.ts";

/** What a round is, before anything is set up in it. */
export type RoundBasics = z.output<typeof roundBasicsSchema>;

const optionalText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullish()
    .transform((text) => text || null);

const slugSchema = z
  .string()
  .trim()
  .min(1, { abort: true })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  // Only a rehearsal is called that
  .refine((slug) => !isRehearsalSlug(slug), { params: { reason: "rehearsal-slug" } });

/** `startsAt` comes in as the clocks of `timeZone` show it, "2026-11-23T14:00", and goes out as an instant. */
export const roundBasicsSchema = z
  .object({
    // In the order of the form, in which what is wrong is said
    title: z.string().trim().min(1).max(100),
    titleEn: optionalText(100),
    slug: slugSchema,
    /** The key of a track of the edition. */
    track: optionalText(64),
    kind: z.enum(roundKinds),
    startsAt: optionalText(16),
    timeZone: z
      .string()
      .trim()
      .default(homeZone)
      .refine(isTimeZone, { params: { reason: "not-a-zone" } }),
    city: optionalText(60),
    cityEn: optionalText(60),
    venue: optionalText(120),
    venueEn: optionalText(120),
    capacity: z
      .number()
      .int()
      .min(1)
      .max(500)
      .nullish()
      .transform((places) => places ?? null),
    pitchMinutes: z.number().int().min(1).max(60).default(8),
    defenceMinutes: z.number().int().min(0).max(60).default(7),
  })
  .transform((round, context) => {
    const startsAt = round.startsAt === null ? null : instantOf(round.startsAt, round.timeZone);
    if (round.startsAt === null || startsAt) return { ...round, startsAt };
    context.addIssue({
      code: "custom",
      path: ["startsAt"],
      params: { reason: "not-a-time" },
      message: "is no such time",
    });
    return z.NEVER;
  });

/** A round's basics as its form shows them, and as its version is told. */
export function roundFormValues(round: Omit<RoundBasics, "startsAt"> & { startsAt: Date | null }) {
  const { slug, kind, title, titleEn, track, city, cityEn, venue, venueEn, timeZone, capacity } = round;
  const { pitchMinutes, defenceMinutes } = round;
  const startsAt = round.startsAt && localTime(round.startsAt, timeZone);
  const place = { city, cityEn, venue, venueEn, timeZone, startsAt };
  return { slug, kind, title, titleEn, track, ...place, capacity, pitchMinutes, defenceMinutes };
}
