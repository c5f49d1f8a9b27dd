import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inputsVersion, readPartScore, refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { decideInputs, findJudgedInputs, insertInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { type InputRefusal, inputRound } from "./input-round.ts";

const no = refuse<InputRefusal>;
const key = z.string().min(1).max(200);

/**
 * The scorer enters points that no judge gives, by entry and part, from the page or from a file: what differs from what counts
 * waits for another person. An empty score takes away what counts. What was entered before and not confirmed yet is replaced.
 * All of it, or with one wrong score nothing. `version` is that of the page (`inputsVersion`); a file has none.
 */
export const enterPartScores = command({
  name: "enter-part-scores",
  input: z.object({
    round: z.string(),
    version: z.string().optional(),
    source: z.enum(["page", "file"]).default("page"),
    scores: z.array(z.object({ entry: key, part: key, score: z.string().max(40) })).max(20_000),
  }),
  who: inputRound("keep-scores"),
  run: async ({ trx, input, subject: { roundId, round }, actor, at }) => {
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    const rule = await findRule(trx, roundId);
    // What the hall votes on is nobody's to enter
    const parts = new Map(rule?.parts?.flatMap((part) => (part.hall ? [] : [[part.key, part]])));
    const now = await findJudgedInputs(trx, roundId);
    if (input.version !== undefined && input.version !== inputsVersion(now)) return no({ type: "stale-version" });
    const entries = new Map(now.entries.map((entry) => [entry.key, entry.id]));
    const counted = new Map(now.parts.map((each) => [`${each.entry} ${each.part}`, each.score]));
    const waiting = new Map(
      now.waiting.flatMap((each) => (each.kind === "part" ? [[`${each.entry} ${each.part}`, each]] : [])),
    );
    const wrong: FieldError[] = [];
    const news: { entryId: number; part: string; score: string | null }[] = [];
    const replaced: number[] = [];
    const seen = new Set<string>();
    for (const [place, { entry, part: partKey, score: text }] of input.scores.entries()) {
      const part = parts.get(partKey);
      const entryId = entries.get(entry);
      if (!part || entryId === undefined) {
        wrong.push(problem(`scores.${place}`, part ? "unknown-entry" : "unknown-part"));
        continue;
      }
      const read = readPartScore(text, part);
      const where = `${entryId} ${partKey}`;
      if ("problem" in read) wrong.push(problem(`scores.${place}`, read.problem));
      else if (seen.has(where)) wrong.push(problem(`scores.${place}`, "twice"));
      else {
        const before = waiting.get(where);
        const stands = before ? before.score : (counted.get(where) ?? null);
        if (read.score !== stands) {
          if (before) replaced.push(before.id);
          if (read.score !== (counted.get(where) ?? null)) news.push({ entryId, part: partKey, score: read.score });
        }
      }
      seen.add(where);
    }
    if (wrong.length > 0) return no({ type: "invalid-input", fields: wrong });
    if (news.length + replaced.length === 0) return no({ type: "nothing-entered" });
    const others = now.waiting.filter(({ id, author }) => replaced.includes(id) && author !== actor.id);
    const own = replaced.filter((id) => !others.some((each) => each.id === id));
    const decided = { decidedById: actor.id, decidedAt: at };
    await decideInputs(trx, own, { ...decided, state: "withdrawn" });
    await decideInputs(
      trx,
      others.map(({ id }) => id),
      { ...decided, state: "declined", decisionReason: replacedReason },
    );
    const by = { roundId, kind: "part", enteredById: actor.id, enteredAt: at };
    await insertInputs(
      trx,
      news.map((each) => ({ ...by, ...each })),
    );
    const facts = { source: input.source, scores: digestOf(news), replaced: replaced.length };
    return done({ entered: news.length }, { entered: news.length, ...facts });
  },
});

/** What stands for the reason where a new entry took the place of somebody else's. */
export const replacedReason = "replaced";

function problem(path: string, code: string): FieldError {
  return { path, code, message: code };
}
