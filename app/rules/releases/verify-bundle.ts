import { ed25519 } from "@noble/curves/ed25519.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { z } from "zod";
import { canonicalJson } from "~/primitives/canonical-json.ts";
import { provesSeal } from "../audit/audit-chain.ts";
import { formatHundredths, type MarkProblem, type MarkScale, parseMark } from "../scoring/mark.ts";
import { hallPartOf } from "../standings/hall.ts";
import type { JudgedRound } from "../standings/judged-round.ts";
import type { Rule } from "../standings/rule.ts";
import { standingsAndFigures } from "../standings/scoring.ts";
import type { RoundFigures } from "../standings/standing.ts";
import type { BundleFlaw, InputFault, ShapeFault } from "./bundle.ts";
import { type Bundle, type BundleInputs, bundleSchema, bundleText, signedText } from "./bundle.ts";
import { laterInputsOf, seatsOf } from "./published-marks.ts";
import { figuresOf, signedTable, type TableSheet } from "./signed-table.ts";

export type Verified = { ok: true; bundle: Bundle } | { ok: false; flaw: BundleFlaw };

/**
 * Whether a bundle says the truth: it is written in the one way, its signature holds, the standings follow from the inputs by
 * the rule, what was signed at the release is these standings, and the audit trail's seal holds their publication. Needs nothing but the file; with `key` (32 bytes in hex) the
 * signature must be by that key. Finds the first flaw.
 */
export function verifyBundle(bytes: Uint8Array, key?: string): Verified {
  try {
    return verified(bytes, key);
  } catch (error) {
    // The stack ends where something is nested too deep to be walked
    if (error instanceof RangeError) return { ok: false, flaw: { type: "too-deep" } };
    throw error;
  }
}

function verified(bytes: Uint8Array, key?: string): Verified {
  const flawed = (flaw: BundleFlaw): Verified => ({ ok: false, flaw });
  const text = utf8(bytes);
  if (text === null) return flawed({ type: "not-utf8" });
  const json = parsed(text);
  if (json === undefined) return flawed({ type: "not-json" });
  const shaped = bundleSchema.safeParse(json);
  if (!shaped.success) {
    const [issue] = shaped.error.issues;
    return flawed({ type: "wrong-shape", at: issue?.path.join(".") ?? "", ...shapeFault(issue) });
  }
  const bundle = shaped.data;
  const { statement, signature } = json as Bundle;
  const signed = signedText(statement);
  const canonical = bundleText(json as Bundle, signed);
  if (canonical !== text) return flawed({ type: "not-canonical", at: firstDifference(canonical, text) });
  const value = hexToBytes(signature.value);
  const publicKey = hexToBytes(signature.publicKey);
  if (!ed25519.verify(value, utf8ToBytes(signed), publicKey, { zip215: false }))
    return flawed({ type: "wrong-signature", key: signature.publicKey });
  if (key !== undefined && key !== signature.publicKey) return flawed({ type: "other-key", key: signature.publicKey });
  const flaw = flawOfResult(bundle, statement.result);
  return flaw ? flawed(flaw) : { ok: true, bundle };
}

function shapeFault(issue: z.core.$ZodIssue | undefined): { said: ShapeFault; member?: string } {
  if (issue?.code === "unrecognized_keys") return { said: "unknown-member", member: issue.keys[0] };
  return { said: issue?.code === "invalid_type" ? "other-kind" : "other-form" };
}

/** What does not follow in a bundle whose signature holds; `result` as it stands in the file. */
function flawOfResult({ statement }: Bundle, result: Bundle["statement"]["result"]): BundleFlaw | null {
  const { inputs, release } = statement;
  if (result.round !== statement.round.slug) return { type: "wrong-release", at: "result.round" };
  const flaw = flawOfTable({ inputs, rule: statement.result.rule, result, salt: release.salt, digest: release.digest });
  if (flaw) return flaw;
  if (release.confirmed.at < release.proposed.at) return { type: "wrong-release", at: "release.confirmed.at" };
  if (release.published.at < release.confirmed.at) return { type: "wrong-release", at: "release.published.at" };
  if (release.confirmed.factor === null) return { type: "wrong-release", at: "release.confirmed.factor" };
  if (release.published.factor === null) return { type: "wrong-release", at: "release.published.factor" };
  for (const step of ["proposed", "confirmed", "published"] as const)
    if ((release[step].since ?? release[step].at) > release[step].at)
      return { type: "wrong-release", at: `release.${step}.since` };
  return flawOfAudit(statement);
}

/** What does not follow: the standings from the inputs by the rule, or the digest that was signed from them and the sheets. */
export function flawOfTable({
  inputs,
  rule,
  result,
  salt,
  digest: statedDigest,
}: Pick<Bundle["statement"], "inputs" | "result"> & { rule: Rule; salt: string; digest: string }): BundleFlaw | null {
  const read = judgedOf(inputs, rule);
  if ("flaw" in read) return read.flaw;
  const { standings: computed, ...figures } = standingsAndFigures({ ...read.judged, rule });
  const other = firstOther(computed, result.standings) ?? otherFigure(figures, figuresOf(result));
  if (other) return { type: "other-standings", ...other };
  const { digest } = signedTable(result, { ...read.judged, salt, seats: seatsOf(inputs.judges) });
  return digest === statedDigest ? null : { type: "wrong-digest", found: digest, said: statedDigest };
}

/** The entry that the seal holds is the one about this publication. */
function flawOfAudit({ audit, release }: Bundle["statement"]): BundleFlaw | null {
  const flawed = (at: string) => ({ type: "wrong-audit", at: `audit.${at}` }) as const;
  const { command, at, facts } = audit.entry;
  if (command !== "publish-release") return flawed("entry.command");
  if (facts.version !== release.version) return flawed("entry.facts.version");
  if (facts.digest !== release.digest) return flawed("entry.facts.digest");
  if (facts.noticeEndsOn !== release.noticeEndsOn) return flawed("entry.facts.noticeEndsOn");
  if (facts.factor !== release.published.factor) return flawed("entry.facts.factor");
  if (Date.parse(at) !== Date.parse(release.published.at)) return flawed("entry.at");
  return provesSeal(audit) ? null : flawed("seal.digest");
}

/** The inputs as the rule book takes them, each reference known and each mark one that its criterion allows. */
function judgedOf(
  inputs: BundleInputs,
  rule: Rule,
): { judged: Omit<JudgedRound, "rule" | "sheets"> & { sheets: TableSheet[] } } | { flaw: BundleFlaw } {
  const flawed = (at: string, fault: InputFault, about: { mark?: string; limit?: string } = {}) => ({
    flaw: { type: "wrong-inputs", at: `inputs.${at}`, said: fault, ...about } as const,
  });
  for (const list of ["criteria", "judges", "entries"] as const) {
    const twice = secondOf(inputs[list].map(({ key }) => key));
    if (twice !== undefined) return flawed(`${list}.${twice}`, "twice");
  }
  const scale = { key: "", max: Number.MAX_SAFE_INTEGER, step: 1 };
  const hundredths = (decimal: string) => {
    const read = parseMark(decimal, scale);
    return "mark" in read ? read.mark : 0;
  };
  const criteria = inputs.criteria.map(({ key, max, step, factor }) => ({
    key,
    factor,
    max: hundredths(max),
    step: hundredths(step),
  }));
  const stepless = criteria.findIndex(({ step, max }) => step === 0 || max === 0);
  if (stepless >= 0) return flawed(`criteria.${stepless}`, "no-step");
  const scales = new Map(criteria.map((each) => [each.key, each]));
  const known = {
    judge: new Set(inputs.judges.map(({ key }) => key)),
    entry: new Set(inputs.entries.map(({ key }) => key)),
  };
  const stray = Object.keys(inputs.votes).find((entry) => !known.entry.has(entry));
  if (stray !== undefined) return flawed(`votes.${stray}`, "no-entry");
  const twice = secondOf(inputs.sheets.map(({ entry, judge }) => canonicalJson([entry, judge])));
  if (twice !== undefined) return flawed(`sheets.${twice}`, "twice");
  const sheets: TableSheet[] = [];
  for (const [at, { entry, judge, version, marks }] of inputs.sheets.entries()) {
    if (!known.entry.has(entry)) return flawed(`sheets.${at}.entry`, "no-entry");
    if (!known.judge.has(judge)) return flawed(`sheets.${at}.judge`, "no-judge");
    const read: [string, number][] = [];
    for (const [key, mark] of Object.entries(marks)) {
      const criterion = scales.get(key);
      if (!criterion) return flawed(`sheets.${at}.marks.${key}`, "no-criterion");
      const parsed = parseMark(mark, criterion);
      if ("problem" in parsed)
        return flawed(`sheets.${at}.marks.${key}`, ...markFault(parsed.problem, { mark, criterion }));
      read.push([key, parsed.mark]);
    }
    sheets.push({ entry, judge, version, marks: Object.fromEntries(read) });
  }
  const later = flawOfLater(inputs, rule, known);
  if (later) return flawed(later.at, later.said, later.mark === undefined ? {} : { mark: later.mark });
  const { judges, entries, votes } = inputs;
  return { judged: { criteria, judges, entries, sheets, votes, ...laterInputsOf(inputs) } };
}

/** What does not fit in parts, adjustments, revisions and what is carried. */
function flawOfLater(
  { judges, parts = [], hall = [], adjustments = [], revisions = [], carried = {} }: BundleInputs,
  rule: Rule,
  known: { judge: ReadonlySet<string>; entry: ReadonlySet<string> },
): { at: string; said: InputFault; mark?: string } | null {
  const lists = { parts, hall, adjustments, revisions };
  for (const [list, rows] of Object.entries(lists)) {
    const stray = rows.findIndex(({ entry }) => !known.entry.has(entry));
    if (stray >= 0) return { at: `${list}.${stray}.entry`, said: "no-entry" };
  }
  const ofNoJudge = revisions.findIndex(({ judge }) => !known.judge.has(judge));
  if (ofNoJudge >= 0) return { at: `revisions.${ofNoJudge}.judge`, said: "no-judge" };
  const ofNoPart = parts.findIndex(({ part }) => !rule.parts?.some(({ key }) => key === part));
  if (ofNoPart >= 0) return { at: `parts.${ofNoPart}.part`, said: "no-part" };
  const voted = hallPartOf(rule)?.key;
  if (voted === undefined && hall.length > 0) return { at: "hall", said: "no-part" };
  const ofHall = parts.findIndex(({ part }) => part === voted);
  if (ofHall >= 0) return { at: `parts.${ofHall}.part`, said: "of-hall" };
  const votedTwice = secondOf(hall.map(({ entry }) => entry));
  if (votedTwice !== undefined) return { at: `hall.${votedTwice}`, said: "twice" };
  const twice =
    secondOf(parts.map(({ entry, part }) => canonicalJson([entry, part]))) ??
    secondOf(revisions.map(({ entry, judge }) => canonicalJson([entry, judge])));
  if (twice !== undefined) return { at: "parts", said: "twice" };
  const amount = adjustments.findIndex((each) => !/^-?\d+(\.\d{1,2})?$/.test(each.amount) || Number(each.amount) === 0);
  if (amount >= 0)
    return { at: `adjustments.${amount}.amount`, said: "not-an-amount", mark: adjustments[amount]?.amount };
  const kindless = judges.findIndex(({ kind }) => rule.kinds && !rule.kinds.some(({ key }) => key === kind));
  if (kindless >= 0) return { at: `judges.${kindless}.kind`, said: "no-kind" };
  const strange = Object.keys(carried).find((slug) => !rule.carry?.some(({ round }) => round === slug));
  if (strange !== undefined) return { at: `carried.${strange}`, said: "no-round" };
  const lost = Object.entries(carried).find(([, { totals }]) =>
    Object.keys(totals).some((key) => !known.entry.has(key)),
  );
  return lost ? { at: `carried.${lost[0]}`, said: "no-entry" } : null;
}

/** What is said of the round as a whole, field by field. */
function otherFigure(computed: RoundFigures, stated: RoundFigures): ReturnType<typeof firstOther> {
  const ours: Line = { ...computed };
  const theirs: Line = { ...stated };
  const fields = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const field = fields.find((each) => shown(ours[each]) !== shown(theirs[each]));
  return field === undefined ? null : { at: field, found: shown(ours[field]), said: shown(theirs[field]) };
}

function markFault(
  problem: MarkProblem,
  { mark, criterion }: { mark: string; criterion: MarkScale },
): [InputFault, { mark: string; limit?: string }] {
  if (problem === "above-max") return [problem, { mark, limit: formatHundredths(criterion.max) }];
  if (problem === "off-step") return [problem, { mark, limit: formatHundredths(criterion.step) }];
  return ["not-a-mark", { mark }];
}

/** The place of the first text that was there before. */
function secondOf(texts: readonly string[]): number | undefined {
  const seen = new Set<string>();
  const at = texts.findIndex((each) => seen.size === seen.add(each).size);
  return at < 0 ? undefined : at;
}

/** The first line of the table that is not what the rule gives, and in it the first field. */
function firstOther(
  computed: readonly object[],
  stated: readonly object[],
): { at: string; found: string | null; said: string | null } | null {
  for (let line = 0; line < Math.max(computed.length, stated.length); line++) {
    const ours = computed[line] as Line | undefined;
    const theirs = stated[line] as Line | undefined;
    if (!ours || !theirs) return { at: `standings.${line}`, found: shown(ours), said: shown(theirs) };
    if (canonicalJson(ours) === canonicalJson(theirs)) continue;
    const fields = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    const field = fields.find((each) => shown(ours[each]) !== shown(theirs[each])) ?? "";
    const entry = String(theirs.entry ?? line);
    return { at: `entry ${entry}: ${field}`, found: shown(ours[field]), said: shown(theirs[field]) };
  }
  return null;
}

type Line = Record<string, unknown>;

function shown(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The first byte in which the two differ. */
function firstDifference(canonical: string, text: string): number {
  const ours = utf8ToBytes(canonical);
  const theirs = utf8ToBytes(text);
  const at = theirs.findIndex((byte, place) => byte !== ours[place]);
  return at < 0 ? theirs.length : at;
}
