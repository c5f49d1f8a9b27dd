import { z } from "zod";

/** What a pitch beyond its time costs, as the edition's rules say it: 「超时10秒以上扣0.2分,超时30秒扣0.5分」. */

/** `over`: more than so many seconds; `from`: so many or more. */
export const overtimeReaches = ["over", "from"] as const;

export const mostOvertimeSteps = 10;

const stepSchema = z.object({
  reach: z.enum(overtimeReaches),
  seconds: z.number().int().min(0).max(3600),
  /** Hundredths of a point that are taken off. */
  points: z.custom<number>((points) => Number.isInteger(points) && Number(points) >= 1 && Number(points) <= 100_000, {
    params: { reason: "not-points" },
    message: "must be points above 0, in hundredths",
  }),
});

export const overtimeTableSchema = z.object({
  /** The article of the rules that says so. */
  article: z.string().trim().min(1).max(200),
  steps: z
    .array(stepSchema)
    .min(1)
    .max(mostOvertimeSteps)
    .superRefine((steps, context) => {
      for (const [at, step] of steps.entries()) {
        const before = steps[at - 1];
        if (before && !isBefore(before, step))
          context.addIssue({
            code: "custom",
            path: [at, "seconds"],
            params: { reason: "out-of-order" },
            message: "must be more than the row before",
          });
      }
    }),
});
export type OvertimeTable = z.output<typeof overtimeTableSchema>;

/** The table of an edition's row; null where the edition has none. */
export function readStoredOvertime(stored: unknown): OvertimeTable | null {
  return overtimeTableSchema.safeParse(stored).data ?? null;
}

/**
 * What the table takes off a pitch that ran so long beyond its time, in hundredths; null where it takes nothing. Time counts in
 * whole tenths of a second, rounded down: what stands on the page decides, and a doubt is the contestant's.
 */
export function overtimePenalty({ steps }: Pick<OvertimeTable, "steps">, overMs: number): number | null {
  const tenths = overtimeTenths(overMs);
  const met = steps.filter(({ reach, seconds }) =>
    reach === "over" ? tenths > seconds * 10 : tenths >= Math.max(1, seconds * 10),
  );
  return met.at(-1)?.points ?? null;
}

export function overtimeTenths(overMs: number): number {
  return Math.max(0, Math.floor(overMs / 100));
}

function isBefore(a: z.output<typeof stepSchema>, b: z.output<typeof stepSchema>): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.reach === "from" && b.reach === "over");
}
