import { sql } from "kysely";
import { sealTrail } from "../../app/services/audit/audit-sealing.ts";
import { verifyTrail } from "../../app/services/audit/audit-verification.ts";
import { createAuth } from "../../app/services/auth/auth.ts";
import { eraseDueEditions } from "../../app/services/jobs/retention.ts";
import { remindDrafts } from "../../app/services/mail/draft-reminders.ts";
import { remindLandings } from "../../app/services/mail/landing-reminders.ts";
import { remindOfMails, remindOfObjections } from "../../app/services/mail/staff-turns.ts";
import type { Database } from "../../db/client.ts";
import { deleteExpired } from "../../db/queries/operations.ts";
import { makeClosedHeat } from "../../db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "../../db/seed/factories/heats.ts";
import { makeManyApplications, makePerson } from "../../db/seed/factories/many-applications.ts";
import { cookieOf } from "./judges.ts";
import { rateOf } from "./measure.ts";
import { memoryOf } from "./starts.ts";

/** GROWTH="0.01 0.1" stops at a tenth. */
const shares = (process.env.GROWTH ?? "0.01 0.1 1").split(" ").map(Number);
const full = { applications: 100_000, heats: 200, viewers: 50_000 };
/** What of one application and one heat is left elsewhere. */
const mailsEach = 2;
const entriesEach = 5;
const times = 3;

/**
 * What every list, file, job and page costs at 1, 10 and 100 per cent of a hundred thousand applications, two hundred heats
 * with their published results, and fifty thousand viewers of one of them; without what caches keep, but where it is said.
 * Nobody analyses the tables but autovacuum.
 */
export async function benchGrowth(
  database: Database,
  given: { url: string; secret: string; pid: number },
): Promise<string> {
  const scene = await makeScene(database, given);
  const figures = new Map<string, string[]>();
  const note = (what: string, figure: string) => figures.set(what, [...(figures.get(what) ?? []), figure]);
  for (const share of shares) {
    const began = performance.now();
    await scene.growTo(share);
    process.stderr.write(`grown to ${share * 100} % in ${seconds(performance.now() - began)}\n`);
    for (const [what, work] of Object.entries(jobs(database))) note(what, seconds(await timed(work)));
    for (const { who, headers, pages } of await scene.visitors())
      for (const page of pages) note(`${who}: ${scene.general(page)}`, await visited(given.url + page, headers));
    const { latest } = scene;
    for (const [how, fresh] of [
      ["kept", false],
      ["past what is kept", true],
    ] as const) {
      const { perSecond } = await rateOf({
        url: `${given.url}/results/${latest()}`,
        connections: 50,
        seconds: 4,
        fresh,
      });
      note(
        `${full.viewers} viewers at 100 % open one result at once, ${how}`,
        seconds((full.viewers * share * 1000) / perSecond),
      );
    }
    note("memory after that", await memoryOf(given.pid, 350));
  }
  return table(figures);
}

function table(figures: Map<string, string[]>): string {
  const rows = [...figures].map(([what, each]) => `| ${[what, ...each].join(" | ")} |`);
  const head = ["work", ...shares.map((share) => `${share * 100} %`)];
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...rows].join("\n");
}

const seconds = (ms: number) => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The quickest of a few visits, whole; a slow page and a file are asked for once. */
async function visited(address: string, headers: Record<string, string>): Promise<string> {
  let quickest = Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (let time = 0; time < times && (time === 0 || quickest < 1000); time++) {
    const began = performance.now();
    const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}asked=${began}`, { headers });
    if (answer.status !== 200) return `answered ${answer.status}`;
    bytes = (await answer.arrayBuffer()).byteLength;
    quickest = Math.min(quickest, performance.now() - began);
  }
  return `${seconds(quickest)}, ${(bytes / 1000).toFixed(0)} kB`;
}

function jobs({ db }: Database): Record<string, () => Promise<unknown>> {
  const at = new Date();
  return {
    "job: the trail's new entries are sealed (the product's own job has a share)": async () =>
      await sealTrail(db, () => new Date()),
    "job: the whole trail is verified": async () => await verifyTrail(db, at),
    "job: reminders of drafts": async () => await remindDrafts(db, at),
    "job: reminders of landings": async () => await remindLandings(db, at),
    "job: reminders of mails and objections": async () => {
      await remindOfMails(db, at);
      await remindOfObjections(db, at);
    },
    "job: what has expired is deleted": async () => await deleteExpired(db, at),
    "job: editions that are due are erased": async () => await eraseDueEditions(db, at),
  };
}

async function makeScene({ db }: Database, { url, secret }: { url: string; secret: string }) {
  const auth = createAuth({ db, baseUrl: url, secret });
  const { edition, groups, track } = await makeEdition(db, { slug: `growth-${Date.now().toString(36)}` });
  const editionId = edition.id;
  const organizer = await makePerson(db, { grants: [{ role: "organizer" }] });
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor" }] });
  const recommending = await makePerson(db, { name: "引荐单位" });
  const recommender = await db
    .insertInto("recommenders")
    .values({ editionId, key: edition.slug, name: "引荐单位", email: recommending.email })
    .returning("id")
    .executeTakeFirstOrThrow();
  const heats: Awaited<ReturnType<typeof makeClosedHeat>>[] = [];
  const screening: number[] = [];
  let applications = 0;

  /** Mails and the trail's entries of what was handed in since, as they lie there afterwards. */
  const leaveBehind = async (after: number) => {
    await sql`insert into mails (template, recipient, locale, application_id, edition_id, state, sent_at, created_at, delivery, delivery_at)
      select 'application-receipt', code || '@example.com', 'zh-CN', id, edition_id, 'sent', submitted_at, submitted_at,
        case when id % 100 = 0 then 'bounced' else 'delivered' end, submitted_at
      from applications, generate_series(1, ${mailsEach}::integer) where edition_id = ${editionId} and id > ${after} order by id`.execute(
      db,
    );
    await sql`insert into audit_entries (command, actor_id, edition_id, application_id, at)
      select (array['start-application', 'submit-application', 'claim-application', 'decide-application', 'save-draft'])[i],
        applicant_id, edition_id, id, submitted_at
      from applications, generate_series(1, ${entriesEach}::integer) i where edition_id = ${editionId} and id > ${after} order by id, i`.execute(
      db,
    );
  };

  let code = "";
  return {
    /** A page's address without what is of this run. */
    general: (page: string) =>
      decodeURIComponent(page)
        .replaceAll(edition.slug, ":edition")
        .replaceAll(heats.at(-1)?.round.slug ?? ":heat", ":heat")
        .replaceAll(code, ":code"),
    latest: () => heats.at(-1)?.round.slug ?? "",
    growTo: async (share: number) => {
      while (screening.length < (full.heats * share) / 2)
        screening.push(
          (await makeRound(db, { editionId, slug: `${edition.slug}-s${screening.length}`, state: "screening" })).id,
        );
      while (heats.length < (full.heats * share) / 2) {
        const heat = await makeClosedHeat(db, { editionId, entries: 30, judges: 7 });
        await releaseRound(db, heat, "published");
        heats.push(heat);
      }
      const { last } = await db
        .selectFrom("applications")
        .select((eb) => eb.fn.max("id").as("last"))
        .executeTakeFirstOrThrow();
      await makeManyApplications(db, {
        editionId,
        count: full.applications * share - applications,
        prefix: `G${share * 100}`,
        roundIds: screening,
        trackIds: [track.id],
        groupIds: { company: groups.company.id, team: groups.team.id },
        recommenderIds: [recommender.id],
        mixed: true,
      });
      applications = full.applications * share;
      await leaveBehind(last ?? 0);
    },
    visitors: async () => {
      const heat = heats.at(-1);
      const one = await db
        .selectFrom("applications")
        .select(["code", "applicantId"])
        .where("editionId", "=", editionId)
        .orderBy("id", "desc")
        .executeTakeFirstOrThrow();
      code = one.code;
      const desk = `/organize/editions/${edition.slug}`;
      const list = `${desk}/applications`;
      const round = `/organize/rounds/${heat?.round.slug}`;
      const as = async (id: string) => ({ cookie: await cookieOf(auth, id) });
      return [
        {
          who: "anyone",
          headers: {},
          pages: ["/", "/results", `/results/${heat?.round.slug}`, `/editions/${edition.slug}`, "/notices"],
        },
        {
          who: "organizer",
          headers: await as(organizer.id),
          pages: [
            "/organize",
            list,
            `${list}?search=%E8%8A%AF%E7%89%87`,
            `${list}?search=zn`,
            `${list}?search=${one.code}`,
            `${list}?last=yes`,
            `${list}?group=company&eligibility=met&state=submitted&sort=title`,
            `${list}/act?scope=all&act=qualify`,
            ...[
              "portrait",
              "chains",
              "advancement",
              "awards",
              "diligence",
              "landing",
              "reveals",
              "batches",
              "mail",
            ].map((page) => `${desk}/${page}`),
            ...[
              "mail/bounces",
              "mail/announce",
              "mail/invite",
              "settings",
              "settings/people",
              "settings/recommenders",
            ].map((page) => `${desk}/${page}`),
            `/organize/applications/${one.code}`,
            "/organize/objections",
            "/organize/trail",
            `/organize/trail?search=${one.code}`,
            "/organize/health",
            round,
            `${round}/standings`,
            `${round}/table`,
            `${list}.csv`,
            `${list}.xlsx`,
            `${desk}/lists/bounces.csv`,
          ],
        },
        {
          who: "supervisor",
          headers: await as(supervisor.id),
          pages: ["/organize", "/organize/trail", "/organize/objections"],
        },
        { who: "applicant", headers: await as(one.applicantId), pages: ["/apply", `/apply/${one.code}`] },
        {
          who: "recommender",
          headers: await as(recommending.id),
          pages: ["/recommend"],
        },
        { who: "judge", headers: await as(heat?.seats[0]?.actor.id ?? ""), pages: ["/judge"] },
      ];
    },
  };
}
