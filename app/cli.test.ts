import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import { log } from "~/services/log.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { connect } from "~db/client.ts";
import { insertRehearsal } from "~db/queries/heats/rehearsals.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeFactor } from "~db/seed/factories/second-factors.ts";
import { emptyFolder, soundFiles, soundFolder, soundRound, writeFolder } from "~db/testing/contest-folders.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
const home = join(import.meta.dirname, "..");

// Not all of ours: Vite puts words of its own into the environment.
const environment = (given: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: "test",
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DATABASE_URL: database.url,
  ...given,
});

/** The command in a process of its own, as people start it: for what the process itself does. */
function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", join(home, "app/cli.ts"), ...args], {
    cwd: home,
    env: environment(env),
  });
}

async function ended(child: ChildProcess) {
  const [out, err, code] = await Promise.all([
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
    new Promise<number | null>((done) => child.once("close", done)),
  ]);
  return { out, err, code };
}

let runs = 0;

/**
 * The same module run here, where what it loads is loaded already: what it says on either stream, and with what it would end.
 * It finds the arguments, the environment and a vault without keys as a new process does.
 */
async function run(args: string[], env: Record<string, string> = {}) {
  const said = { out: "", err: "" };
  const into = (stream: keyof typeof said) => (chunk: unknown) => {
    said[stream] += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(into("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(into("err"));
  const logged = (log as unknown as Record<symbol, { write: (line: string) => unknown }>)[pino.symbols.streamSym];
  if (!logged) throw new Error("the log has no stream");
  vi.spyOn(logged, "write").mockImplementation(into("err"));
  const mine = { argv: process.argv, env: process.env, exitCode: process.exitCode };
  const vault = globalThis as { contestVault?: unknown };
  const opened = vault.contestVault;
  const listening = process.stdout.listeners("error");
  Object.assign(process, {
    argv: [process.execPath, "app/cli.ts", ...args],
    env: environment(env),
    exitCode: undefined,
  });
  vault.contestVault = undefined;
  try {
    await import(/* @vite-ignore */ `./cli.ts?run=${++runs}`);
    return { ...said, code: process.exitCode ?? 0 };
  } finally {
    for (const each of process.stdout.listeners("error"))
      if (!listening.includes(each)) process.stdout.off("error", each as () => void);
    Object.assign(process, mine);
    vault.contestVault = opened;
    vi.restoreAllMocks();
  }
}

const contest = (...args: string[]) => run(args);

test("help lists every command, on standard output", async () => {
  const { out, err, code } = await ended(start(["--help"]));
  for (const command of [
    "import",
    "standings",
    "agreement",
    "export",
    "bundle",
    "verify",
    "rehearsal",
    "user",
    "audit",
    "backup",
    "restore",
    "rotate-personal-data-key",
    "migrate",
    "seed",
  ])
    expect(out).toContain(command);
  expect({ err, code }).toEqual({ err: "", code: 0 });
});

test.each([
  [[], "Usage: contest"],
  [["judge"], "error: unknown command 'judge'"],
  [["import"], "error: missing required argument 'FOLDER'"],
  [["import", "a", "--force"], "error: unknown option '--force'"],
  [["import", "a", "b"], "error: too many arguments for 'import'"],
  [["standings"], "error: name rounds, or give --all"],
  [["standings", "a", "--all"], "error: name rounds, or give --all"],
  [["standings", "a", "--format", "xml"], "error: option '--format <FORMAT>' argument 'xml' is invalid"],
  [["bundle", "a"], "error: missing required argument 'FILE'"],
  [["bundle", "a", "b", "--version", "v1"], "It is no number of a version."],
  [["verify"], "error: missing required argument 'FILE'"],
  [["verify", "a", "--key", "xyz"], "It is no public key."],
  [["agreement"], "error: missing required argument 'ROUND'"],
  [["agreement", "a", "--format", "csv"], "error: option '--format <FORMAT>' argument 'csv' is invalid"],
  [["export", "a"], "error: missing required argument 'FOLDER'"],
  [["backup"], "error: missing required argument 'FILE'"],
  [["restore", "a", "--replace"], "error: unknown option '--replace'"],
  [["rehearsal", "wipe"], "error: missing required argument 'ROUND'"],
  [["user", "add", "a@b.example"], "error: required option '--role <ROLE>' not specified"],
  [["user", "add", "a@b.example", "--role", "king"], "error: option '--role <ROLE>' argument 'king' is invalid"],
  [["user", "add", "nobody", "--role", "judge"], "It is no e-mail address."],
  [["audit", "verify", "--head", "41"], "It is no digest: 64 hexadecimal digits."],
])("wrong usage exits 2 and touches no database: %j", async (args, message) => {
  const { out, err, code } = await run(args, { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
  expect(err).toContain(message);
  expect({ out, code }).toEqual({ out: "", code: 2 });
});

test("wrong usage ends the process itself so", async () => {
  expect(await ended(start([]))).toMatchObject({ out: "", code: 2 });
});

test("import tells what came in on standard output, and each refusal with its place on standard error", async () => {
  const root = emptyFolder();
  soundFolder("cli-good", join(root, "good"));
  writeFolder({ ...soundFiles, "scores.csv": "entry,judge,criterion,score\n1,J9,tech,-1\n" }, join(root, "bad"));
  expect(await contest("import", root)).toEqual({
    out: "imported cli-good: 2 entries, 2 judges, 3 sheets, 3 marks\n",
    err: 'bad/scores.csv:2:2: unknown judge "J9"\nbad/scores.csv:2:4: mark -1 is negative\nnothing imported from 1 of 2 folders: bad\n',
    code: 1,
  });
  expect(await contest("import", join(root, "good"), "--replace")).toMatchObject({
    out: "replaced cli-good: 2 entries, 2 judges, 3 sheets, 3 marks\n",
    err: "",
    code: 0,
  });
});

test("import of a folder that is not there, or holds no contest, is refused", async () => {
  const empty = emptyFolder();
  expect(await contest("import", join(empty, "x"))).toEqual({
    out: "",
    err: `there is no folder ${join(empty, "x")}\n`,
    code: 1,
  });
  expect(await contest("import", empty)).toMatchObject({
    err: `no contest folder (with a round.json) at or below ${empty}\n`,
    code: 1,
  });
});

test("standings come as the contract's JSON or as CSV, to standard output or into a file", async () => {
  const other = { ...soundRound, slug: "cli-other", criteria: [{ ...soundRound.criteria[0], key: "x" }] };
  const files = {
    "round.json": JSON.stringify({ ...other, rule: { ...soundRound.rule, ties: [] } }),
    "entries.csv": 'entry,title\n7,"Comma, ""quote"""\n',
    "scores.csv": "entry,judge,criterion,score\n7,J1,x,9\n",
  };
  await contest("import", soundFolder("cli-ranked"));
  await contest("import", writeFolder(files));

  const json = await contest("standings", "cli-other", "cli-ranked");
  expect(json).toMatchObject({ err: "", code: 0 });
  const [first, second] = JSON.parse(json.out);
  expect([first.round, second.round, second.state]).toEqual(["cli-other", "cli-ranked", "closed"]);
  expect(Object.keys(second)).toEqual(["round", "state", "rule", "standings"]);
  expect(second.standings[0]).toMatchObject({
    rank: 1,
    entry: "1",
    total: "12.25",
    criteria: { tech: { combined: "8.5" } },
  });

  const file = join(emptyFolder(), "standings.csv");
  expect(await contest("standings", "cli-ranked", "cli-other", "--format", "csv", "--out", file)).toEqual({
    out: "",
    err: "",
    code: 0,
  });
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  expect(rows.map(({ round, rank, entry, title, total }) => [round, rank, entry, title, total])).toEqual([
    ["cli-ranked", "1", "1", "One", "12.25"],
    ["cli-ranked", "", "2", "Two", ""],
    ["cli-other", "1", "7", 'Comma, "quote"', "9.00"],
  ]);
  expect(rows[0]).toMatchObject({ "tech.combined": "8.5", "team.points": "3.75", "x.combined": "" });
  expect(rows[2]).toMatchObject({ "tech.combined": "", "x.combined": "9" });

  const all = await contest("standings", "--all");
  const slugs = JSON.parse(all.out).map((each: { round: string }) => each.round);
  expect(slugs).toEqual(expect.arrayContaining(["cli-ranked", "cli-other"]));
  expect(await contest("standings", "cli-ranked", "nowhere")).toEqual({
    out: "",
    err: "there is no round nowhere\n",
    code: 1,
  });
});

test("agreement of a round comes as the contract's JSON, over totals or one criterion's marks", async () => {
  const marks = [
    ["1", "J1", 8, 4],
    ["1", "J2", 9, 3],
    ["2", "J1", 5, 5],
    ["2", "J2", 7, 1],
  ];
  const rows = marks.flatMap(([entry, judge, tech, team]) => [
    `${entry},${judge},tech,${tech}`,
    `${entry},${judge},team,${team}`,
  ]);
  const scores = `entry,judge,criterion,score\n${rows.join("\n")}\n`;
  await contest(
    "import",
    writeFolder({
      ...soundFiles,
      "round.json": JSON.stringify({ ...soundRound, slug: "cli-agreed" }),
      "scores.csv": scores,
    }),
  );
  const { out, err, code } = await contest("agreement", "cli-agreed", "--criterion", "tech", "--format", "json");
  expect([err, code]).toEqual(["", 0]);
  expect(Object.keys(JSON.parse(out))).toEqual([
    "judges",
    "entries",
    "icc",
    "kendallW",
    "kendallWCorrected",
    "perJudge",
  ]);
  expect(JSON.parse(out)).toEqual({
    judges: 2,
    entries: 2,
    kendallW: 1,
    kendallWCorrected: 1,
    // Mean squares: entries 6.25, judges 2.25, within 1.25, rest 0.25
    icc: { ICC1: 5 / 7.5, ICC2: 6 / 8.5, ICC3: 6 / 6.5, ICC1k: 5 / 6.25, ICC2k: 6 / 7.25, ICC3k: 6 / 6.25 },
    perJudge: [
      { judge: "J1", mean: 6.5, sd: Math.sqrt(4.5), severity: -0.75 },
      { judge: "J2", mean: 8, sd: Math.sqrt(2), severity: 0.75 },
    ],
  });
  // Totals: tech + 0.25 × team
  const totals = JSON.parse((await contest("agreement", "cli-agreed")).out);
  expect(totals.perJudge.map(({ mean }: { mean: number }) => mean)).toEqual([7.625, 8.5]);
  expect(await contest("agreement", "nowhere")).toEqual({ out: "", err: "there is no round nowhere\n", code: 1 });
  expect(await contest("agreement", "cli-agreed", "--criterion", "law")).toEqual({
    out: "",
    err: "round cli-agreed has no criterion law; it has tech, team\n",
    code: 1,
  });
});

test("a reader who closes the pipe early is no error", async () => {
  const entries = Array.from({ length: 3000 }, (_, n) => `${n},${"long title ".repeat(20)}`).join("\n");
  await contest("import", writeFolder({ ...soundFiles, "entries.csv": `entry,title\n${entries}\n` }));
  const child = start(["standings", "heat-one"]);
  child.stdout?.once("data", () => child.stdout?.destroy());
  const err = child.stderr ? text(child.stderr) : "";
  expect(await new Promise((done) => child.once("exit", done))).toBe(0);
  expect(await err).toBe("");
});

test("export writes a folder that import takes", async () => {
  await contest("import", soundFolder("cli-export"));
  const folder = join(emptyFolder(), "out");
  expect(await contest("export", "cli-export", folder)).toEqual({
    out: `exported cli-export to ${folder}\n`,
    err: "",
    code: 0,
  });
  expect(await contest("import", folder, "--replace")).toMatchObject({ code: 0 });
  expect(await contest("export", "cli-export", folder)).toEqual({
    out: "",
    err: `${folder} is not an empty folder\n`,
    code: 1,
  });
});

test("user add gives a role everywhere, in an edition or in a round, once", async () => {
  await contest("import", soundFolder("cli-users"));
  const add = (...more: string[]) => contest("user", "add", "New@Desk.example", ...more);
  expect(await add("--role", "organizer", "--name", "张三")).toEqual({
    out: "new@desk.example is organizer everywhere\n",
    err: "",
    code: 0,
  });
  expect(await add("--role", "organizer")).toMatchObject({ code: 0 });
  expect(await add("--role", "scorer", "--edition", "imported")).toMatchObject({ code: 0 });
  expect(await add("--role", "judge", "--round", "cli-users")).toMatchObject({ code: 0 });
  expect(await add("--role", "judge", "--round", "nowhere")).toEqual({
    out: "",
    err: "there is no round nowhere\n",
    code: 1,
  });
  const grants = database.db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .leftJoin("editions", "editions.id", "roleGrants.editionId")
    .leftJoin("rounds", "rounds.id", "roleGrants.roundId")
    .select(["users.name", "role", "editions.slug as edition", "rounds.slug as round"])
    .where("email", "=", "new@desk.example")
    .orderBy("roleGrants.id");
  expect(await grants.execute()).toEqual([
    { name: "张三", role: "organizer", edition: null, round: null },
    { name: "张三", role: "scorer", edition: "imported", round: null },
    { name: "张三", role: "judge", edition: null, round: "cli-users" },
  ]);
});

test("user remove takes a role back for a reason, and says what is not there", async () => {
  const user = (...more: string[]) => contest("user", ...more);
  await user("add", "Gone@Desk.example", "--role", "organizer");
  const remove = ["remove", "Gone@Desk.example", "--role", "organizer"];
  expect(await user(...remove)).toMatchObject({ code: 2 });
  expect(await user(...remove, "--reason", "left the district")).toEqual({
    out: "gone@desk.example is not organizer everywhere any more; sessions ended: 0\n",
    err: "",
    code: 0,
  });
  expect(await user(...remove, "--reason", "again")).toEqual({
    out: "",
    err: "gone@desk.example is not organizer everywhere\n",
    code: 1,
  });
});

test("migrate brings an empty database up, and says when there is nothing to do", async () => {
  const name = `cli_empty_${process.pid}`;
  await database.sql`create database ${database.sql(name)}`;
  try {
    const env = { DATABASE_URL: database.url.replace(/[^/]+$/, name) };
    const first = await run(["migrate"], env);
    expect(first.out.split("\n")[0]).toBe("applied 001_accounts");
    expect(await run(["migrate"], env)).toEqual({
      out: "",
      err: "the database is at the newest migration already\n",
      code: 0,
    });
  } finally {
    await database.sql`drop database ${database.sql(name)} with (force)`;
  }
});

test("seed fills an empty database only, and tells with what its people sign results", async () => {
  const name = `cli_seeded_${process.pid}`;
  await database.sql`create database ${database.sql(name)}`;
  const keys = {
    PERSONAL_DATA_KEYS: `2026:${Buffer.alloc(32, 7).toString("base64")}`,
    PERSONAL_DATA_INDEX_KEY: "what numbers are found by, long enough",
  };
  const env = { DATABASE_URL: database.url.replace(/[^/]+$/, name), DATA_DIR: emptyFolder(), ...keys };
  try {
    expect(await run(["seed"], env)).toMatchObject({
      out: `seeded the demo edition\nits organizer and supervisor sign results with the authenticator key ${demoFactorKey}\n`,
      code: 0,
    });
    expect(await run(["seed"], env)).toEqual({
      out: "",
      err: "the database holds an edition already: only an empty one is seeded\n",
      code: 1,
    });
  } finally {
    await database.sql`drop database ${database.sql(name)} with (force)`;
  }
});

test("a database that does not answer is told in one line, without its password", async () => {
  const { out, err, code } = await ended(
    start(["migrate"], { DATABASE_URL: "postgres://someone:secret@127.0.0.1:1/none" }),
  );
  expect(err).toMatch(/^the database 127\.0\.0\.1:1\/none does not answer: .+\n$/);
  expect(err).not.toContain("secret");
  expect({ out, code }).toEqual({ out: "", code: 1 });
});

test("an interrupted import leaves nothing in the database and nothing running there", async () => {
  const root = soundFolder("cli-interrupted");
  const blocker = connect(database.url, { max: 1 });
  try {
    // The import waits for this lock, in the middle of its transaction.
    await blocker.sql`begin`;
    await blocker.sql`lock table panel_members in access exclusive mode`;
    const child = start(["import", root]);
    const end = ended(child);
    await expect.poll(() => waiting(database.sql), { timeout: 60_000 }).toBe(1);
    child.kill("SIGINT");
    expect(await end).toEqual({ out: "", err: "interrupted: nothing of the step under way was kept\n", code: 130 });
    expect(await waiting(database.sql)).toBe(0);
  } finally {
    await blocker.sql`rollback`;
    await blocker.end();
  }
  const rounds = database.db.selectFrom("rounds").select("id").where("slug", "=", "cli-interrupted");
  expect(await rounds.execute()).toEqual([]);
});

async function waiting(sql: typeof database.sql): Promise<number> {
  const rows = await sql`
    select from pg_stat_activity where application_name like 'contest-cli-%' and datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length;
}

test("a rehearsal is in no standings and no export, and is wiped by one command; a real round is not", async () => {
  expect(await contest("import", soundFolder("cli-rehearsed"))).toMatchObject({ code: 0 });
  const heat = database.db.selectFrom("rounds").select("id").where("slug", "=", "cli-rehearsed");
  const { id } = await heat.executeTakeFirstOrThrow();
  const { slug } = await database.db.transaction().execute((trx) => insertRehearsal(trx, id));
  const { out } = await contest("standings", "--all");
  const rounds = JSON.parse(out).map((each: { round: string }) => each.round);
  expect(rounds).toContain("cli-rehearsed");
  expect(rounds).not.toContain(slug);
  for (const args of [
    ["standings", slug],
    ["agreement", slug],
    ["export", slug, emptyFolder()],
  ])
    expect(await contest(...args)).toEqual({ out: "", err: `there is no round ${slug}\n`, code: 1 });
  const refused = { out: "", err: "round cli-rehearsed is no rehearsal\n", code: 1 };
  expect(await contest("rehearsal", "wipe", "cli-rehearsed")).toEqual(refused);
  expect(await contest("rehearsal", "wipe", slug)).toEqual({ out: `wiped ${slug}\n`, err: "", code: 0 });
  expect(await contest("rehearsal", "wipe", slug)).toMatchObject({ err: `there is no round ${slug}\n`, code: 1 });
});

test("without DATABASE_URL the embedded database of DATA_DIR is started, and stopped again", async () => {
  const data = emptyFolder();
  const env = { DATABASE_URL: "", DATA_DIR: data };
  const imported = await ended(start(["import", soundFolder("cli-embedded")], env));
  expect(imported).toMatchObject({ err: "", code: 0 });
  expect(existsSync(join(data, "postgres/cluster/postmaster.pid"))).toBe(false);
  const standings = await ended(start(["standings", "--all"], env));
  expect(JSON.parse(standings.out).map((each: { round: string }) => each.round)).toEqual(["cli-embedded"]);
  expect(existsSync(join(data, "postgres/cluster/postmaster.pid"))).toBe(false);
});

test("a lost second factor is taken away, of somebody who has one", async () => {
  const person = await makePerson(database.db);
  await makeFactor(database.db, person);
  const forget = (email: string) => contest("user", "forget-factor", email);
  expect(await forget(person.email)).toEqual({
    out: `${person.email} has no second factor any more\n`,
    err: "",
    code: 0,
  });
  expect(await forget(person.email)).toEqual({ out: "", err: `${person.email} has no second factor\n`, code: 1 });
  expect(await forget("no@one.example")).toEqual({ out: "", err: "there is nobody with no@one.example\n", code: 1 });
  expect(await forget("nobody")).toMatchObject({ code: 2 });
});

test("the wait before signing is waived for a person, or set for an edition, with a reason", async () => {
  const { edition } = await makeEdition(database.db);
  const round = await makeRound(database.db, { editionId: edition.id });
  const grants = [{ role: "scorer" as const, roundId: round.id }];
  const person = await makePerson(database.db, { grants, grantedAt: new Date() });
  const waive = (...more: string[]) =>
    contest("user", "waive-wait", person.email, "--role", "scorer", "--round", round.slug, ...more);
  expect(await waive()).toMatchObject({ code: 2 });
  expect(await waive("--reason", "急需替补")).toEqual({
    out: `${person.email} may sign as scorer in round ${round.slug} from now on\n`,
    err: "",
    code: 0,
  });
  expect(await waive("--reason", "急需替补")).toEqual({
    out: "",
    err: `${person.email} may sign as scorer in round ${round.slug} already\n`,
    code: 1,
  });
  const set = (hours: string, of = edition.slug) => contest("signing-wait", of, hours, "--reason", "一日赛程");
  expect(await set("1")).toMatchObject({
    out: expect.stringContaining("held for 1 hours before it signs (before: 24)"),
  });
  expect(await set("1", "nowhere")).toEqual({ out: "", err: "there is no edition nowhere\n", code: 1 });
  expect(await set("1000")).toMatchObject({ code: 2 });
});

test("rotation of the key says what it did, or in one line which key is missing", async () => {
  const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64");
  const indexKey = { PERSONAL_DATA_INDEX_KEY: "what numbers are found by, long enough" };
  const rotate = (keys: string) => run(["rotate-personal-data-key"], { PERSONAL_DATA_KEYS: keys, ...indexKey });
  expect(await rotate(`2027:${keyOf(2)}`)).toEqual({
    out: 'sealed 0 numbers under "2027"; older keys can be taken out\n',
    err: "",
    code: 0,
  });
  const unusable = await rotate("2027");
  expect([unusable.code, unusable.err.split("\n").length]).toEqual([1, 3]);
  expect(unusable.err).toContain("PERSONAL_DATA_KEYS: part 1 is not written as name:base64");
  const lacking = await run(["rotate-personal-data-key"]);
  expect([lacking.code, lacking.err]).toEqual([1, expect.stringContaining("PERSONAL_DATA_KEYS or")]);
});

test("audit verify tells that the trail is whole, or names the first entry that is not what was sealed", async () => {
  await contest("import", soundFolder("cli-audited"));
  await sealTrail(database.db, () => new Date());
  const whole = await contest("audit", "verify");
  expect(whole).toMatchObject({ err: "", code: 0 });
  const [, entries, head] =
    /^whole: (\d+) entries in \d+ seals; 0 not sealed yet\nnot looked at: who made the seals, which takes BUNDLE_SIGNING_KEY\nhead ([0-9a-f]{64})\n$/.exec(
      whole.out,
    ) ?? [];
  expect(Number(entries)).toBeGreaterThan(0);

  const noted = await contest("audit", "verify", "--head", head?.toUpperCase() ?? "");
  expect(noted.out).toMatch(/; 1 not sealed yet\nnot looked at: .+\nthe digest noted is that of seal \d+\n/);
  expect(await contest("audit", "verify", "--head", "0".repeat(64))).toEqual({
    out: "",
    err: "the audit trail is broken: no seal has the digest noted: the trail was cut off, or sealed anew\n",
    code: 1,
  });

  const [first] = await database.sql`select id from audit_entries order by id limit 1`;
  await database.sql`alter table audit_entries disable trigger append_only`;
  await database.sql`update audit_entries set facts = facts || '{"marks": 1}' where id = ${first?.id}`;
  await database.sql`alter table audit_entries enable trigger append_only`;
  expect(await contest("audit", "verify")).toEqual({
    out: "",
    err: `the audit trail is broken: entry ${first?.id} (seal 1, place 1) was altered\n`,
    code: 1,
  });
});

test("a version that was replaced is bundled as it was, to the byte; one that never was is refused", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  const round = heat.round.slug;
  const folder = emptyFolder();
  const key = { BUNDLE_SIGNING_KEY: "05".repeat(32) };
  const bundle = (name: string, ...more: string[]) => run(["bundle", round, join(folder, name), ...more], key);
  await releaseRound(db, heat, "published");
  expect((await bundle("stood")).code).toBe(0);
  await db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
  await releaseRound(db, heat, "published", { reason: "名称有误" });
  expect(await bundle("replaced", "--version", "1")).toMatchObject({ err: "", code: 0 });
  expect(readFileSync(join(folder, "replaced"), "utf8")).toBe(readFileSync(join(folder, "stood"), "utf8"));
  expect(await bundle("never", "--version", "3")).toEqual({
    out: "",
    err: `round ${round} has no published version 3 that can be read\n`,
    code: 1,
  });
});

test("a published round is bundled into a file that verify recomputes without a database; an altered one is refused", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 5, entries: 3 });
  const round = heat.round.slug;
  const file = join(emptyFolder(), "result.json");
  const key = { BUNDLE_SIGNING_KEY: "05".repeat(32) };
  const bundle = (env: Record<string, string>) => run(["bundle", round, file], env);
  expect(await bundle({})).toMatchObject({ err: expect.stringContaining("BUNDLE_SIGNING_KEY is missing"), code: 1 });
  expect(await bundle(key)).toEqual({ out: "", err: `round ${round} has no published result\n`, code: 1 });
  const { digest } = await releaseRound(db, heat, "published");
  const publicKey = publicKeyOf("05".repeat(32));
  const bundled = await ended(start(["bundle", round, file], key));
  expect(bundled).toMatchObject({ out: `bundled ${round}, version 1, signed by key ${publicKey}\n`, code: 0 });
  const { seal } = JSON.parse(readFileSync(file, "utf8")).statement.audit;
  // The trail's seal, made for it, is logged as every seal
  expect(JSON.parse(bundled.err)).toMatchObject({ seal: seal.number, digest: seal.digest });

  const nowhere = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
  const verify = (...args: string[]) => run(["verify", ...args], nowhere);
  const held = await verify(file, "--key", publicKey.toUpperCase());
  expect(held).toMatchObject({ err: "", code: 0 });
  expect(held.out).toContain(`recomputed: 3 entries, 5 judges, 15 sheets; digest ${digest}`);
  expect(held.out).toContain(`stands in seal ${seal.number} of the audit trail, with digest ${seal.digest}`);
  expect(await verify(file, "--key", "0".repeat(64))).toMatchObject({
    err: `${file}: it is signed by another key, ${publicKey}\n`,
    code: 1,
  });
  // Without a key it is recomputed all the same, but is no proof of who signed it
  const unpinned = await verify(file);
  expect(unpinned).toMatchObject({ err: expect.stringContaining("anybody can have signed it"), code: 1 });
  expect(unpinned.out).toContain(`signed by key ${publicKey}: compare it`);
  expect(unpinned.out).toContain("not looked at: whether that seal stands in the trail");
  expect(await verify(file, "--unpinned")).toMatchObject({ out: unpinned.out, err: "", code: 0 });
  const text = readFileSync(file, "utf8");
  const altered = join(emptyFolder(), "altered.json");
  writeFileSync(altered, text.replace(/"total":"\d/, '"total":"1'));
  expect(await verify(altered)).toMatchObject({ out: "", err: expect.stringContaining("does not hold"), code: 1 });
  expect(await verify("nowhere.json")).toMatchObject({ err: "there is no file nowhere.json to read\n", code: 1 });
});

test("a backup is restored into an empty database, in which nobody is at work, and interrupted without a trace", async () => {
  await contest("import", soundFolder("cli-backed-up"));
  const folder = emptyFolder();
  const file = join(folder, "desk.backup");
  const backedUp = await contest("backup", file);
  expect(backedUp).toMatchObject({ err: "", code: 0 });
  expect(backedUp.out).toMatch(/^backed up \d+ rows of \d+ tables and 0 files to .+desk\.backup\n$/);

  const name = `cli_restored_${process.pid}`;
  await database.sql`create database ${database.sql(name)}`;
  const env = { DATABASE_URL: database.url.replace(/[^/]+$/, name), DATA_DIR: folder };
  const there = (...args: string[]) => run(args, env);
  const holder = connect(env.DATABASE_URL, { max: 1, name: "holder" });
  const watcher = connect(env.DATABASE_URL, { max: 1, name: "watcher" });
  try {
    expect(await there("backup", join(folder, "none"))).toEqual({
      out: "",
      err: "the database holds no tables of the contest: there is nothing to back up\n",
      code: 1,
    });
    writeFileSync(join(folder, "cut"), readFileSync(file).subarray(0, 5000));
    expect(await there("restore", join(folder, "cut"))).toEqual({
      out: "",
      err: `${join(folder, "cut")} is cut off or was altered: nothing was changed\n`,
      code: 1,
    });

    // The restore waits for this number, when all rows are in
    await holder.sql`begin`;
    await holder.sql`select nextval('rounds_id_seq')`;
    const child = start(["restore", file], env);
    const end = ended(child);
    await expect.poll(() => waiting(watcher.sql), { timeout: 60_000 }).toBe(1);
    child.kill("SIGINT");
    expect(await end).toEqual({ out: "", err: "interrupted: nothing of the step under way was kept\n", code: 130 });
    expect([...(await watcher.sql`select id from rounds`)]).toEqual([]);
    await holder.sql`rollback`;

    // What stood there before had a trail of its own, and the note of its last seal
    writeFileSync(
      join(folder, "audit-head"),
      JSON.stringify({ database: `127.0.0.1/${name}`, number: 9, digest: "9".repeat(64) }),
    );
    const restored = await there("restore", file);
    expect(restored).toMatchObject({ err: "", code: 0 });
    expect(restored.out).toMatch(/^restored \d+ rows of \d+ tables and 0 files, as they were at \d{4}-.+Z\n$/);
    expect(existsSync(join(folder, "audit-head"))).toBe(false);
    const again = await there("restore", file);
    expect(again).toMatchObject({ out: "", code: 1 });
    expect(again.err).toMatch(/^the database is not empty \(\w+\): a backup goes into a new one only\n$/);
  } finally {
    await holder.end();
    await watcher.end();
    await database.sql`drop database ${database.sql(name)} with (force)`;
  }
});
