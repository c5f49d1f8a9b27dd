import type { Transaction } from "kysely";
import type { z } from "zod";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import { publicChangeSettled } from "~/services/http/public-change.ts";
import { commandsTotal } from "~/services/operations/metrics.ts";
import type { Db } from "~db/client.ts";
import { appendAudit, findAnswer, recordOnce } from "~db/queries/audit/audit.ts";
import type { DB } from "~db/schema.ts";
import { refusalOfDatabase } from "./refusals.ts";
import { inTransaction } from "./transaction.ts";

/** What a command is about; its keys go into the audit trail. `null` fields are left out. */
export interface Subject {
  editionId?: number | null;
  roundId?: number | null;
  applicationId?: number | null;
}

export interface Refusal {
  type: string;
}

export interface FieldError {
  /** Dotted path into the input, "" for the whole. */
  path: string;
  /** A zod issue code or a rule's own reason, to be translated. */
  code: string;
  /** What zod says of the issue beside its code: which kind it expected or got, the limit that was passed. */
  params?: IssueParams;
  message: string;
}

const issueParams = ["origin", "expected", "received", "format", "minimum", "maximum"] as const;
export type IssueParams = Partial<Record<(typeof issueParams)[number], string | number>>;

/** Refusals that any command can answer with. */
export type CommonRefusal =
  | { type: "invalid-input"; fields: FieldError[] }
  | { type: "signed-out" }
  | { type: "not-found" }
  | { type: "replayed-with-other-input" }
  | { type: "sheet-locked" | "rule-frozen" | "recused" | "illegal-step" | "release-fixed" | "assignment-fixed" }
  | { type: "rehearsal" | "entry-out" | "redraw-unconfirmed" | "scoring-not-open" | "scoring-begun" }
  | { type: "hand-taken" | "factor-used" | "objection-decided" }
  /** The panel confers on the entry, or does so no more. */
  | { type: "entry-held" | "no-deliberation" }
  /** A judge has handed in the practice sheet; the practice is over. */
  | { type: "practice-begun" | "practice-closed" }
  /** The vote of the hall is not open, or is over. */
  | { type: "hall-vote-fixed" }
  | { type: "role-too-young" | "supervisor-unconfirmed" }
  /** The person is to show first that they are still who signed in. */
  | { type: "proof-needed" };

export type Result<V, E extends Refusal> = { ok: true; value: V } | { ok: false; error: E | CommonRefusal };

/** Who acts, on which database; `at` and `idempotencyKey` come from the adapter. */
export interface By {
  db: Db;
  actor: Actor | null;
  idempotencyKey?: string | null;
  at?: Date;
}

export interface Context<I, S extends Subject> {
  trx: Transaction<DB>;
  input: I;
  actor: Actor;
  subject: S;
  at: Date;
}

type Facts = Record<string, string | number | boolean | null | string[]>;

export interface Done<V> {
  ok: true;
  value: V;
  facts: Facts;
}

/** A command that succeeded: its answer, and the keys, digests and decisions that the audit trail keeps of it. */
export function done<V>(value: V, facts: Facts = {}): Done<V> {
  return { ok: true, value, facts };
}

/** A command that was refused: everything it wrote is undone. */
export function refuse<E extends Refusal>(error: E): { ok: false; error: E } {
  return { ok: false, error };
}

export type Command<I, V, E extends Refusal> = (by: By, input: I) => Promise<Result<V, E>>;

/**
 * One thing that a person does. Validates the input, finds its subject and whether the actor may (`who` answers null to
 * everyone it does not know to be allowed), runs it in one transaction that is retried on a serialization failure or a
 * deadlock, and appends the audit entry in that transaction. With an idempotency key the answer is kept there too, so that
 * a repeated request changes nothing and gets the first answer.
 */
export function command<Schema extends z.ZodType, S extends Subject, V, E extends Refusal = never>(definition: {
  name: string;
  input: Schema;
  /** Inputs, by key, that leave no trace: not even a digest, which would give away a number that has few possibilities. */
  omitFromDigest?: readonly string[];
  /** Asks who acts to have shown a moment ago that they are still who signed in: what it does harms others if a session was left open, or stolen. */
  sensitive?: true | ((input: z.output<Schema>) => boolean);
  /** Takes something from public pages, or puts something else there: it is answered once nobody is given them any more as they were. */
  changesPublicPages?: true;
  who: (request: { trx: Transaction<DB>; input: z.output<Schema>; actor: Actor; at: Date }) => Promise<S | null>;
  run: (context: Context<z.output<Schema>, S>) => Promise<Done<V> | { ok: false; error: E }>;
}): Command<unknown, V, E> {
  return async (by, raw) => {
    const parsed = definition.input.safeParse(raw);
    if (!parsed.success) return { ok: false, error: { type: "invalid-input", fields: fieldErrors(parsed.error) } };
    const { actor } = by;
    if (!actor) return { ok: false, error: { type: "signed-out" } };
    if (by.idempotencyKey && !keyPattern.test(by.idempotencyKey)) return { ok: false, error: unusableKey };
    const input = parsed.data;
    const at = by.at ?? now();
    const claim = by.idempotencyKey
      ? {
          actorId: actor.id,
          key: by.idempotencyKey,
          command: definition.name,
          inputDigest: inputDigestOf(raw, definition.omitFromDigest),
        }
      : null;

    const answer = await inTransaction<Result<V, E | KeyTaken>>(by.db, async (trx) => {
      const subject = await definition.who({ trx, input, actor, at });
      if (!subject) return { ok: false, error: { type: "not-found" } };
      const { sensitive } = definition;
      if ((typeof sensitive === "function" ? sensitive(input) : sensitive) && !actor.proven)
        return { ok: false, error: { type: "proof-needed" } };
      const outcome = await definition.run({ trx, input, actor, subject, at });
      if (!outcome.ok) return outcome;
      const { editionId, roundId, applicationId } = subject;
      const { facts, value } = outcome;
      const entry = { at, command: definition.name, actorId: actor.id, editionId, roundId, applicationId, facts };
      if (!claim) await appendAudit(trx, entry);
      else if (!(await recordOnce(trx, claim, value, entry))) return { ok: false, error: { type: "key-taken" } };
      return { ok: true, value };
    }).catch((error: unknown) => {
      const refusal = refusalOfDatabase(error);
      if (!refusal) throw error;
      return { ok: false, error: refusal } as const;
    });
    // A repeated request finds its work done: it was refused or found its key taken, and gets the first answer
    const earlier = !answer.ok && claim ? await findAnswer(by.db, claim) : null;
    if (earlier === "other-input") return { ok: false, error: { type: "replayed-with-other-input" } };
    commandsTotal.inc({
      command: definition.name,
      outcome: answer.ok ? "done" : earlier ? "repeated" : answer.error.type,
    });
    if (definition.changesPublicPages && (answer.ok || earlier)) await publicChangeSettled();
    if (earlier) return { ok: true, value: earlier.answer as V };
    return answer as Result<V, E>;
  };
}

/** Inside of `command` only: the key stands for a request that has ended meanwhile. */
interface KeyTaken {
  type: "key-taken";
}

/** What the database keeps as a key; ours are UUIDs. */
const keyPattern = /^[!-~]{8,200}$/;
const unusableKey: CommonRefusal = {
  type: "invalid-input",
  fields: [{ path: "idempotencyKey", code: "invalid_format", message: "The key has 8 to 200 ASCII characters." }],
};

/** What a schema refuses, field by field. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({
    path: issue.path.join("."),
    code:
      issue.code === "custom" && typeof issue.params?.reason === "string"
        ? issue.params.reason
        : (issue.code ?? "custom"),
    params: paramsOf(issue),
    message: issue.message,
  }));
}

function paramsOf(issue: object): IssueParams | undefined {
  const params = Object.entries(issue).filter(
    ([name, value]) =>
      issueParams.some((each) => each === name) && (typeof value === "string" || typeof value === "number"),
  );
  return params.length > 0 ? Object.fromEntries(params) : undefined;
}

/** By which a repeated request is known: of the input as it was sent, its members in the order in which they came. */
function inputDigestOf(input: unknown, omitted: readonly string[] = []): string {
  return sha256Hex(JSON.stringify(input, (key, value) => (omitted.includes(key) ? undefined : value)) ?? "");
}
