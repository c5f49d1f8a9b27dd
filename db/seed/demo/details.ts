import type { DraftAnswers } from "~/rules/applications/application.ts";
import { isCreditCode } from "~/rules/applications/credit-code.ts";
import { checkCharacterOf } from "~/rules/portrait/ip-number.ts";
import type { Random } from "../random.ts";

interface About {
  number: number;
  overseas: boolean;
  company: boolean;
  /** What the project is about, in the language of the application. */
  means: string;
  ends: string;
  /** Of the last full year. */
  year: number;
}

/** Where a company is registered, and the region in its social credit code. */
const homes = [
  ["浙江省杭州市余杭区", "330110"],
  ["上海市浦东新区", "310115"],
  ["江苏省苏州市工业园区", "320571"],
  ["广东省深圳市南山区", "440305"],
  ["安徽省合肥市蜀山区", "340104"],
  ["浙江省湖州市吴兴区", "330502"],
] as const;
/** The same abroad: place, name and what comes before the number in the local register. */
const abroad = [
  ["Munich, Germany", "Vellmar Systems GmbH", "HRB"],
  ["Singapore", "Straitspark Pte. Ltd.", "UEN"],
  ["Milan, Italy", "Lumenarte S.r.l.", "MI"],
  ["Gothenburg, Sweden", "Nordklint AB", "SE"],
] as const;

/** Everything of an application beyond its first words: readiness, patents, career, capital, figures, landing. */
export function demoDetails(random: Random, about: About): DraftAnswers {
  const { overseas, company, year } = about;
  return {
    maturity: String(random.int(4, 8)),
    patents: patents(random, about),
    leaderProfession: overseas
      ? random.pick(["Associate professor", "Senior scientist", "Research engineer"])
      : random.pick(["正高级工程师", "研究员", "高级工程师", "副教授", "工程师"]),
    leaderEmployer: overseas
      ? random.pick(["University of Northgate", "Alpenfeld Institute of Technology"])
      : random.pick(["东海理工大学", "云溪大学先进制造研究院", "北辰科技大学", "江左实验室"]),
    leaderTitle: overseas ? "Founder and CEO" : random.pick(["创始人、总经理", "课题组组长", "首席科学家"]),
    leaderOverseas: overseas
      ? "Twelve years of research and industry in Europe."
      : random.pick(["", "曾任海外实验室博士后研究员三年。", "曾在海外半导体企业从事研发工作五年。"]) || undefined,
    leaderTalentTitle: overseas ? undefined : random.pick(["省级海外引才计划", "市级领军人才", ""]) || undefined,
    ...(company ? companyDetails(random, about) : {}),
    ...figures(random, company),
    landingOn: `${year + 2}-${random.pick(["03", "06", "09"])}-01`,
    landingInvestment: String(random.int(2, 20) * 100),
    landingNeeds: overseas
      ? "A clean workshop, a test laboratory and flats for two families."
      : `需研发与中试场地约 ${random.int(4, 24) * 100} 平方米，希望对接产业基金与人才公寓。`,
    awards:
      random.next() < 0.4
        ? overseas
          ? "Finalist of a national deep-tech award."
          : "省级创新创业大赛优秀奖。"
        : undefined,
    priorWinner: random.next() < 0.02 ? "yes" : "no",
  };
}

function companyDetails(random: Random, { number, overseas }: About): DraftAnswers {
  const capital = random.int(2, 30) * 100;
  const [place, name, register] = random.pick(abroad);
  const [home, region] = random.pick(homes);
  return {
    ...(overseas
      ? { companyPlace: place, companyName: name, companyCode: `${register} ${200_000 + number * 37}` }
      : { companyPlace: home, companyCode: withCheckDigit(`91${region}MA${3_000_000 + number * 37}`) }),
    companyCapital: String(capital),
    companyPaidIn: String(Math.round(capital * random.pick([0.3, 0.5, 0.8, 1]))),
    leaderStake: String(random.next() < 0.05 ? random.int(8, 19) : random.int(30, 85)),
  };
}

/** The last two years, in 万元. */
function figures(random: Random, company: boolean): DraftAnswers {
  const revenue = company ? random.int(0, 180) * 10 : 0;
  const research = random.int(8, 60) * 10;
  return {
    revenueLast: String(revenue),
    revenueBefore: String(Math.round(revenue * 0.55)),
    researchLast: String(research),
    researchBefore: String(Math.round(research * 0.7)),
    financingInvestors: random.next() < 0.5 ? undefined : "某产业创投基金、天使投资人",
  };
}

function patents(random: Random, { number, overseas, means, ends, year }: About): DraftAnswers["patents"] {
  const titles = overseas
    ? [`Method for ${means.toLowerCase()} ${ends}`, `Device for ${ends}`, `Control software for ${ends}`]
    : [`一种基于${means}的${ends}制备方法`, `${means}装置及其应用`, `${ends}控制软件`];
  return titles.slice(0, random.int(1, 3)).map((title, at) => {
    const software = at === 2;
    const serial = String(1_000_000 + number * 97 + at * 31);
    const filed = `${year - ((number + at) % 6)}${at === 0 ? 1 : 2}${serial}`;
    // A few are mistaken, as on paper
    const last = number % 37 === 5 ? String(number % 10) : checkCharacterOf(filed);
    return {
      kind: software ? "software" : at === 0 ? "invention" : "utility-model",
      title,
      number: software ? `${year}SR${serial}` : `ZL${filed}.${last}`,
      ownership: random.pick(["leader", "company", "joint"]),
      status: software ? "granted" : random.pick(["filed", "examined", "granted"]),
    };
  });
}

/** The social credit code that begins with these 17 characters. */
function withCheckDigit(body: string): string {
  const digit = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"].find((each) => isCreditCode(body + each));
  if (!digit) throw new Error(`no check digit for ${body}`);
  return body + digit;
}
