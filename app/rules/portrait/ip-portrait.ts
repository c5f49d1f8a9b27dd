import { homeZone } from "~/primitives/home-zone.ts";
import { localTime } from "~/primitives/local-time.ts";
import { patentKinds, patentOwnerships, patentStatuses } from "~/rules/applications/application-terms.ts";
import type { DraftAnswers } from "../applications/application.ts";
import { type NumberFlaw, patentNumber, readNumber } from "./ip-number.ts";

/** The picture of a project's intellectual property (知识产权画像): contest.md, "Advancement, notice, objections". */

type Declared = NonNullable<DraftAnswers["patents"]>[number];
/** What was left open in the application. */
const unsaid = "unsaid";
const ipKinds = [...patentKinds, unsaid] as const;
/** From the surest to the least sure. */
const ipStatuses = ["granted", "examined", "filed", unsaid] as const;
const ipHolders = [...patentOwnerships, unsaid] as const;
export type IpKind = (typeof ipKinds)[number];
export type IpStatus = (typeof ipStatuses)[number];
export type IpHolder = (typeof ipHolders)[number];

/** One right as it was declared, read. */
export interface IpRight {
  /** Its row in the application, from 1. */
  place: number;
  title: string;
  number: string;
  kind: IpKind;
  status: IpStatus;
  holder: IpHolder;
  /** Read from the number; null where it tells none. */
  year: number | null;
  flaw: NumberFlaw | null;
}

/** Figures over rights: of one project, or of many. Each list holds what occurs, in the order of its terms. */
export interface IpFigures {
  total: number;
  kinds: { kind: IpKind; total: number; statuses: { status: IpStatus; count: number }[] }[];
  holders: { holder: IpHolder; count: number }[];
  /** Every year from the first to the last, at most fifteen; what lies before them is counted in `earlier`. */
  years: { year: number; granted: number; pending: number }[];
  earlier: number;
  yearless: number;
}

/** A right by what it is called, or by its row where it has no name. */
interface Named {
  title: string;
  place: number;
}

/** Something worth a sentence. */
export type IpFact =
  | { type: "granted-share"; granted: number; of: number; percent: number }
  | { type: "newest"; year: number; count: number }
  | { type: "own-share"; own: number; of: number; percent: number }
  | { type: "recent"; count: number; of: number; since: number }
  | { type: "held-by-others"; count: number; rights: Named[] }
  | { type: "joint"; count: number; rights: Named[] }
  | { type: "with-leader"; count: number; rights: Named[] }
  | { type: "holder-unsaid"; count: number; rights: Named[] }
  | { type: "granted-without-number"; count: number; rights: Named[] }
  | { type: "number-flawed"; right: Named; number: string; flaw: NumberFlaw }
  | { type: "number-twice"; number: string; count: number }
  | { type: "number-elsewhere"; number: string; codes: string[] }
  | { type: "number-shared"; number: string; codes: string[] }
  | { type: "projects-with"; projects: number; of: number; percent: number };

export interface IpPortrait extends IpFigures {
  facts: IpFact[];
}

export interface IpContext {
  /** The year in which the application was handed in: no number is later, and what is new is new then. */
  asOf: number;
  /** The group is for registered companies: what the leader holds is not the company's yet. */
  company?: boolean | null;
  leaderName?: string;
  companyName?: string;
  /** Numbers that other applications declare too, as the search compares them, with their codes. */
  elsewhere?: readonly { number: string; codes: readonly string[] }[];
}

/** The rights that an application declares; rows without a word are none. A holder in free words counts as another. */
export function rightsOf(declared: readonly Declared[] | undefined, context: IpContext): IpRight[] {
  return (declared ?? []).flatMap(({ kind = "", title = "", number = "", ownership = "", status = "" }, at) => {
    if ([kind, title, number, ownership, status].every((text) => text.trim() === "")) return [];
    return [
      {
        place: at + 1,
        title: title.trim(),
        number: number.trim(),
        kind: oneOf(patentKinds, kind) ?? (kind.trim() === "" ? unsaid : "other"),
        status: oneOf(patentStatuses, status) ?? unsaid,
        holder: holderOf(ownership, context),
        ...readNumber(number, kind, context.asOf),
      },
    ];
  });
}

/** The portrait of one project. Facts come in this order: what is to be looked at first, then what describes. */
export function portraitOf(rights: readonly IpRight[], context: IpContext): IpPortrait {
  return { ...figuresOf(rights), facts: [...doubtsIn(rights, context), ...described(rights, context.asOf)] };
}

/** The portrait of many projects together: figures over all their rights, and numbers that more than one declares. */
export function portraitOfAll(projects: readonly { code: string; rights: readonly IpRight[] }[], asOf: number) {
  const rights = projects.flatMap((project) => project.rights);
  const projectsWith = projects.filter((project) => project.rights.length > 0).length;
  const of = projects.length;
  const shared = sharedNumbers(projects).map(({ number, codes }): IpFact => ({ type: "number-shared", number, codes }));
  const share: IpFact[] =
    of === 0 ? [] : [{ type: "projects-with", projects: projectsWith, of, percent: percentOf(projectsWith, of) }];
  return { ...figuresOf(rights), facts: [...shared, ...share, ...described(rights, asOf)] };
}

/** A portrait without whose the rights are: neither holders nor what is said of them, nor any number, which leads to them. */
export function withoutHolders(portrait: IpPortrait): IpPortrait {
  const facts = portrait.facts.filter(({ type }) => (plain as readonly string[]).includes(type));
  return { ...portrait, holders: [], facts };
}

/** Facts that are to be looked at before money goes anywhere. */
export function isDoubt({ type }: IpFact): boolean {
  return !(plain as readonly string[]).includes(type) && type !== "own-share" && type !== "projects-with";
}

/** The year in Beijing in which it was handed in. */
export function yearOf(submittedAt: Date | null): number {
  return Number(localTime(submittedAt ?? new Date(0), homeZone).slice(0, 4));
}

const plain = ["granted-share", "newest", "recent"] as const satisfies readonly IpFact["type"][];
const mostYears = 15;
/** New is what was filed in the year of the application or in the one before. */
const recentYears = 2;

function figuresOf(rights: readonly IpRight[]): IpFigures {
  const years = rights.flatMap(({ year }) => year ?? []);
  const last = Math.max(...years);
  const first = Math.max(Math.min(...years), last - mostYears + 1);
  const shown = years.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const of = (year: number, granted: boolean) =>
    rights.filter((right) => right.year === year && (right.status === "granted") === granted).length;
  return {
    total: rights.length,
    kinds: ipKinds.flatMap((kind) => {
      const these = rights.filter((right) => right.kind === kind);
      const statuses = counted(ipStatuses, these, ({ status }) => status);
      const statusCounts = statuses.map(({ key, count }) => ({ status: key, count }));
      return these.length === 0 ? [] : [{ kind, total: these.length, statuses: statusCounts }];
    }),
    holders: counted(ipHolders, rights, ({ holder }) => holder).map(({ key, count }) => ({ holder: key, count })),
    years: shown.map((year) => ({ year, granted: of(year, true), pending: of(year, false) })),
    earlier: years.filter((year) => year < first).length,
    yearless: rights.length - years.length,
  };
}

function counted<Key extends string>(keys: readonly Key[], rights: readonly IpRight[], of: (right: IpRight) => Key) {
  const counts = keys.map((key) => ({ key, count: rights.filter((right) => of(right) === key).length }));
  return counts.filter(({ count }) => count > 0);
}

function described(rights: readonly IpRight[], asOf: number): IpFact[] {
  if (rights.length === 0) return [];
  const of = rights.length;
  const granted = rights.filter(({ status }) => status === "granted").length;
  const own = rights.filter(({ holder }) => holder === "leader" || holder === "company").length;
  const dated = rights.flatMap(({ year }) => year ?? []);
  const newest = Math.max(...dated);
  const since = asOf - recentYears + 1;
  const recent = dated.filter((year) => year >= since).length;
  return [
    { type: "granted-share", granted, of, percent: percentOf(granted, of) },
    { type: "own-share", own, of, percent: percentOf(own, of) },
    ...(dated.length === 0
      ? []
      : [{ type: "newest", year: newest, count: dated.filter((year) => year === newest).length } as const]),
    ...(recent * 2 > dated.length ? [{ type: "recent", count: recent, of: dated.length, since } as const] : []),
  ];
}

function doubtsIn(rights: readonly IpRight[], { company, elsewhere = [] }: IpContext): IpFact[] {
  const about = (type: "held-by-others" | "joint" | "with-leader" | "holder-unsaid" | "granted-without-number") => {
    const these = rights.filter(doubtful[type]).map(({ title, place }) => ({ title, place }));
    return these.length === 0 ? [] : [{ type, count: these.length, rights: these }];
  };
  const numbers = rights.map(({ number }) => patentNumber(number)).filter((number) => number !== "");
  const twice = [...new Set(numbers)].flatMap((number): IpFact[] => {
    const count = numbers.filter((each) => each === number).length;
    return count > 1 ? [{ type: "number-twice", number, count }] : [];
  });
  return [
    ...about("held-by-others"),
    ...elsewhere.flatMap(({ number, codes }): IpFact[] =>
      numbers.includes(number) && codes.length > 0 ? [{ type: "number-elsewhere", number, codes: [...codes] }] : [],
    ),
    ...twice,
    ...rights.flatMap(({ title, place, number, flaw }): IpFact[] =>
      flaw === null ? [] : [{ type: "number-flawed", right: { title, place }, number, flaw }],
    ),
    ...about("granted-without-number"),
    ...about("joint"),
    ...(company === true ? about("with-leader") : []),
    ...about("holder-unsaid"),
  ];
}

const doubtful = {
  "held-by-others": ({ holder }: IpRight) => holder === "licensed" || holder === "other",
  joint: ({ holder }: IpRight) => holder === "joint",
  "with-leader": ({ holder }: IpRight) => holder === "leader",
  "holder-unsaid": ({ holder }: IpRight) => holder === unsaid,
  "granted-without-number": ({ status, number }: IpRight) => status === "granted" && number === "",
};

/** Numbers that more than one of the projects declares, with the projects' codes in their order. */
function sharedNumbers(projects: readonly { code: string; rights: readonly IpRight[] }[]) {
  const codes = new Map<string, Set<string>>();
  for (const { code, rights } of projects)
    for (const { number } of rights) {
      const bare = patentNumber(number);
      if (bare !== "") codes.set(bare, (codes.get(bare) ?? new Set()).add(code));
    }
  return [...codes].filter(([, all]) => all.size > 1).map(([number, all]) => ({ number, codes: [...all] }));
}

function holderOf(ownership: string, { leaderName = "", companyName = "" }: IpContext): IpHolder {
  const words = ownership.trim();
  if (words === "") return unsaid;
  const known = oneOf(patentOwnerships, words);
  if (known) return known;
  if (words === leaderName.trim()) return "leader";
  return words === companyName.trim() ? "company" : "other";
}

function oneOf<Key extends string>(keys: readonly Key[], text: string): Key | undefined {
  return keys.find((key) => key === text.trim());
}

/** Whole percent, half-up. */
function percentOf(part: number, whole: number): number {
  return Math.floor((200 * part + whole) / (2 * whole));
}
