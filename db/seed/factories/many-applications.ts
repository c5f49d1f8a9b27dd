import type { Actor, Role } from "~/rules/accounts/access.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { searchColumns } from "~/rules/screening/search-text.ts";
import type { Db } from "~db/client.ts";
import { demoApplicant } from "../demo/answers.ts";
import { tracks } from "../demo/tracks.ts";
import { randomFrom } from "../random.ts";

let made = 0;

/** Since when people of these factories hold their roles, unless told otherwise: for long enough to sign results with them. */
const longAgo = new Date("2020-01-01T00:00:00Z");

/** A person with an account, and the grants given: each `{ role }` with an edition, a round, or neither (everywhere). */
export async function makePerson(
  db: Db,
  given: {
    name?: string;
    email?: string;
    locale?: "zh-CN" | "en";
    grants?: { role: Role; editionId?: number; roundId?: number }[];
    grantedAt?: Date;
  } = {},
): Promise<Actor> {
  const number = ++made;
  const id = `person-${process.pid}-${Date.now().toString(36)}-${number}`;
  const person = {
    id,
    name: given.name ?? `Person ${number}`,
    email: given.email ?? `${id}@example.com`,
    locale: given.locale ?? "zh-CN",
  };
  await db
    .insertInto("users")
    .values({ ...person, emailVerified: true })
    .execute();
  const grants = (given.grants ?? []).map((grant) => ({
    role: grant.role,
    editionId: grant.editionId ?? null,
    roundId: grant.roundId ?? null,
  }));
  if (grants.length > 0)
    await db
      .insertInto("roleGrants")
      .values(grants.map((grant) => ({ ...grant, userId: id, grantedAt: given.grantedAt ?? longAgo })))
      .execute();
  return { ...person, grants, proven: true };
}

const rowsAtOnce = 500;
const minute = 60_000;

interface Many {
  editionId: number;
  count: number;
  roundIds: number[];
  groupIds: { company: number; team: number };
  trackIds?: number[];
  recommenderIds?: number[];
  screenerIds?: string[];
  /** Some of every state, instead of all as they were handed in. */
  mixed?: boolean;
  /** When the last of them was handed in; each earlier one is a few minutes older. */
  until?: Date;
  /** Begins the codes, for more than one call in an edition. */
  prefix?: string;
}

/**
 * Very many submitted applications of an edition, each by an applicant of its own, with names and titles as people have
 * them, found by the search; the same call always makes the same ones. A few statements for each 500.
 */
export async function makeManyApplications(db: Db, given: Many): Promise<void> {
  const random = randomFrom(20231208 + given.editionId);
  const until = (given.until ?? new Date("2026-11-01T04:00:00Z")).getTime();
  for (let from = 0; from < given.count; from += rowsAtOnce) {
    const numbers = Array.from({ length: Math.min(rowsAtOnce, given.count - from) }, (_, at) => from + at + 1);
    const rows = numbers.map((number) => {
      const at = new Date(until - (given.count - number) * 7 * minute - random.int(0, 6) * minute);
      return rowOf(given, number, random, at);
    });
    await db
      .insertInto("users")
      .values(rows.map(({ person }) => person))
      .execute();
    const inserted = await db
      .insertInto("applications")
      .values(rows.map(({ application }) => application))
      .returning(["id", "code", "state", "roundId", "groupId", "projectTitle"])
      .execute();
    const handedIn = new Map(rows.map(({ application }) => [application.code, application]));
    await db
      .insertInto("submissions")
      .values(
        inserted.flatMap(({ id, code }) => {
          const { answers, submittedAt } = handedIn.get(code) ?? {};
          return answers && submittedAt
            ? [{ applicationId: id, number: 1, answers, choices: {}, consentVersion: "2026-11", submittedAt }]
            : [];
        }),
      )
      .execute();
    const entries = inserted.filter(({ state }) => state === "qualified");
    if (entries.length > 0)
      await db
        .insertInto("entries")
        .values(
          entries.map(({ id, roundId, groupId, projectTitle }) => ({
            roundId: roundId ?? 0,
            applicationId: id,
            groupId,
            key: String(id),
            title: projectTitle ?? "",
          })),
        )
        .execute();
  }
}

const mixture: ApplicationState[] = [
  ...Array<ApplicationState>(12).fill("submitted"),
  ...Array<ApplicationState>(3).fill("qualified"),
  "returned",
  "returned",
  "waiting",
  "ineligible",
  "withdrawn",
];

function rowOf(given: Many, number: number, random: ReturnType<typeof randomFrom>, at: Date) {
  const { editionId, roundIds, trackIds, recommenderIds, screenerIds, groupIds } = given;
  const some = <T>(from: T[] | undefined, share: number): T | null =>
    from && from.length > 0 && random.next() < share ? random.pick(from) : null;
  const { name, locale, company, answers } = demoApplicant(random, number, random.pick(tracks));
  const code = `${given.prefix ?? `W${editionId}`}-${String(number).padStart(6, "0")}`;
  const id = `many-${code}`.toLowerCase();
  const email = `${id}@example.com`;
  const state = given.mixed ? random.pick(mixture) : "submitted";
  const wished = random.pick(roundIds);
  const own: DraftAnswers = { ...answers, leaderEmail: email };
  return {
    person: { id, name, email, locale, emailVerified: true },
    application: {
      editionId,
      code,
      applicantId: id,
      state,
      announcedState: state,
      roundId: random.next() < 0.95 ? wished : random.pick(roundIds),
      wishedRoundId: wished,
      trackId: some(trackIds, 1),
      groupId: company ? groupIds.company : groupIds.team,
      recommenderId: some(recommenderIds, 0.3),
      screenerId: some(screenerIds, 0.4),
      eligibility: random.pick(["met", "met", "met", "by-hand", "not-met"]),
      locale,
      answers: own,
      ...searchColumns({ code, answers: own }),
      consentVersion: "2026-11",
      consentedAt: at,
      submittedAt: at,
      createdAt: at,
      updatedAt: at,
      ...(state === "withdrawn" ? { withdrawnAt: at, withdrawnReason: "另有安排" } : {}),
    },
  };
}
