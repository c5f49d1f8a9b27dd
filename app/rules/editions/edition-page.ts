import { z } from "zod";

/** What the public page of an edition says besides dates, tracks and heats: organisers, prizes, further dates, questions, downloads, personal data. */

/** As the letterhead orders them: 指导单位, 主办单位, 承办单位, 协办单位. */
export const organiserRoles = ["guiding", "host", "organizer", "co-organizer"] as const;
export const prizeScopes = ["heat", "final"] as const;

const text = (most: number) => z.string().trim().min(1).max(most);
const textOrNone = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((value) => value || null);

const wholeOrNone = (most: number) =>
  z
    .number()
    .int()
    .min(1)
    .max(most)
    .nullish()
    .transform((value) => value ?? null);

export const editionPageSchema = z.object({
  organisers: z
    .array(z.object({ role: z.enum(organiserRoles), name: text(100), nameEn: textOrNone(160) }))
    .max(40)
    .default([]),
  prizes: z
    .array(
      z.object({
        scope: z.enum(prizeScopes),
        title: text(60),
        titleEn: textOrNone(100),
        /** How many are given. */
        places: wholeOrNone(999),
        /** Whole yuan each. */
        yuan: wholeOrNone(1_000_000_000),
        note: textOrNone(200),
        noteEn: textOrNone(300),
      }),
    )
    .max(40)
    .default([]),
  milestones: z
    .array(z.object({ on: z.iso.date(), title: text(60), titleEn: textOrNone(100) }))
    .max(20)
    .default([]),
  questions: z
    .array(
      z.object({
        question: text(200),
        questionEn: textOrNone(300),
        answer: text(2000),
        answerEn: textOrNone(3000),
      }),
    )
    .max(40)
    .default([]),
  /** What people take along: 参赛手册, 声明模板 …, each where it lies on the organizer's own site. */
  downloads: z
    .array(z.object({ title: text(60), titleEn: textOrNone(100), address: z.url({ protocol: /^https?$/ }).max(500) }))
    .max(20)
    .default([]),
  /** What the organizer adds to the site's statement on personal data. */
  privacy: textOrNone(8000),
  privacyEn: textOrNone(12000),
});
export type EditionPage = z.output<typeof editionPageSchema>;
/** A page as it may be written: what is left out is filled in when it is read. */
export type EditionPageInput = z.input<typeof editionPageSchema>;

/** The page as the database keeps it; what an older version of the product wrote and cannot be read is left out. */
export function readStoredPage(stored: unknown): EditionPage {
  const whole = editionPageSchema.safeParse(stored);
  return whole.success ? whole.data : editionPageSchema.parse({});
}
