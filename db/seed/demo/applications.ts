import type { IdentityKind } from "~/primitives/identity-number.ts";
import { applicationCode, codeAlphabet, codeLength } from "~/rules/applications/application-code.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { evaluateEligibility, verdictOf } from "~/rules/screening/eligibility.ts";
import { eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { searchColumns } from "~/rules/screening/search-text.ts";
import { vault } from "~/services/vault/vault.ts";
import type { Db } from "../../client.ts";
import type { Json } from "../../json-columns.ts";
import { randomFrom } from "../random.ts";
import { type DemoApplicant, demoApplicant } from "./answers.ts";
import { morning } from "./edition.ts";
import { type DemoHeat, heats } from "./heats.ts";
import { tracks } from "./tracks.ts";

export interface DemoApplication extends DemoApplicant {
  heat: DemoHeat;
  /** Days before the heat on which it was handed in; a draft was only begun then. */
  daysBefore: number;
  draft: boolean;
}

/** The demo's applications in order; the same on every machine. The last of each open heat is still a draft. */
export function demoApplications(): DemoApplication[] {
  const random = randomFrom(20230606);
  return heats.flatMap((heat, at) => {
    const track = tracks.find((each) => each.key === heat.track);
    if (!track) throw new Error(`no track ${heat.track}`);
    const before = heats.slice(0, at).reduce((sum, each) => sum + each.applications, 0);
    return Array.from({ length: heat.applications }, (_, index) => ({
      ...demoApplicant(random, before + index + 1, track),
      heat,
      daysBefore: Math.max(heat.day, 0) + random.int(8, 40),
      draft: heat.reached === "registration" && index % 6 === 5,
    }));
  });
}

/** Writes them with an account for each applicant, what they handed in, and their sealed numbers: six statements, whatever their number. */
export async function makeDemoApplications(
  db: Db,
  edition: { id: number; trackIds: Map<string, number>; groupIds: Map<string, number> },
  today: Date,
): Promise<void> {
  const random = randomFrom(660606);
  const rounds = await db.selectFrom("rounds").select(["id", "slug"]).where("editionId", "=", edition.id).execute();
  const roundIds = new Map(rounds.map(({ id, slug }) => [slug, id]));
  const rules = eligibilityOf(await findRules(db, edition.id));
  const all = demoApplications();
  const idOf = (email: string) => `demo-${email.split("@")[0]}`;
  await db
    .insertInto("users")
    .values(all.map(({ email, name, locale }) => ({ id: idOf(email), name, email, locale, emailVerified: true })))
    .execute();
  const made = await db
    .insertInto("applications")
    .values(
      all.map(({ email, locale, company, answers, heat, daysBefore, draft }) => {
        const at = new Date(morning(today, heat.day - daysBefore).getTime() + random.int(0, 10 * 3600) * 1000);
        const draws = Array.from({ length: codeLength }, () => random.int(0, codeAlphabet.length - 1));
        const code = applicationCode(6, draws);
        const roundId = roundIds.get(heat.slug) ?? null;
        const findings = evaluateEligibility(rules, { answers, group: groupOf(company), company, otherEntries: [] });
        const handedIn = {
          state: "submitted",
          announcedState: "submitted",
          submittedAt: at,
          eligibility: verdictOf(findings, []),
          eligibilityFindings: findings,
          ...searchColumns({ code, answers }),
        };
        return {
          editionId: edition.id,
          code,
          applicantId: idOf(email),
          roundId,
          wishedRoundId: roundId,
          announcedRoundId: roundId,
          trackId: edition.trackIds.get(heat.track) ?? null,
          groupId: edition.groupIds.get(groupOf(company)) ?? null,
          locale,
          answers: draft ? { ...answers, market: undefined, businessModel: undefined } : answers,
          createdAt: at,
          updatedAt: at,
          consentVersion,
          consentedAt: at,
          ...(draft ? { state: "draft" } : handedIn),
        };
      }),
    )
    .returning(["id", "createdAt"])
    .execute();
  const rows = all.flatMap((demo, at) => {
    const row = made[at];
    if (!row) throw new Error("an application of the demo was not written");
    const kind: IdentityKind = demo.answers.identityKind === "passport" ? "passport" : "resident-id";
    return { ...demo, ...row, sealed: { kind, ...vault().seal(kind, demo.identityNumber) } };
  });
  await db
    .insertInto("identities")
    .values(rows.map(({ id, sealed, createdAt }) => ({ applicationId: id, ...sealed, updatedAt: createdAt })))
    .execute();
  await db
    .insertInto("submissions")
    .values(
      rows
        .filter(({ draft }) => !draft)
        .map(({ id, answers, heat, company, sealed, createdAt }) => ({
          applicationId: id,
          number: 1,
          answers,
          choices: { round: heat.slug, track: heat.track, group: groupOf(company) },
          identityMasked: sealed.masked,
          consentVersion,
          submittedAt: createdAt,
        })),
    )
    .execute();
}

function groupOf(company: boolean): string {
  return company ? "company" : "team";
}

async function findRules(db: Db, editionId: number): Promise<Json> {
  const { eligibility } = await db
    .selectFrom("editions")
    .select("eligibility")
    .where("id", "=", editionId)
    .executeTakeFirstOrThrow();
  return eligibility;
}
