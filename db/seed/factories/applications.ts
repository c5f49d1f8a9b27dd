import type { Actor } from "~/rules/accounts/access.ts";
import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { searchColumns } from "~/rules/screening/search-text.ts";
import type { Db } from "../../client.ts";
import { makePerson } from "./many-applications.ts";

let made = 0;

/** Everything that a team must say to hand its application in. */
export const teamAnswers: DraftAnswers = {
  projectTitle: "湖光硅基光互连芯片",
  projectTitleEn: "Silicon photonic interconnects",
  summary: "面向数据中心的光互连芯片。",
  innovation: "低损耗耦合与晶圆级测试。",
  leaderName: "沈一禾",
  leaderBirthOn: "1988-02-29",
  leaderNationality: "中国",
  identityKind: "resident-id",
  leaderPhone: "+8613800138000",
  leaderEmail: "shen@example.com",
  leaderDegree: "doctor",
  leaderSchool: "湖州大学",
  members: [
    { name: "沈一禾", duty: "总体", degree: "doctor", fullTime: true },
    { name: "陆南星", duty: "工艺", degree: "master", fullTime: true },
    { name: "Elena Marchetti", duty: "市场", degree: "master", fullTime: false },
  ],
  market: "数据中心与智算中心。",
  businessModel: "芯片与模块销售。",
  landingPlatform: "high-tech-zone",
};

/** A number that goes with the answers of the team: its leader's birth date and a right check digit. */
export const teamIdentityNumber = "11010519880229002X";

/**
 * An application of a person (made when not given), in the state given (default: submitted), with what was handed in, and
 * its entry when qualified. The applicant knows the state unless another is given as announced.
 */
export async function makeApplication(
  db: Db,
  given: {
    editionId: number;
    applicant?: Actor;
    state?: ApplicationState;
    announcedState?: ApplicationState;
    roundId?: number;
    trackId?: number;
    groupId?: number;
    locale?: "zh-CN" | "en";
    submittedAt?: Date;
    answers?: DraftAnswers;
  },
) {
  const { editionId, roundId, trackId, groupId, locale = "zh-CN", state = "submitted" } = given;
  const applicant = given.applicant ?? (await makePerson(db, { locale }));
  const handedIn = state !== "draft" && state !== "withdrawn";
  const at = given.submittedAt ?? new Date();
  const number = String(++made).padStart(6, "0");
  const answers = { ...teamAnswers, ...leader(number), ...given.answers };
  const code = `WXT-${number}`;
  const application = await db
    .insertInto("applications")
    .values({
      editionId,
      code,
      applicantId: applicant.id,
      state,
      announcedState: given.announcedState ?? state,
      roundId,
      wishedRoundId: roundId,
      announcedRoundId: roundId,
      trackId,
      groupId,
      locale,
      answers,
      ...searchColumns({ code, answers }),
      consentedAt: at,
      consentVersion,
      ...(handedIn ? { submittedAt: at } : {}),
      ...(state === "withdrawn" ? { withdrawnAt: at, withdrawnReason: "另有安排" } : {}),
    })
    .returning(["id", "code", "version", "textVersion"])
    .executeTakeFirstOrThrow();
  if (handedIn)
    await db
      .insertInto("submissions")
      .values({
        applicationId: application.id,
        number: 1,
        answers,
        choices: await choicesOf(db, application.id),
        consentVersion,
        submittedAt: at,
      })
      .execute();
  if (state === "qualified" && roundId !== undefined)
    await db
      .insertInto("entries")
      .values({ roundId, applicationId: application.id, groupId, key: String(made), title: answers.projectTitle ?? "" })
      .execute();
  return { ...application, applicant };
}

async function choicesOf(db: Db, id: number): Promise<Choices> {
  const { round, track, group } = await db
    .selectFrom("applications")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .select(["rounds.slug as round", "tracks.key as track", "groups.key as group"])
    .where("applications.id", "=", id)
    .executeTakeFirstOrThrow();
  return { round: round ?? undefined, track: track ?? undefined, group: group ?? undefined };
}

/** Every application has a leader of its own, unless the test says otherwise: two alike would be likely duplicates. */
function leader(number: string): DraftAnswers {
  return {
    leaderName: `沈一禾${number}`,
    leaderPhone: `+86138${number.padStart(8, "0")}`,
    leaderEmail: `leader-${number}@example.com`,
  };
}
