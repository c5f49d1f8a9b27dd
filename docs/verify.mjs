// The reference verifier of result bundles; standings.md explains each step. It shares no line with the product and needs
// Node 20.11 alone:   node verify.mjs FILE [PUBLIC-KEY]   exit 0: all of it holds; exit 1: the first thing that does not
import { createHash, verify as isSignedBy } from "node:crypto";
import { readFileSync } from "node:fs";

/** Canonical JSON (RFC 8785): members sorted by UTF-16 code unit, no white space. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
export const digestOf = (value) => sha256(canonical(value));

// Exact numbers are fractions [over, under] of whole numbers, under > 0
const read = (decimal) => [BigInt(decimal.replace(".", "")), 10n ** BigInt(decimal.split(".")[1]?.length ?? 0)];
const times = (a, b) => [a[0] * b[0], a[1] * b[1]];
const add = (a, b) => (a[1] === b[1] ? [a[0] + b[0], a[1]] : [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]);
const sum = (values) => (values.length === 0 ? null : values.reduce(add));
const mean = (values) => (values.length === 0 ? null : times(sum(values), [1n, BigInt(values.length)]));
const compare = (a, b) => Number(a[0] * b[1] > b[0] * a[1]) - Number(a[0] * b[1] < b[0] * a[1]);
/** To so many places, a half away from zero; the value as it is where no places are named. */
function round(value, places) {
  if (value === null || places === undefined) return value;
  const units = (2n * (value[0] < 0n ? -value[0] : value[0]) * 10n ** BigInt(places) + value[1]) / (2n * value[1]);
  return [value[0] < 0n ? -units : units, 10n ** BigInt(places)];
}
/** Sorts best first; what lacks the value comes last. */
const better = (a, b) => (a && b ? compare(b, a) : Number(a === null) - Number(b === null));

/** An entry's total, then what each tie step sees in it; null: nothing. */
function score({ criteria, judges, sheets, votes }, { level, missing, combine, places = {}, ties = [] }, entry) {
  const { method, high = 0, low = 0, atLeast = high + low + 1 } = combine;
  const combined = (values) => {
    const sorted = values.filter((value) => value !== null).sort(compare);
    if (method === "sum") return sum(sorted);
    if (method === "trimmed-mean" && sorted.length >= atLeast) return mean(sorted.slice(low, sorted.length - high));
    const half = method === "median" ? Math.max(0, Math.floor((sorted.length - 1) / 2)) : 0;
    return mean(sorted.slice(half, sorted.length - half));
  };
  const lacking = missing === "zero" ? read("0") : null;
  const mark = ({ marks }, { key }) => (Object.hasOwn(marks, key) ? read(marks[key]) : lacking);
  const counts = (sheet) => criteria[level === "sheet" ? "every" : "some"]((criterion) => mark(sheet, criterion));
  const counting = sheets.filter((sheet) => sheet.entry === entry && counts(sheet));
  const weigh = ({ factor }, value) => value && times(read(factor), value);
  const weighted = (sheet) => criteria.map((criterion) => weigh(criterion, mark(sheet, criterion) ?? read("0")));
  const totals = counting.map((sheet) => round(sum(weighted(sheet)), places.sheet));
  const means = criteria.map((criterion) => combined(counting.map((sheet) => mark(sheet, criterion))));
  const points = means.map((each, at) => round(weigh(criteria[at], round(each, places.combined)), places.points));
  const total = level === "sheet" ? combined(totals) : sum(points.filter((each) => each !== null));
  const steps = {
    "untrimmed-mean": mean(totals),
    "highest-sheet": [...totals].sort(better)[0],
    "head-judge": totals[counting.findIndex((sheet) => judges.some(({ key, head }) => head && key === sheet.judge))],
    vote: Object.hasOwn(votes, entry) ? [BigInt(-votes[entry]), 1n] : null,
  };
  const seen = (step) => steps[step] ?? means[criteria.findIndex(({ key }) => step === `criterion:${key}`)] ?? null;
  return [round(total, places.total), ...ties.map(seen)];
}
/** Of each entry its total and rank, as they follow from a bundle's inputs by its rule. */
export function ranking(inputs, rule) {
  const scored = inputs.entries.map((entry) => ({ ...entry, values: score(inputs, rule, entry.key) }));
  return scored.map(({ key, group, values: own }) => {
    let equals = scored.filter((each) => each.values[0] && (rule.groups !== "separate" || each.group === group));
    let rank = own[0] && 1;
    for (const [at, value] of own.entries()) {
      if (at > 0 && rule.lacking === "skip" && equals.some(({ values }) => !values[at])) continue;
      rank &&= rank + equals.filter(({ values }) => better(values[at], value) < 0).length;
      equals = equals.filter(({ values }) => better(values[at], value) === 0);
    }
    return { entry: key, total: own[0], rank };
  });
}
/** What does not hold in the file; null when all of it does. Throws on what is no bundle at all. */
export function flawOf(bytes, knownKey) {
  const { statement, signature } = JSON.parse(Buffer.from(bytes).toString());
  const { publicKey, value } = signature;
  const file = { format: "contest-desk/bundle@1", statement, signature: { algorithm: "Ed25519", publicKey, value } };
  const written = Buffer.from(`${canonical(file)}\n`);
  if (!/^[0-9a-f]{192}$/.test(publicKey + value) || !written.equals(bytes)) return "form";
  // The key as SubjectPublicKeyInfo (RFC 8410)
  const key = { key: Buffer.from(`302a300506032b6570032100${publicKey}`, "hex"), format: "der", type: "spki" };
  if (!isSignedBy(null, Buffer.from(canonical(statement)), key, Buffer.from(value, "hex"))) return "signature";
  if (knownKey !== undefined && knownKey !== publicKey) return "key";
  const { inputs, result, release, audit } = statement;
  const isSame = (line, { entry, total, rank }) =>
    line.entry === entry && line.rank === rank && better(line.total && read(line.total), round(total, 20)) === 0;
  const isListed = (one) => result.standings.some((line) => isSame(line, one));
  const computed = ranking(inputs, result.rule);
  if (result.standings.length !== computed.length || !computed.every(isListed)) return "standings";
  const inHundredths = ([key, mark]) => [key, Math.round(mark * 100)];
  const asSigned = (sheet) => ({ ...sheet, marks: Object.fromEntries(Object.entries(sheet.marks).map(inHundredths)) });
  const place = (sheet) => Buffer.from(`${sheet.entry}\0${sheet.judge}`);
  const signedSheets = inputs.sheets.map(asSigned).sort((a, b) => Buffer.compare(place(a), place(b)));
  const sheets = digestOf({ salt: release.salt, sheets: signedSheets });
  if (result.round !== statement.round.slug || digestOf({ ...result, sheets }) !== release.digest) return "digest";
  const { version, digest, noticeEndsOn, proposed, confirmed, published } = release;
  const hands = confirmed.factor && published.factor && proposed.at <= confirmed.at && confirmed.at <= published.at;
  if (!hands) return "release";
  const facts = { ...audit.entry.facts, version, digest, noticeEndsOn, factor: published.factor };
  const act = { ...audit.entry, command: "publish-release", facts };
  if (digestOf(act) !== digestOf(audit.entry) || Date.parse(act.at) !== Date.parse(published.at)) return "audit entry";
  const { digest: sealed, ...seal } = audit.seal;
  const links = [audit.linkBefore, digestOf(audit.entry), ...audit.digestsAfter];
  const lastLink = links.reduce((before, digest) => sha256(`${before}\n${digest}`));
  return digestOf({ ...seal, lastLink }) === sealed ? null : "audit seal";
}
if (process.argv[1] === import.meta.filename) {
  const flaw = flawOf(readFileSync(process.argv[2]), process.argv[3]);
  process.stdout.write(flaw === null ? "All of it holds.\n" : `It does not hold: ${flaw}\n`);
  process.exitCode = flaw === null ? 0 : 1;
}
