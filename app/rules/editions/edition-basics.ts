import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import { instantOf, localTime } from "~/primitives/local-time.ts";
import { roleSeparations } from "../releases/release.ts";

/** What an edition is: its name, its dates (Beijing), its state, and how its applications are handled. */

export const editionStates = ["draft", "open", "archived"] as const;
export type EditionState = (typeof editionStates)[number];

const textOrNone = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((value) => value || null);

const instantOrNone = textOrNone(16)
  .refine((value) => value === null || instantOf(value, homeZone) !== null, {
    params: { reason: "not-a-time" },
    abort: true,
  })
  .transform((value) => (value === null ? null : instantOf(value, homeZone)));

/** Opening and closing come in as Beijing's clocks show them, "2026-11-23T14:00", and go out as instants. */
export const editionBasicsSchema = z
  .object({
    // In the order of the form, in which what is wrong is said
    title: z.string().trim().min(1).max(100),
    titleEn: textOrNone(160),
    slug: z
      .string()
      .trim()
      .min(1, { abort: true })
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
    ordinal: z
      .number()
      .int()
      .min(1)
      .max(999)
      .nullish()
      .transform((value) => value ?? null),
    summary: textOrNone(500),
    summaryEn: textOrNone(800),
    contact: textOrNone(300),
    state: z.enum(editionStates),
    applyOpensAt: instantOrNone,
    applyClosesAt: instantOrNone,
    retentionOn: textOrNone(10).refine((value) => value === null || z.iso.date().safeParse(value).success, {
      params: { reason: "not-a-time" },
      abort: true,
    }),
    secondCheck: z.boolean().default(false),
    /** Whether a published result's bundle is offered to everybody, and names the judges. */
    bundlePublic: z.boolean().default(false),
    bundleNamesJudges: z.boolean().default(false),
    /** Whether published results say of each project its leader, or its company. */
    namesPublic: z.boolean().default(false),
    rolesMayFallTogether: z.enum(roleSeparations).default("none"),
  })
  // What is too long for a time comes here as the text that it was, and has been refused already
  .refine(
    ({ applyOpensAt, applyClosesAt }) =>
      !(applyOpensAt instanceof Date && applyClosesAt instanceof Date) || applyOpensAt < applyClosesAt,
    { path: ["applyClosesAt"], params: { reason: "not-after-opening" } },
  )
  .refine(
    ({ applyClosesAt, retentionOn }) =>
      !(applyClosesAt instanceof Date) || !retentionOn || retentionOn > localTime(applyClosesAt, homeZone).slice(0, 10),
    { path: ["retentionOn"], params: { reason: "not-after-closing" } },
  );
export type EditionBasics = z.output<typeof editionBasicsSchema>;

/** The basics as the form shows them, and as their version is told. */
export function editionFormValues(edition: EditionBasics) {
  const { slug, ordinal, title, titleEn, summary, summaryEn, contact, state, retentionOn } = edition;
  const { secondCheck, bundlePublic, bundleNamesJudges, namesPublic, rolesMayFallTogether } = edition;
  const local = (at: Date | null) => at && localTime(at, homeZone);
  const applyOpensAt = local(edition.applyOpensAt);
  const applyClosesAt = local(edition.applyClosesAt);
  const words = { slug, ordinal, title, titleEn, summary, summaryEn, contact, state };
  const ticks = { secondCheck, bundlePublic, bundleNamesJudges, namesPublic };
  return { ...words, applyOpensAt, applyClosesAt, retentionOn, ...ticks, rolesMayFallTogether };
}

const choiceKey = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
const choice = { key: choiceKey, title: z.string().trim().min(1).max(60), titleEn: textOrNone(100) };

/** The tracks and groups to choose from. A key stands for good once it is saved. */
export const editionChoicesSchema = z
  .object({
    tracks: z.array(z.object(choice)).max(60),
    groups: z.array(z.object({ ...choice, company: z.boolean() })).max(20),
  })
  .superRefine((choices, context) => {
    for (const list of ["tracks", "groups"] as const) {
      const seen = new Set<string>();
      choices[list].forEach(({ key }, at) => {
        if (seen.has(key))
          context.addIssue({ code: "custom", path: [list, at, "key"], params: { reason: "twice" }, message: "twice" });
        seen.add(key);
      });
    }
  });
export type EditionChoices = z.output<typeof editionChoicesSchema>;
