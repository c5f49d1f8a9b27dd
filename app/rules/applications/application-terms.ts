/** The keys and limits of an application that pages and checks share. */

export const degrees = ["doctor", "master", "bachelor", "other"] as const;
export const genders = ["female", "male"] as const;
export const landingPlatforms = ["high-tech-zone", "development-zone", "undecided"] as const;
export const yesNo = ["yes", "no"] as const;

/** Technology readiness levels (GB/T 22900-2022): 1 principle observed … 9 in use. */
export const maturities = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export const patentKinds = [
  "invention",
  "utility-model",
  "design",
  "software",
  "layout-design",
  "trademark",
  "other",
] as const;
/** Whose it is: 权属. */
export const patentOwnerships = ["leader", "company", "joint", "licensed", "other"] as const;
export const patentStatuses = ["filed", "examined", "granted"] as const;

/** The last round of financing that was closed. */
export const financingRounds = ["none", "seed", "angel", "pre-a", "a", "b", "later"] as const;
/** Rows that the form offers for members at first. */
export const offeredMembers = 3;
export const mostMembers = 20;
export const mostPatents = 50;

/** How many characters a submission may have in each text. */
export const limits = {
  projectTitle: 60,
  projectTitleEn: 160,
  summary: 1000,
  innovation: 2000,
  leaderName: 60,
  leaderNationality: 60,
  leaderSchool: 100,
  leaderProfession: 60,
  leaderEmployer: 100,
  leaderTitle: 60,
  leaderOverseas: 1000,
  leaderTalentTitle: 100,
  companyName: 100,
  companyPlace: 100,
  market: 2000,
  businessModel: 2000,
  financingInvestors: 300,
  financingNeed: 1000,
  landingNeeds: 1000,
  landingPlan: 1000,
  awards: 1000,
  recommender: 100,
  member: 60,
  patentTitle: 200,
  patentNumber: 60,
} as const;
