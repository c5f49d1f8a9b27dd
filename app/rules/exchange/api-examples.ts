import type { Edition, Notice, Round, Standings, Version, WebhookEvent } from "./public-api.ts";

const edition: Edition = {
  slug: "6",
  title: "第六届「凤栖吴兴·创见未来」",
  titleEn: "Sixth edition",
  state: "open",
  applyOpensAt: "2026-09-01T01:00:00.000Z",
  applyClosesAt: "2026-12-15T09:00:00.000Z",
};

const round: Round = {
  slug: "shanghai-6",
  edition: "6",
  kind: "heat",
  title: "上海城市赛",
  titleEn: "Shanghai heat",
  city: "上海",
  cityEn: "Shanghai",
  venue: null,
  venueEn: null,
  track: { title: "光电通信", titleEn: "Photonics and communications" },
  startsAt: "2026-11-20T01:00:00.000Z",
  timeZone: "Asia/Shanghai",
  stage: "published",
};

const version: Version = {
  version: 1,
  state: "published",
  digest: "9f2c4e1a7b3d5f60".repeat(4),
  sheetsDigest: "03b1c5d7e9f8a642".repeat(4),
  publishedAt: "2026-11-21T02:30:00.000Z",
  noticeEndsOn: "2026-11-27",
  correctionReason: null,
  replacedBy: null,
};

const standings: Standings = {
  round: "shanghai-6",
  ...version,
  rule: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: { sheet: 2, combined: 2, points: 2, total: 2 },
    ties: ["untrimmed-mean"],
    groups: "together",
  },
  standings: [
    {
      rank: 1,
      shared: false,
      entry: "12",
      title: "光互连芯片",
      group: null,
      total: "87.33",
      sheets: 7,
      counted: 5,
      dropped: [
        { judge: "J3", value: "91.50", why: "high" },
        { judge: "J6", value: "82.00", why: "low" },
      ],
      partedBy: null,
      criteria: { tech: { combined: "25.20", points: "25.20" } },
    },
  ],
};

const notice: Notice = {
  edition: "6",
  round: "shanghai-6",
  title: "上海城市赛",
  titleEn: "Shanghai heat",
  version: 1,
  digest: version.digest,
  opensAt: version.publishedAt,
  opensOn: "2026-11-21",
  endsOn: "2026-11-27",
  endsAt: "2026-11-27T16:00:00.000Z",
  state: "open",
  contact: "大赛组委会办公室 0572-2289112",
  contactEn: "Contest office, +86 572 2289112",
  discipline: "派驻纪检监察组 0572-2289113",
  disciplineEn: "Discipline office, +86 572 2289113",
  page: "https://contest.example.org/notices/shanghai-6",
};

const event = (type: "results.published" | "results.corrected" | "results.withdrawn"): WebhookEvent => ({
  type,
  timestamp: version.publishedAt,
  data: {
    edition: "6",
    round: "shanghai-6",
    version: 1,
    digest: version.digest,
    standings: "https://contest.example.org/api/v1/rounds/shanghai-6/standings",
  },
});

/** What each address answers, and each webhook tells, by the name of its operation. */
export const examples = {
  listEditions: { editions: [edition] },
  getEdition: edition,
  listRounds: { rounds: [round] },
  getRound: { ...round, versions: [version] },
  getStandings: standings,
  getVersion: standings,
  listNotices: { notices: [notice] },
  "results.published": event("results.published"),
  "results.corrected": event("results.corrected"),
  "results.withdrawn": event("results.withdrawn"),
};
