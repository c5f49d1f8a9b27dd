import { z } from "zod";
import { noticeStates } from "../releases/public-view.ts";
import { roundKinds } from "../rounds/round.ts";
import { publicStages } from "../stage/public-stage.ts";
import { ruleSchema, tieStepSchema } from "../standings/rule.ts";
import type { Standing } from "../standings/standing.ts";

/**
 * What the public interface answers, version 1: the one description of every shape. The OpenAPI document is made from it,
 * the answers are held against it by tests, and their types come from here. Within a version fields are added, never taken
 * away or given another meaning.
 */

const instant = z.iso.datetime().describe("An instant in UTC.");
const day = z.iso.date();
const zone = z.string().describe("An IANA time zone.");
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe("An exact decimal.");
const slug = z.string().describe("The name in addresses.");
const title = z.string();
const titleEn = z.string().nullable().describe("Null where there is none in English.");
const version = z.number().int().positive().describe("Counted within the round.");

export const editionSchema = z.strictObject({
  slug,
  title,
  titleEn,
  state: z.enum(["open", "archived"]),
  applyOpensAt: instant.nullable(),
  applyClosesAt: instant.nullable(),
});

export const roundSchema = z.strictObject({
  slug,
  edition: slug,
  kind: z.enum(roundKinds),
  title,
  titleEn,
  city: z.string().nullable(),
  cityEn: z.string().nullable(),
  venue: z.string().nullable(),
  venueEn: z.string().nullable(),
  track: z.strictObject({ title, titleEn }).nullable(),
  startsAt: instant.nullable(),
  timeZone: zone,
  stage: z.enum(publicStages).describe("How far the round is; published: its standings can be read."),
});

export const noticeSchema = z.strictObject({
  edition: slug,
  round: slug,
  title,
  titleEn,
  version,
  digest: digest.describe("What is on notice: the digest that three people signed."),
  opensAt: instant.describe("When this version was published."),
  opensOn: day.describe("That day in Beijing: the first of the notice."),
  endsOn: day.describe("Its last day, in Beijing."),
  endsAt: instant.describe("The end of that day: objections are taken until then."),
  state: z.enum(noticeStates).describe("Replaced: a correction has taken this version's place."),
  contact: z.string().nullable().describe("Whom to turn to."),
  contactEn: z.string().nullable().describe("Null where there is none in English."),
  discipline: z.string().nullable().describe("How the discipline office is reached."),
  disciplineEn: z.string().nullable().describe("Null where there is none in English."),
  page: z.url().describe("Where the notice of the version that stands is read, and objected to."),
});

const publishedVersion = {
  version,
  state: z.enum(["published", "superseded"]).describe("Superseded: replaced by a later version."),
  digest: digest.describe("SHA-256 of the canonical JSON of { round, rule, standings, sheets }."),
  sheetsDigest: digest.nullable().describe("What stands for `sheets` in it; null: the digest is of the rest alone."),
  publishedAt: instant,
  noticeEndsOn: day.nullable(),
  correctionReason: z.string().nullable().describe("Why it replaced the version before."),
  replacedBy: z.strictObject({ version, at: instant, reason: z.string() }).nullable(),
};

export const versionSchema = z.strictObject(publishedVersion);

export const roundWithVersionsSchema = roundSchema.extend({
  versions: z.array(versionSchema).describe("Every version that can be read, the newest first."),
});

const majoritySchema = z.strictObject({ place: z.number().int(), judges: z.number().int(), sum: decimal });

const skatingSchema = z.strictObject({
  criteria: z.record(
    z.string(),
    z.strictObject({ place: decimal, placings: z.record(z.string(), decimal), majority: majoritySchema }),
  ),
  sum: decimal.describe("Of the places in the criteria."),
  rule: z.union([z.literal(9), z.literal(10), z.literal(11)]).describe("Of the skating system: what gave the place."),
  count: z
    .strictObject({ place: z.number().int(), places: z.number().int(), sum: decimal })
    .nullable()
    .describe("How many places rule 10 or 11 counted at that one or better, and their sum."),
});

export const standingSchema = z.strictObject({
  rank: z.number().int().positive().nullable().describe("Null without a total. Equals share a rank: 1, 2, 2, 4."),
  shared: z.boolean(),
  entry: z.string(),
  title,
  group: z.string().nullable(),
  total: decimal.nullable(),
  sheets: z.number().int().describe("Sheets handed in."),
  counted: z.number().int().describe("Sheets that made the total."),
  dropped: z.array(
    z.strictObject({
      judge: z.string(),
      value: decimal,
      why: z.enum(["high", "low"]),
      criterion: z.string().optional(),
    }),
  ),
  untrimmed: z.literal(true).optional().describe("There only where too few values were there to drop any."),
  partedBy: tieStepSchema.nullable().describe("What set the entry apart from its equals."),
  criteria: z.record(z.string(), z.strictObject({ combined: decimal.nullable(), points: decimal.nullable() })),
  panel: z
    .string()
    .nullable()
    .optional()
    .describe("From here on only where the round has the setting: the panel that judged it."),
  values: z
    .array(
      z.strictObject({
        judge: z.string(),
        sheet: decimal,
        normalised: decimal.optional(),
        revised: decimal.optional(),
        kind: z.string().optional(),
      }),
    )
    .optional()
    .describe("Of each counting sheet its total, and what normalising and deliberation made of it."),
  kinds: z.record(z.string(), decimal.nullable()).optional().describe("By kind of judges, before its weight."),
  panelPoints: decimal.nullable().optional().describe("What the judges made of it, after the panel's coefficient."),
  coefficient: decimal.nullable().optional().describe("Of its panel."),
  parts: z.record(z.string(), decimal.nullable()).optional().describe("Points that no judge gives, weighted."),
  hall: z.number().int().nullable().optional().describe("Votes of the hall, which one of the parts comes from."),
  adjustments: z
    .array(z.strictObject({ amount: decimal, article: z.string(), reason: z.string() }))
    .optional()
    .describe("Penalties and bonuses."),
  own: decimal.nullable().optional().describe("The round's own total, where total is the overall one."),
  carried: z.record(z.string(), decimal.nullable()).optional().describe("By earlier round, the total there."),
  below: z.array(z.string()).optional().describe("Thresholds that it does not reach."),
  lacks: z.array(z.string()).optional().describe("Kinds, parts and carried totals that it lacks."),
  placings: z
    .record(z.string(), decimal)
    .optional()
    .describe("Where places make the total, so that less is better: by judge whose order counts, the place there."),
  majority: majoritySchema
    .nullable()
    .optional()
    .describe("Which place most judges gave it or a better one, how many did, and the sum of these places."),
  skating: skatingSchema
    .nullable()
    .optional()
    .describe("Where the places in each criterion make the total: these, their sum, and which rule gave the place."),
}) satisfies z.ZodType<Standing>;

const figures = {
  flat: z.array(z.string()).optional().describe("Judges who tell nothing apart: each of their values is the mean."),
  panels: z
    .record(z.string(), z.strictObject({ mean: decimal.nullable(), coefficient: decimal.nullable() }))
    .optional(),
  allPanels: decimal.nullable().optional().describe("The mean over all panels."),
  hall: z
    .strictObject({ votes: z.number().int(), most: z.number().int() })
    .nullable()
    .optional()
    .describe("All votes of the hall, and those of the entry with the most; null until they count."),
  carriedFrom: z.record(z.string(), z.string()).optional().describe("By earlier round: release N, or closed."),
};

export const standingsSchema = z.strictObject({
  round: slug,
  ...publishedVersion,
  rule: ruleSchema,
  ...figures,
  standings: z.array(
    standingSchema.extend({
      order: z.number().int().positive().nullable().describe("The place in the running order; null before a draw."),
    }),
  ),
});

export const problemSchema = z.strictObject({
  type: z.string(),
  status: z.number().int(),
  title: z.string().describe("In English."),
  detail: z.string().describe("In English: what can be done."),
  titleZh: z.string().describe("In Chinese."),
  detailZh: z.string().describe("In Chinese: what can be done."),
});

export const editionListSchema = z.strictObject({ editions: z.array(editionSchema) });
export const roundListSchema = z.strictObject({ rounds: z.array(roundSchema) });
export const noticeListSchema = z.strictObject({ notices: z.array(noticeSchema) });

/** Everything that the interface refuses, and the status that says so. */
export const problemStatus = { "not-found": 404, "no-such-method": 405, failed: 500 } as const;
export type ProblemKind = keyof typeof problemStatus;

/** What happened to a result, as webhooks tell it. */
export const resultEvents = ["results.published", "results.corrected", "results.withdrawn"] as const;
export type ResultEvent = (typeof resultEvents)[number];

/** A webhook says what has happened and where to read it; never the result itself. */
export const resultEventSchema = z.strictObject({
  type: z.enum(resultEvents),
  timestamp: instant,
  data: z.strictObject({
    edition: slug,
    round: slug,
    version,
    digest,
    standings: z.url().describe("Where the standings can be read; 404 once they are withdrawn."),
  }),
});

/** Every night the digest with which the audit trail ends leaves the house, by mail to supervisors and by webhook. */
export const trailEvent = "trail.head";
/** What webhooks tell, besides a test. */
export const webhookEvents = [...resultEvents, trailEvent] as const;

/** Keep it: with it anybody shows later that nothing up to that seal was altered or cut off. */
export const trailEventSchema = z.strictObject({
  type: z.literal(trailEvent),
  timestamp: instant,
  data: z.strictObject({
    edition: slug,
    seal: z.number().int().nonnegative().describe("The number of the last seal; 0 where none is left."),
    digest: digest.nullable().describe("Its digest, which stands for the whole trail up to it."),
    sealedAt: instant.nullable(),
    sound: z.boolean().describe("False: tonight's verification found the trail broken."),
  }),
});

export const testEventSchema = z.strictObject({
  type: z.literal("test"),
  timestamp: instant,
  data: z.strictObject({ edition: slug }),
});

export type ApiEdition = z.infer<typeof editionSchema>;
export type ApiRound = z.infer<typeof roundSchema>;
export type ApiNotice = z.infer<typeof noticeSchema>;
export type ApiVersion = z.infer<typeof versionSchema>;
export type ApiProblem = z.infer<typeof problemSchema>;
export type ApiStandings = z.infer<typeof standingsSchema>;
export type WebhookEvent =
  | z.infer<typeof resultEventSchema>
  | z.infer<typeof trailEventSchema>
  | z.infer<typeof testEventSchema>;
