import { applicationCode, codeAlphabet, codeLength } from "../../../app/rules/application-code.ts";
import { consentVersion } from "../../../app/rules/application-terms.ts";
import type { Db } from "../../client.ts";
import type { Json } from "../../schema.ts";
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

/** Writes them with an account for each applicant: three statements, whatever their number. */
export async function makeDemoApplications(
  db: Db,
  edition: { id: number; trackIds: Map<string, number>; groupIds: Map<string, number> },
  today: Date,
): Promise<void> {
  const random = randomFrom(660606);
  const rounds = await db.selectFrom("rounds").select(["id", "slug"]).where("editionId", "=", edition.id).execute();
  const roundIds = new Map(rounds.map(({ id, slug }) => [slug, id]));
  const all = demoApplications();
  const idOf = (email: string) => `demo-${email.split("@")[0]}`;
  await db
    .insertInto("users")
    .values(all.map(({ email, name, locale }) => ({ id: idOf(email), name, email, locale, emailVerified: true })))
    .execute();
  await db
    .insertInto("applications")
    .values(
      all.map(({ email, locale, company, answers, heat, daysBefore, draft }) => {
        const at = new Date(morning(today, heat.day - daysBefore).getTime() + random.int(0, 10 * 3600) * 1000);
        const draws = Array.from({ length: codeLength }, () => random.int(0, codeAlphabet.length - 1));
        const handedIn = { state: "submitted", consentVersion, consentedAt: at, submittedAt: at };
        return {
          editionId: edition.id,
          code: applicationCode(6, draws),
          applicantId: idOf(email),
          roundId: roundIds.get(heat.slug) ?? null,
          trackId: edition.trackIds.get(heat.track) ?? null,
          groupId: edition.groupIds.get(company ? "company" : "team") ?? null,
          locale,
          answers: (draft ? { ...answers, market: undefined, businessModel: undefined } : answers) as Json,
          createdAt: at,
          updatedAt: at,
          ...(draft ? { state: "draft", consentVersion: null, consentedAt: null, submittedAt: null } : handedIn),
        };
      }),
    )
    .execute();
}
