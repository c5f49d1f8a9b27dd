import { z } from "zod";
import { canonicalJson } from "~/primitives/canonical-json.ts";
import { terminalLine } from "~/primitives/terminal-line.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { factorKinds } from "../accounts/second-factor.ts";
import { flawOfKey } from "../exchange/contest-folder.ts";
import { formatHundredths } from "../scoring/mark.ts";
import { MOST_VOTES } from "../standings/hall.ts";
import { ruleSchema } from "../standings/rule.ts";
import { countingVotes } from "../standings/scoring.ts";
import type { Standing } from "../standings/standing.ts";
import type { TableSheet } from "./signed-table.ts";

/**
 * A released result as one file: what was judged, the rule, the standings, who released them, the audit trail's seal and an
 * Ed25519 signature. UTF-8, the canonical JSON (RFC 8785) of a `Bundle` and one line feed: no other bytes say the same.
 * Everything in it was kept when the version was published, names and titles as they were then, and its seal is the one that
 * took the publication in: by one key the same version is the same bytes for ever.
 */
export const bundleFormat = "contest-desk/bundle@1";

const text = z.string();
const key = text.refine((given) => flawOfKey(given) === undefined);
const slug = text.regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const digest = text.regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime({ precision: 3 });
/** An instant as the audit trail keeps it, with microseconds. */
const moment = z.iso.datetime({ precision: 6 });
const id = text.regex(/^\d{1,19}$/);
const decimal = text.regex(/^\d{1,12}(\.\d{1,2})?$/);
const factor = text.regex(/^-?\d{1,7}(\.\d{1,6})?$/);
const anyDecimal = text.regex(/^-?\d{1,12}(\.\d{1,20})?$/);

/** What the panel judged. Marks, `max` and `step` are decimals in points; a sheet lacks the marks that were not given. */
const inputsSchema = z.strictObject({
  criteria: z.array(z.strictObject({ key, label: text, max: decimal, step: decimal, factor })).min(1),
  /** Judges whose sheets count, without `name` where the edition keeps it back. */
  judges: z.array(
    z.strictObject({ key, head: z.boolean(), name: text.optional(), kind: key.optional(), panel: key.optional() }),
  ),
  entries: z.array(
    z.strictObject({
      key,
      title: text,
      group: text.nullable(),
      order: z.number().int().positive().nullable(),
      panel: key.optional(),
    }),
  ),
  /** `version` grows with every time that the sheet was written again. */
  sheets: z.array(
    z.strictObject({ entry: key, judge: key, version: z.number().int().positive(), marks: z.record(key, decimal) }),
  ),
  /** The panel's recorded decision on equals: the smaller place is the better one. */
  votes: z.record(key, z.number().int().positive()),
  /** From here on there only where the round has any. `score` and `amount` are decimals in points. */
  parts: z.array(z.strictObject({ entry: key, part: key, score: anyDecimal })).optional(),
  /** The votes of the hall that count; the part of the rule with `hall` has no scores in `parts`. */
  hall: z.array(z.strictObject({ entry: key, votes: z.number().int().min(0).max(MOST_VOTES) })).optional(),
  adjustments: z.array(z.strictObject({ entry: key, amount: anyDecimal, article: text, reason: text })).optional(),
  revisions: z.array(z.strictObject({ entry: key, judge: key, score: anyDecimal, reason: text })).optional(),
  /** By the slug of an earlier round, where its totals are from, and by the entry's key here its total there. */
  carried: z.record(slug, z.strictObject({ from: text, totals: z.record(key, anyDecimal) })).optional(),
});

const panelFigures = z.strictObject({ mean: text.nullable(), coefficient: text.nullable() });

/** The standings as published, and as `GET /api/rounds/ROUND/standings` gives them, less their `state`. */
const resultSchema = z.strictObject({
  round: slug,
  rule: ruleSchema,
  standings: z.array(z.custom<Standing>((line) => text.safeParse((line as Standing | null)?.entry).success)),
  flat: z.array(key).optional(),
  panels: z.record(key, panelFigures).optional(),
  allPanels: text.nullable().optional(),
  hall: z.strictObject({ votes: z.number().int(), most: z.number().int() }).nullable().optional(),
  carriedFrom: z.record(slug, text).optional(),
});

/**
 * Who signed, when, and what they showed besides their session: nothing to propose, always something to confirm and publish.
 * `since`: when they were given the role in which they signed; not in bundles of before it was kept.
 */
const handSchema = z.strictObject({
  name: text,
  at: instant,
  factor: z.enum(factorKinds).nullable(),
  since: instant.optional(),
});

const releaseSchema = z.strictObject({
  version: z.number().int().positive(),
  /** What each of them signed: see `signedTable` in release.ts, which takes `result`, the sheets and this salt. */
  digest,
  salt: text,
  /** Why an earlier version was replaced by this one. */
  correction: text.nullable(),
  proposed: handSchema,
  confirmed: handSchema,
  published: handSchema,
  noticeEndsOn: z.iso.date().nullable(),
});

/** That the audit trail holds the publication, under a seal whose digest others may have noted: see `SealProof`. */
const auditSchema = z.strictObject({
  seal: z.strictObject({
    number: z.number().int().positive(),
    previousDigest: digest.nullable(),
    entries: z.number().int().positive(),
    settledTo: id,
    sealedAt: moment,
    digest,
  }),
  entry: z.strictObject({
    id,
    at: moment,
    command: text,
    actorId: text.nullable(),
    editionId: z.number().int().nullable(),
    roundId: z.number().int().nullable(),
    applicationId: z.number().int().nullable(),
    facts: z.looseObject({ version: z.number(), digest }),
  }),
  linkBefore: digest,
  digestsAfter: z.array(digest),
});

const statementSchema = z.strictObject({
  edition: z.strictObject({ slug, title: text }),
  round: z.strictObject({ slug, title: text }),
  inputs: inputsSchema,
  result: resultSchema,
  release: releaseSchema,
  audit: auditSchema,
});

export const bundleSchema = z.strictObject({
  format: z.literal(bundleFormat),
  statement: statementSchema,
  signature: z.strictObject({
    algorithm: z.literal("Ed25519"),
    /** 32 bytes, in hex. */
    publicKey: digest,
    /** 64 bytes, in hex: over the UTF-8 of the canonical JSON of `statement`. */
    value: text.regex(/^[0-9a-f]{128}$/),
  }),
});

export type Bundle = z.infer<typeof bundleSchema>;
export type Statement = Bundle["statement"];
export type BundleInputs = z.infer<typeof inputsSchema>;

/** The one way to write a bundle down; `signed` where its `signedText` is at hand. */
export function bundleText({ format, statement, signature }: Bundle, signed: string = signedText(statement)): string {
  return `{"format":${canonicalJson(format)},"signature":${canonicalJson(signature)},"statement":${signed}}\n`;
}

/** What a bundle's signature is over. */
export function signedText(statement: Statement): string {
  return canonicalJson(statement);
}

/** A judged round as a bundle writes it, of the votes those that decide something; `names` are those of the judges, or null where they are kept back. */
export function bundleInputs(
  {
    judges,
    entries,
    sheets,
    criteria,
    ...judged
  }: Omit<JudgedRound, "criteria" | "sheets"> & {
    criteria: (JudgedRound["criteria"][number] & { label: string })[];
    sheets: TableSheet[];
  },
  names: Readonly<Record<string, string>> | null,
): BundleInputs {
  const { parts = [], hall = [], adjustments = [], revisions = [] } = judged;
  return {
    criteria: criteria.map((each) => ({
      key: each.key,
      label: each.label,
      factor: each.factor,
      max: formatHundredths(each.max),
      step: formatHundredths(each.step),
    })),
    judges: judges.map(({ key, head, kind, panel }) => ({
      key,
      head,
      ...(names ? { name: names[key] } : {}),
      ...(kind != null && { kind }),
      ...(panel != null && { panel }),
    })),
    entries: entries.map(({ key, title, group, order, panel }) => ({
      key,
      title,
      group,
      order: order ?? null,
      ...(panel != null && { panel }),
    })),
    sheets: sheets.map(({ entry, judge, version, marks }) => ({
      entry,
      judge,
      version,
      marks: Object.fromEntries(Object.entries(marks).map(([key, mark]) => [key, formatHundredths(mark)])),
    })),
    votes: countingVotes({ ...judged, judges, entries, sheets, criteria }),
    ...(parts.length > 0 && { parts }),
    ...(hall.length > 0 && { hall }),
    ...(adjustments.length > 0 && {
      adjustments: adjustments.map(({ amount, ...each }) => ({ ...each, amount: formatHundredths(amount) })),
    }),
    ...(revisions.length > 0 && { revisions }),
    ...(judged.carried && { carried: judged.carried }),
  };
}

/** The first thing that is wrong with a bundle. `at` is a byte (from 0), a path in the file, or an entry and its field. */
export type BundleFlaw =
  | { type: "not-utf8" | "not-json" | "too-deep" }
  | { type: "not-canonical"; at: number }
  | { type: "wrong-shape"; at: string; said: ShapeFault; member?: string }
  | { type: "wrong-inputs"; at: string; said: InputFault; mark?: string; limit?: string }
  | { type: "wrong-signature" | "other-key"; key: string }
  | { type: "wrong-digest"; found: string; said: string }
  | { type: "wrong-release" | "wrong-audit"; at: string }
  /** `null`: nothing stands there. */
  | { type: "other-standings"; at: string; found: string | null; said: string | null };

/** Why something in the file is not as a bundle has it; `member` names what is unknown. */
export type ShapeFault = "unknown-member" | "other-kind" | "other-form";

/** Why the inputs are none; `mark` and `limit` in points, as they stand in the file. */
export type InputFault =
  | "twice"
  | "no-step"
  | "no-entry"
  | "no-judge"
  | "no-criterion"
  | "above-max"
  | "off-step"
  | "not-a-mark"
  | "no-part"
  | "of-hall"
  | "no-kind"
  | "no-round"
  | "not-an-amount";

/** The flaw in one English line for a terminal, whatever the file holds. */
export function printFlaw(flaw: BundleFlaw): string {
  return terminalLine(wordsOf(flaw));
}

function wordsOf(flaw: BundleFlaw): string {
  switch (flaw.type) {
    case "not-utf8":
      return "it is not UTF-8 text";
    case "not-json":
      return "it is not JSON";
    case "too-deep":
      return "it is nested deeper than a bundle is";
    case "not-canonical":
      return `byte ${flaw.at} is not as a bundle is written`;
    case "wrong-shape":
      return `${flaw.at || "the file"} is not as a bundle has it: ${shapeFault(flaw)}`;
    case "wrong-inputs":
      return `${flaw.at} ${inputFault(flaw)}`;
    case "wrong-signature":
      return `the signature by key ${flaw.key} does not hold: something was altered after it was signed`;
    case "other-key":
      return `it is signed by another key, ${flaw.key}`;
    case "wrong-digest":
      return `the table has digest ${flaw.found}, and what was signed at the release is ${flaw.said}`;
    case "wrong-release":
    case "wrong-audit":
      return `${flaw.at} does not fit the rest`;
    case "other-standings":
      return `${flaw.at}: the rule gives ${flaw.found ?? "nothing"}, the file says ${flaw.said ?? "nothing"}`;
  }
}

function shapeFault({ said, member }: { said: ShapeFault; member?: string }): string {
  const words: Record<ShapeFault, string> = {
    "unknown-member": `"${member}" has no place there`,
    "other-kind": "it is missing, or of another kind",
    "other-form": "it is written otherwise",
  };
  return words[said];
}

function inputFault({ said, mark, limit }: { said: InputFault; mark?: string; limit?: string }): string {
  const words: Record<InputFault, string> = {
    twice: "is there twice",
    "no-step": "has no step or no maximum",
    "no-entry": "is of no entry",
    "no-judge": "is of no judge",
    "no-criterion": "is of no criterion",
    "above-max": `is ${mark}, above the maximum ${limit}`,
    "off-step": `is ${mark}, off the step ${limit}`,
    "not-a-mark": `is ${mark}, which is no mark`,
    "no-part": "is no part of the rule",
    "of-hall": "is a part that the hall votes on",
    "no-kind": "is no kind of the rule",
    "no-round": "is of no round that the rule carries",
    "not-an-amount": `is ${mark}, which is no amount`,
  };
  return words[said];
}
