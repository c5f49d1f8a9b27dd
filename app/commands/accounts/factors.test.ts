import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { fromBase32 } from "~/primitives/base32.ts";
import { codeAt, stepAt } from "~/primitives/totp.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { demoFactorKey, type FactorRefusal } from "~/rules/accounts/second-factor.ts";
import { vault } from "~/services/vault/vault.ts";
import { erasePeople } from "~db/queries/accounts/erasure.ts";
import {
  findFactor,
  findPendingFactor,
  insertPendingFactor as keepBegun,
  confirmFactor as keepConfirmed,
  lockPerson,
} from "~db/queries/accounts/second-factors.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { codeShown, makeFactor } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { beginFactor } from "./begin-factor.ts";
import { confirmFactor } from "./confirm-factor.ts";
import { forgetFactor } from "./forget-factor.ts";
import { proveFactor } from "./prove-factor.ts";
import { removeFactor } from "./remove-factor.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.ts";

const database = testDatabase();
const noon = new Date("2026-11-23T04:00:00Z");
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
let person: Actor;

beforeEach(async () => {
  person = await makePerson(database.db);
});

const by = (at: Date = noon, actor: Actor | null = person) => ({ db: database.db, actor, at });
const refusal = (type: string) => ({ ok: false, error: { type } });

/** The key that somebody begins with, as their app has read it. */
async function begin(at = noon, code = "", actor = person): Promise<string> {
  const begun = await beginFactor(by(at, actor), { code });
  if (!begun.ok) throw new Error(begun.error.type);
  return begun.value.key;
}

async function setUp(at = noon) {
  const key = await begin(at);
  const answer = await confirmFactor(by(at), { key, code: codeShown(at, key) });
  if (!answer.ok) throw new Error(answer.error.type);
  return { key, recoveryCodes: answer.value.recoveryCodes };
}

const trail = async () =>
  (
    await database.db
      .selectFrom("auditEntries")
      .select(["command", "facts"])
      .where("actorId", "=", person.id)
      .orderBy("id")
      .execute()
  ).map(({ command, facts }) => [command, facts]);

/** Something that asks for a factor; `also`: refused for another reason, after the factor or before it. */
type ActRefusal = FactorRefusal | { type: "elsewhere" };
const act = withAttemptLimit(
  "act",
  command({
    name: "act",
    input: z.object({ code: z.string(), also: z.enum(["before", "after"]).optional() }),
    omitFromDigest: ["code"],
    who: async () => ({}),
    run: async ({ trx, input, actor, at }) => {
      if (input.also === "before") return refuse<ActRefusal>({ type: "elsewhere" });
      const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
      if (!proof.ok) return refuse<ActRefusal>(proof.error);
      if (input.also === "after") return refuse<ActRefusal>({ type: "elsewhere" });
      return done(proof.kind);
    },
  }),
);

describe("setting up", () => {
  test("takes a code of the new key, and tells ten recovery codes once", async () => {
    const { key, recoveryCodes } = await setUp();
    expect(fromBase32(key)).toHaveLength(20);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await findFactor(database.db, person.id)).toEqual({ confirmedAt: noon, codesLeft: 10 });
    const words = JSON.stringify([
      await database.db.selectFrom("secondFactors").selectAll().where("userId", "=", person.id).execute(),
      await database.db.selectFrom("recoveryCodes").selectAll().where("userId", "=", person.id).execute(),
      await database.db.selectFrom("idempotencyKeys").selectAll().where("actorId", "=", person.id).execute(),
      await trail(),
    ]);
    for (const secret of [key, ...recoveryCodes]) expect(words).not.toContain(secret);
    expect(await trail()).toEqual([
      ["begin-factor", { renewed: false }],
      ["confirm-factor", { factor: "totp" }],
    ]);
  });

  test("is not done before the code was right, nor with the code of another key, nor after a quarter of an hour", async () => {
    expect(await confirmFactor(by(), { key: demoFactorKey, code: codeShown(noon) })).toEqual(refusal("not-begun"));
    const key = await begin();
    expect(await confirmFactor(by(), { key, code: codeShown(noon) })).toEqual(refusal("factor-wrong"));
    expect(await act(by(), { code: codeShown(noon, key) })).toEqual(refusal("no-factor"));
    expect(await findFactor(database.db, person.id)).toBeUndefined();
    const late = later(15 * 60 + 1);
    expect(await confirmFactor(by(late), { key, code: codeShown(late, key) })).toEqual(refusal("not-begun"));
    const next = await begin(late);
    expect(await confirmFactor(by(late), { key: next, code: codeShown(late, next) })).toMatchObject({ ok: true });
  });

  test("is done by whoever was told the key alone, and only of the key that was made last", async () => {
    const first = await begin();
    const last = await begin();
    for (const key of ["", first, demoFactorKey])
      expect(await confirmFactor(by(), { key, code: codeShown(noon, last) })).toEqual(refusal("not-begun"));
    expect(await confirmFactor(by(), { key: last, code: codeShown(noon, last) })).toMatchObject({ ok: true });
  });

  test("is begun without a factor by nobody who has just confirmed one", async () => {
    await begin();
    let late: ReturnType<typeof beginFactor> | undefined;
    await database.db.transaction().execute(async (trx) => {
      await lockPerson(trx, person.id);
      await keepConfirmed(trx, person.id, { at: noon, step: stepAt(noon) });
      late = beginFactor(by(), {});
      await vi.waitFor(async () => {
        const waiting = database.sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(await waiting).toHaveLength(1);
      }, 20_000);
    });
    expect(await late).toEqual(refusal("factor-wrong"));
    expect(await findPendingFactor(database.db, person.id, new Date(0))).toBeUndefined();
  });

  test("waits, where two confirm, for the one who was first", async () => {
    const key = await begin();
    let late: ReturnType<typeof confirmFactor> | undefined;
    await database.db.transaction().execute(async (trx) => {
      await lockPerson(trx, person.id);
      await keepBegun(trx, { ...vault().sealFactor(person.id, demoFactorKey), userId: person.id, begunAt: noon });
      late = confirmFactor(by(), { key, code: codeShown(noon, key) });
      await vi.waitFor(async () => {
        const waiting = database.sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(await waiting).toHaveLength(1);
      }, 20_000);
    });
    expect(await late).toEqual(refusal("not-begun"));
    expect(await findFactor(database.db, person.id)).toBeUndefined();
  });

  test("makes the code that confirmed it useless for anything else", async () => {
    const { key } = await setUp();
    expect(await act(by(), { code: codeShown(noon, key) })).toEqual(refusal("factor-used"));
    expect(await act(by(later(30)), { code: codeShown(later(30), key) })).toEqual({ ok: true, value: "totp" });
  });

  test("anew takes the factor that stands, which goes on until the new one is confirmed", async () => {
    const { key } = await setUp();
    expect(await beginFactor(by(later(30)), {})).toEqual(refusal("factor-wrong"));
    const next = await begin(later(30), codeShown(later(30), key));
    expect(await act(by(later(60)), { code: codeShown(later(60), key) })).toMatchObject({ ok: true });
    expect(await confirmFactor(by(later(90)), { key: next, code: codeShown(later(90), next) })).toMatchObject({
      ok: true,
    });
    expect(await act(by(later(120)), { code: codeShown(later(120), key) })).toEqual(refusal("factor-wrong"));
    expect(await act(by(later(120)), { code: codeShown(later(120), next) })).toMatchObject({ ok: true });
  });
});

describe("a factor", () => {
  test("passes once: the same code again is refused, by whichever of two that ask at the same moment", async () => {
    await makeFactor(database.db, person);
    const code = codeShown(noon);
    const both = await Promise.all([act(by(), { code }), act(by(), { code })]);
    expect(both.map((answer) => answer.ok).sort()).toEqual([false, true]);
    expect(await act(by(later(20)), { code })).toEqual(refusal("factor-used"));
  });

  test("is not used up by an act that was refused for another reason", async () => {
    await makeFactor(database.db, person);
    const code = codeShown(noon);
    expect(await act(by(), { code, also: "after" })).toEqual(refusal("elsewhere"));
    expect(await act(by(), { code })).toEqual({ ok: true, value: "totp" });
  });

  test("answers a repeated request as before, with the same code or with the next", async () => {
    await makeFactor(database.db, person);
    const once = { ...by(), idempotencyKey: "a-key-of-the-form" };
    const answers = [
      await act(once, { code: codeShown(noon) }),
      await act(once, { code: codeShown(noon) }),
      await act(once, { code: codeShown(later(30)) }),
    ];
    expect(answers).toEqual(Array(3).fill({ ok: true, value: "totp" }));
  });

  test("of another person is none", async () => {
    const other = await makePerson(database.db);
    await makeFactor(database.db, other);
    expect(await act(by(), { code: codeShown(noon) })).toEqual(refusal("no-factor"));
    const { sealed, keyName } = await database.db
      .selectFrom("secondFactors")
      .select(["sealed", "keyName"])
      .where("userId", "=", other.id)
      .executeTakeFirstOrThrow();
    expect(() => vault().unsealFactor(person.id, { sealed, keyName })).toThrow("altered");
  });

  test("by recovery code passes once each, in whatever way it is written", async () => {
    const { recoveryCodes } = await setUp();
    const [first = "", second = ""] = recoveryCodes;
    const typed = `${first.slice(0, 5).toLowerCase()} - ${first.slice(5)}`;
    expect(await act(by(), { code: typed })).toEqual({ ok: true, value: "recovery" });
    expect(await act(by(), { code: first })).toEqual(refusal("factor-used"));
    expect(await act(by(), { code: second })).toEqual({ ok: true, value: "recovery" });
    expect((await findFactor(database.db, person.id))?.codesLeft).toBe(8);
  });

  test("keeps its rules by SQL too", async () => {
    const { recoveryCodes } = await setUp();
    await act(by(), { code: recoveryCodes[0] ?? "" });
    const { sql } = database;
    const id = person.id;
    await expect(sql`update second_factors set last_step = last_step where user_id = ${id}`).rejects.toThrow("once");
    await expect(sql`update second_factors set last_step = 1 where user_id = ${id}`).rejects.toThrow("once");
    await expect(
      sql`update recovery_codes set used_at = null where user_id = ${id} and used_at is not null`,
    ).rejects.toThrow("once");
    await expect(
      sql`update recovery_codes set used_at = now() where user_id = ${id} and used_at is not null`,
    ).rejects.toThrow("once");
  });
});

describe("what is tried", () => {
  test("too often is refused for a quarter of an hour, with the right code too, and is audited", async () => {
    await makeFactor(database.db, person);
    for (let number = 1; number <= 5; number++)
      expect(await act(by(later(number)), { code: "000000" })).toEqual(refusal("factor-wrong"));
    for (let number = 6; number <= 8; number++)
      expect(await act(by(later(number)), { code: codeShown(later(number)) })).toEqual(refusal("too-many-tries"));
    expect(await removeFactor(by(later(9)), { code: codeShown(later(9)) })).toEqual(refusal("too-many-tries"));
    expect(await trail()).toEqual([
      ...Array(5).fill(["refuse-factor", { act: "act", why: "factor-wrong" }]),
      ["refuse-factor", { act: "act", why: "too-many-tries" }],
    ]);
    expect(await act(by(later(16 * 60)), { code: codeShown(later(16 * 60)) })).toMatchObject({ ok: true });
  });

  test("at the same moment passes the limit by no more", async () => {
    await makeFactor(database.db, person);
    const guesses = Array.from({ length: 30 }, (_, at) => String(at).padStart(6, "0"));
    const answers = await Promise.all(guesses.map((code) => act(by(), { code })));
    const looked = answers.filter((answer) => !answer.ok && answer.error.type === "factor-wrong");
    expect(looked).toHaveLength(5);
  });

  test("and comes right gives all tries back; what was refused for another reason gives its own, and no other", async () => {
    await makeFactor(database.db, person);
    const wrongs = async (count: number) => {
      for (let number = 0; number < count; number++)
        expect(await act(by(), { code: "000000" })).toEqual(refusal("factor-wrong"));
    };
    await wrongs(4);
    expect(await act(by(), { code: codeShown(noon) })).toMatchObject({ ok: true });
    await wrongs(4);
    for (let number = 0; number < 9; number++)
      expect(await act(by(), { code: "000000", also: "before" })).toEqual(refusal("elsewhere"));
    await wrongs(1);
    expect(await act(by(later(30)), { code: codeShown(later(30)) })).toEqual(refusal("too-many-tries"));
  });

  test("is given back by no repeated answer, nor by a beginning that shows no code", async () => {
    const wrongs = async (count: number) => {
      for (let number = 0; number < count; number++)
        expect(await act(by(later(31)), { code: "000000" })).toEqual(refusal("factor-wrong"));
    };
    const { key } = await setUp();
    const once = { ...by(later(30)), idempotencyKey: "a-key-of-the-form" };
    const right = { code: codeShown(later(30), key) };
    expect(await act(once, right)).toMatchObject({ ok: true });
    await wrongs(4);
    for (let number = 0; number < 4; number++) expect(await act(once, { code: "111111" })).toMatchObject({ ok: true });
    await wrongs(1);
    expect(await act(by(later(60)), { code: codeShown(later(60), key) })).toEqual(refusal("too-many-tries"));

    const other = await makePerson(database.db);
    const first = { key: await begin(noon, "", other), code: "000000" };
    for (let number = 0; number < 4; number++)
      expect(await confirmFactor(by(noon, other), first)).toEqual(refusal("factor-wrong"));
    const next = { key: await begin(noon, "", other), code: "000000" };
    expect(await confirmFactor(by(noon, other), next)).toEqual(refusal("factor-wrong"));
    expect(await confirmFactor(by(noon, other), next)).toEqual(refusal("too-many-tries"));
  });

  test("by one person is not counted against another", async () => {
    for (let number = 0; number < 6; number++) await act(by(), { code: "000000" });
    const other = await makePerson(database.db);
    await makeFactor(database.db, other);
    expect(await act(by(noon, other), { code: codeShown(noon) })).toMatchObject({ ok: true });
  });
});

describe("changing it", () => {
  test("new recovery codes take the factor, and end the old ones", async () => {
    const { key, recoveryCodes } = await setUp();
    expect(await renewRecoveryCodes(by(later(30)), { code: "000000" })).toEqual(refusal("factor-wrong"));
    const answer = await renewRecoveryCodes(by(later(30)), { code: codeShown(later(30), key) });
    if (!answer.ok) throw new Error(answer.error.type);
    expect(await act(by(), { code: recoveryCodes[0] ?? "" })).toEqual(refusal("factor-wrong"));
    expect(await act(by(), { code: answer.value.recoveryCodes[0] ?? "" })).toMatchObject({ ok: true });
  });

  test("it goes by itself alone, and leaves nothing", async () => {
    const { recoveryCodes } = await setUp();
    expect(await removeFactor(by(), { code: "000000" })).toEqual(refusal("factor-wrong"));
    expect(await removeFactor(by(), { code: recoveryCodes[3] ?? "" })).toMatchObject({ ok: true });
    expect(await findFactor(database.db, person.id)).toBeUndefined();
    expect(await act(by(), { code: recoveryCodes[4] ?? "" })).toEqual(refusal("no-factor"));
    expect(await removeFactor(by(), { code: "000000" })).toEqual(refusal("no-factor"));
  });

  test("whoever operates the machine takes it away for somebody who has lost it", async () => {
    await setUp();
    expect(await forgetFactor(database.db, person.email.toUpperCase())).toEqual({ ok: true, passkeys: 0 });
    expect(await findFactor(database.db, person.id)).toBeUndefined();
    expect(await forgetFactor(database.db, person.email)).toEqual(refusal("no-factor"));
    expect(await forgetFactor(database.db, "nobody@example.org")).toEqual(refusal("unknown-user"));
    const entry = await database.db
      .selectFrom("auditEntries")
      .select(["actorId", "facts"])
      .where("command", "=", "forget-factor")
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ actorId: null, facts: { userId: person.id } });
  });
});

test("a factor goes with its person", async () => {
  await setUp();
  await database.db.transaction().execute((trx) => erasePeople(trx, [person.id], noon));
  for (const table of ["secondFactors", "recoveryCodes"] as const)
    expect(await database.db.selectFrom(table).select("id").where("userId", "=", person.id).execute()).toEqual([]);
});

test("the factor's state is one query", async () => {
  await setUp();
  const { queries } = await database.queriesOf(() => findFactor(database.db, person.id));
  expect(queries).toHaveLength(1);
  // Nothing of it hangs on the app's letters being read in one way
  expect(codeAt(fromBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), stepAt(new Date(59_000)), 8)).toBe("94287082");
});

test("nobody signed in has a factor", async () => {
  expect(await act(by(noon, null), { code: codeShown(noon) })).toEqual(refusal("signed-out"));
});
