/** The keys and limits of an application that pages and checks share. */

export const degrees = ["doctor", "master", "bachelor", "other"] as const;
export const genders = ["female", "male"] as const;
export const landingPlatforms = ["high-tech-zone", "development-zone", "undecided"] as const;

/** The text of promise and consent that the product shows now; an agreement names the version that was read. */
export const consentVersion = "2026-11";
export const leastTeamMembers = 3;
export const mostMembers = 20;

/** How many characters a submission may have in each text. */
export const limits = {
  projectTitle: 60,
  projectTitleEn: 160,
  summary: 1000,
  innovation: 2000,
  intellectualProperty: 2000,
  leaderName: 60,
  leaderNationality: 60,
  leaderSchool: 100,
  leaderEmployer: 100,
  leaderTitle: 60,
  leaderTalentTitle: 100,
  companyName: 100,
  companyCapital: 60,
  market: 2000,
  businessModel: 2000,
  funding: 1000,
  landingPlan: 1000,
  recommender: 100,
  member: 60,
} as const;
