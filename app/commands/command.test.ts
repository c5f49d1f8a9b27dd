import { createHash } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { type By, command, done, refuse } from "./command.ts";

const database = testDatabase();

/** A command like the real ones: renames a round, refuses the title "no", answers the title. */
const retitle = command({
  name: "retitle",
  input: z.object({ slug: z.string(), title: z.string().min(2) }),
  who: async ({ trx, input, actor }) => {
    const round = await trx
      .selectFrom("rounds")
      .select(["id", "editionId"])
      .where("slug", "=", input.slug)
      .executeTakeFirst();
    if (!round || !can(actor, "set-up", { editionId: round.editionId, roundId: round.id })) return null;
    return { editionId: round.editionId, roundId: round.id };
  },
  run: async ({ trx, input, subject }) => {
    await trx.updateTable("rounds").set({ title: input.title }).where("id", "=", subject.roundId).execute();
    return input.title === "no"
      ? refuse({ type: "title-taken" })
      : done({ title: input.title }, { length: input.title.length });
  },
});

async function stage(role: "organizer" | "judge" = "organizer") {
  const { edition } = await makeEdition(database.db);
  const round = await makeRound(database.db, { editionId: edition.id, title: "before" });
  const actor = await makePerson(database.db, { grants: [{ role, editionId: edition.id }] });
  const by: By = { db: database.db, actor };
  return { round, actor, by };
}

const titleOf = async (id: number) =>
  (await database.db.selectFrom("rounds").select("title").where("id", "=", id).executeTakeFirstOrThrow()).title;
const auditOf = (roundId: number) =>
  database.db
    .selectFrom("auditEntries")
    .select(["command", "actorId", "facts"])
    .where("roundId", "=", roundId)
    .execute();

test("a command does its work and leaves one audit entry with who, what and where", async () => {
  const { round, actor, by } = await stage();
  expect(await retitle(by, { slug: round.slug, title: "after" })).toEqual({ ok: true, value: { title: "after" } });
  expect(await titleOf(round.id)).toBe("after");
  expect(await auditOf(round.id)).toEqual([{ command: "retitle", actorId: actor.id, facts: { length: 5 } }]);
});

test("bad input is refused with its fields before anything is asked of the database", async () => {
  const { round, by } = await stage();
  const { answer, queries } = await database.queriesOf(() => retitle(by, { slug: round.slug, title: "x" }));
  expect(answer).toMatchObject({
    ok: false,
    error: { type: "invalid-input", fields: [{ path: "title", code: "too_small" }] },
  });
  expect(queries).toEqual([]);
});

test("who is signed out, has no right, or asks for what does not exist gets nothing done", async () => {
  const { round, by } = await stage("judge");
  expect(await retitle({ ...by, actor: null }, { slug: round.slug, title: "after" })).toMatchObject({
    error: { type: "signed-out" },
  });
  expect(await retitle(by, { slug: round.slug, title: "after" })).toMatchObject({ error: { type: "not-found" } });
  expect(await retitle(by, { slug: "nowhere", title: "after" })).toMatchObject({ error: { type: "not-found" } });
  expect(await titleOf(round.id)).toBe("before");
  expect(await auditOf(round.id)).toEqual([]);
});

test("a refusal undoes what the command had written, and leaves no audit entry and no claimed key", async () => {
  const { round, by } = await stage();
  const answer = await retitle({ ...by, idempotencyKey: "key-refused" }, { slug: round.slug, title: "no" });
  expect(answer).toEqual({ ok: false, error: { type: "title-taken" } });
  expect(await titleOf(round.id)).toBe("before");
  expect(await auditOf(round.id)).toEqual([]);
  const retry = await retitle({ ...by, idempotencyKey: "key-refused" }, { slug: round.slug, title: "yes" });
  expect(retry).toMatchObject({ ok: true });
});

test("a replayed key is answered with the first answer and acts once, also when both come at the same time", async () => {
  const { round, by } = await stage();
  const send = () => retitle({ ...by, idempotencyKey: "key-twice" }, { slug: round.slug, title: "once" });
  expect(await Promise.all([send(), send(), send()])).toEqual(Array(3).fill({ ok: true, value: { title: "once" } }));
  expect(await auditOf(round.id)).toHaveLength(1);
  expect(await retitle({ ...by, idempotencyKey: "key-twice" }, { slug: round.slug, title: "twice" })).toMatchObject({
    error: { type: "replayed-with-other-input" },
  });
  expect(await titleOf(round.id)).toBe("once");
});

test("a serialization failure or a deadlock is tried again; any other error is not", async () => {
  const { by } = await stage();
  const failing = (code: string, times: number) => {
    let runs = 0;
    const run = command({
      name: "fail",
      input: z.object({}),
      who: async () => ({}),
      run: async ({ trx }) => {
        runs++;
        if (runs <= times)
          await sql`do ${sql.lit(`begin raise exception 'made to fail' using errcode = '${code}'; end`)}`.execute(trx);
        return done(runs);
      },
    });
    return { run: () => run(by, {}), runs: () => runs };
  };
  expect(await failing("40001", 2).run()).toEqual({ ok: true, value: 3 });
  expect(await failing("40P01", 1).run()).toEqual({ ok: true, value: 2 });
  const broken = failing("22012", 1);
  await expect(broken.run()).rejects.toThrow("made to fail");
  expect(broken.runs()).toBe(1);
});

test("a guard of the database that slips through becomes a refusal in words", async () => {
  const { round, by } = await stage();
  const leap = command({
    name: "leap",
    input: z.object({}),
    who: async () => ({ roundId: round.id }),
    run: async ({ trx }) => {
      await trx.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
      return done(null);
    },
  });
  expect(await leap(by, {})).toEqual({ ok: false, error: { type: "illegal-step" } });
});

test("a reason lies beside the entry, which holds its salted digest; sent twice it is there once", async () => {
  const { round, actor } = await stage();
  const explain = command({
    name: "explain",
    input: z.object({ reason: z.string() }),
    who: async () => ({ editionId: round.editionId, roundId: round.id }),
    run: async ({ input: { reason } }) => done(null, { step: 1, reason }),
  });
  for (const idempotencyKey of [undefined, "key-reason", "key-reason"])
    expect(await explain({ db: database.db, actor, idempotencyKey }, { reason: "看错了行" })).toMatchObject({
      ok: true,
    });
  const kept = await database.db
    .selectFrom("auditEntries")
    .innerJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["facts", "reason", "salt"])
    .where("roundId", "=", round.id)
    .execute();
  expect(kept).toHaveLength(2);
  for (const { facts, reason, salt } of kept) {
    expect(reason).toBe("看错了行");
    expect(facts).toEqual({ step: 1, saltedReason: createHash("sha256").update(`${salt}看错了行`).digest("hex") });
  }
  expect(kept[0]?.salt).not.toBe(kept[1]?.salt);
});

test("the audit trail only grows", async () => {
  const { round, by } = await stage();
  await retitle(by, { slug: round.slug, title: "after" });
  for (const harm of [
    "update audit_entries set command = 'x'",
    "delete from audit_entries",
    "truncate audit_entries cascade",
  ]) {
    await expect(database.sql.unsafe(harm)).rejects.toThrow("only grows");
  }
  expect(await auditOf(round.id)).toHaveLength(1);
});

test("what the database cannot keep, a NUL or a key of odd length, is refused in words and nothing is done", async () => {
  const { round, by } = await stage();
  const nul = { error: { type: "invalid-input", fields: [{ code: "unstorable" }] } };
  expect(await retitle(by, { slug: round.slug, title: "a\0b" })).toMatchObject(nul);
  expect(await retitle(by, { slug: "a\0b", title: "after" })).toMatchObject(nul);
  for (const idempotencyKey of ["short", "k".repeat(201), "a key\0with NUL"]) {
    expect(await retitle({ ...by, idempotencyKey }, { slug: round.slug, title: "after" })).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "idempotencyKey" }] },
    });
  }
  expect(await titleOf(round.id)).toBe("before");
});
