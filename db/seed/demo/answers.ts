import type { DraftAnswers } from "~/rules/applications/application.ts";
import { limits } from "~/rules/applications/application-terms.ts";
import { type Random, randomFrom } from "../random.ts";
import { demoDetails } from "./details.ts";
import type { TrackWords } from "./tracks.ts";

const surnames = [..."沈陆钱顾姚费章俞凌闵臧施潘严温褚宣裘", "虞", "厉"];
const givenNames = [
  "思远",
  "亦凡",
  "清越",
  "知行",
  "若岚",
  "景行",
  "嘉禾",
  "望舒",
  "云舟",
  "书砚",
  "砚秋",
  "明澈",
  "以宁",
  "听澜",
  "南星",
  "予安",
  "怀瑾",
  "承泽",
  "希文",
  "雨棠",
];
const foreign = [
  ["Elena Marchetti", "意大利"],
  ["Jonas Lindqvist", "瑞典"],
  ["Priya Raghavan", "印度"],
  ["Tomasz Wieczorek", "波兰"],
  ["Amélie Fontaine", "法国"],
  ["Kenji Morishita", "日本"],
  ["Hannah Vogelsang", "德国"],
  ["Daniel Okonkwo", "英国"],
] as const;
const schools = [
  "东海理工大学",
  "云溪大学",
  "北辰科技大学",
  "江左大学",
  "南屏工业大学",
  "University of Northgate",
  "Alpenfeld Institute of Technology",
];
const firms = ["衡岫", "澜序", "砚川", "曦枢", "岱微", "沐芯", "栖原", "湜光", "迦衡", "筑澄", "珩远", "霁量"];
const suffixes = ["科技有限公司", "智能装备有限公司", "生物科技有限公司", "新材料有限公司"];
const duties = ["首席技术官", "产品负责人", "研发工程师", "市场负责人", "供应链负责人"];

export interface DemoApplicant {
  name: string;
  email: string;
  locale: "zh-CN" | "en";
  company: boolean;
  answers: DraftAnswers;
  identityNumber: string;
}

/** One believable application; the same number always gives the same one. People and firms are invented. */
export function demoApplicant(random: Random, number: number, track: TrackWords): DemoApplicant {
  const overseas = number % 7 === 3;
  const locale = overseas ? "en" : "zh-CN";
  const company = random.next() < 0.6;
  const [mean, meanEn] = random.pick(track.means);
  const [end, endEn] = random.pick(track.ends);
  const guest = random.pick(foreign);
  const name = overseas ? guest[0] : random.pick(surnames) + random.pick(givenNames);
  const firm = random.pick(firms);
  const titleEn = `${meanEn} ${endEn}`;
  const title =
    overseas && random.next() < 0.5
      ? titleEn.length > limits.projectTitle
        ? meanEn
        : titleEn
      : random.pick([`基于${mean}的${end}`, `${firm}·${mean}${end}`, `面向产业应用的${mean}${end}`]);
  const email = `applicant${String(number).padStart(3, "0")}@example.com`;
  const year = random.int(2, 9);
  const own = randomFrom(70_000 + number);
  const identityKind = overseas ? "passport" : "resident-id";
  const answers: DraftAnswers = {
    projectTitle: title,
    projectTitleEn: titleEn,
    ...(overseas ? english(meanEn, endEn, year) : chinese(mean, end, year)),
    leaderName: name,
    leaderGender: random.pick(["female", "male"]),
    leaderBirthOn: `${random.int(1974, 1996)}-${String(random.int(1, 12)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}`,
    leaderNationality: overseas ? guest[1] : "中国",
    identityKind,
    leaderPhone: `+86199000${String(number).padStart(5, "0")}`,
    leaderEmail: email,
    leaderDegree: random.pick(["doctor", "doctor", "master", "bachelor"]),
    leaderSchool: random.pick(schools),
    members: Array.from({ length: random.int(3, 5) }, (_, at) => ({
      name: random.pick(surnames) + random.pick(givenNames),
      duty: duties[at % duties.length],
      degree: random.pick(["doctor", "master", "bachelor"]),
      fullTime: random.next() < 0.8,
    })),
    landingPlatform: random.pick(["high-tech-zone", "development-zone", "undecided"]),
    ...(company
      ? {
          companyName: overseas ? undefined : firm + random.pick(suffixes),
          companyFoundedOn: `202${random.int(0, 5)}-0${random.int(1, 9)}-15`,
        }
      : {}),
  };
  Object.assign(
    answers,
    demoDetails(own, {
      number,
      overseas,
      company,
      means: overseas ? meanEn : mean,
      ends: overseas ? endEn : end,
      year: 2025,
    }),
  );
  const { leaderBirthOn: birthOn = "", leaderGender: gender = "" } = answers;
  const identityNumber = demoIdentityNumber(own, identityKind, { birthOn, gender });
  return { name, email, locale, company, answers, identityNumber };
}

function chinese(mean: string, end: string, year: number): DraftAnswers {
  return {
    summary: `项目以${mean}为核心，研制${end}，解决行业长期依赖进口、良率不稳和综合成本偏高的问题。样机已在三家用户现场连续运行，关键指标达到同类产品先进水平。`,
    innovation: `提出${mean}的新结构与新工艺，形成从材料、器件到系统的完整方案；与现有路线相比，性能提升约 ${year * 10}%，综合成本下降约 ${year * 5}%。`,
    market: `目标市场年需求约 ${year * 12} 亿元，年均增长超过两成。首批客户为长三角的装备与消费品制造企业。`,
    businessModel: "以核心部件销售为主，配套检测与运维服务；前两年聚焦标杆客户，第三年起通过行业渠道复制。",
    financingRound: "angel",
    financingAmount: String(year * 100),
    financingNeed: `拟融资 ${year * 400} 万元。`,
    landingPlan: `拟在吴兴建设研发中心与中试线，需场地约 ${year * 300} 平方米，三年内投资 ${year * 500} 万元。`,
  };
}

function english(mean: string, end: string, year: number): DraftAnswers {
  return {
    summary: `We build ${end} on ${mean.toLowerCase()} technology. Three pilot customers have run the prototype without interruption; the key figures match the best products on the market.`,
    innovation: `A new structure and process, from material to system: about ${year * 10} % better performance at ${year * 5} % lower cost than the established route.`,
    market: `The addressable market is about CNY ${year * 1200} million a year and grows by more than 20 %.`,
    businessModel:
      "Sales of the core component with inspection and maintenance services; lighthouse customers first, channels from the third year on.",
    financingRound: "seed",
    financingAmount: String(year * 100),
    financingNeed: `CNY ${year * 4} million sought.`,
    landingPlan: `A development centre and a pilot line of ${year * 300} square metres in Wuxing within three years.`,
  };
}

/** An invented number of the kind, with birth date and gender inside where it holds them, and the right check digit. */
export function demoIdentityNumber(
  random: Random,
  kind: "resident-id" | "passport",
  { birthOn, gender }: { birthOn: string; gender: string },
): string {
  if (kind === "passport") return `${random.pick(["C", "P", "X", "YA"])}${random.int(1_000_000, 9_999_999)}`;
  const region = random.pick(["330501", "310115", "320106", "110108", "440305", "420111", "510107"]);
  const order = random.int(0, 99) * 10 + random.int(0, 4) * 2 + (gender === "male" ? 1 : 0);
  const digits = `${region}${birthOn.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  // ISO 7064 MOD 11-2, as GB 11643 has it
  let rest = 0;
  for (const digit of digits) rest = ((rest + Number(digit)) * 2) % 11;
  const check = (12 - rest) % 11;
  return digits + (check === 10 ? "X" : String(check));
}
