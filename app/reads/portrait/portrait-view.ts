import { type ChainProject, matchesOf, readStoredChains } from "~/rules/portrait/industry-chain.ts";
import { isDoubt, portraitOf, rightsOf, withoutHolders, yearOf } from "~/rules/portrait/ip-portrait.ts";
import type { Application } from "~db/queries/applications/applications.ts";
import type { Portrayable } from "~db/queries/portrait.ts";

export type PortraitView = ReturnType<typeof portraitView>;

/**
 * The portrait of an application's intellectual property. `others`: applications that share numbers with it, with the
 * numbers. What is left of an erased one shows types and statuses alone.
 */
export function portraitView(
  application: Pick<Application, "submittedAt" | "groupCompany" | "erasedAt"> & { answers: Portrayable },
  others: readonly { code: string; patents: readonly string[] }[],
) {
  const { answers, submittedAt, groupCompany, erasedAt } = application;
  const leaderName = answers.leaderName ?? "";
  const companyName = answers.companyName ?? "";
  const elsewhere = [...new Set(others.flatMap(({ patents }) => patents))].map((number) => ({
    number,
    codes: others.filter(({ patents }) => patents.includes(number)).map(({ code }) => code),
  }));
  const context = { asOf: yearOf(submittedAt), company: groupCompany, leaderName, companyName, elsewhere };
  const rights = rightsOf(answers.patents ?? [], context);
  const whole = portraitOf(rights, context);
  return { rights, portrait: erasedAt ? withoutHolders(whole) : whole };
}

/** The chains that the application's project belongs to; null: the edition names none. */
export function chainsView({
  answers,
  trackKey,
  industryChains,
}: Pick<Application, "answers" | "trackKey" | "industryChains">) {
  const chains = readStoredChains(industryChains);
  const named = matchesOf(chainProject(trackKey, answers), chains).flatMap((match) => {
    const chain = chains.find(({ key }) => key === match.chain);
    return chain ? [{ ...match, title: chain.title, titleEn: chain.titleEn }] : [];
  });
  return chains.length === 0 ? null : named;
}

/** What a chain is looked for in. */
export function chainProject(track: string | null, answers: Portrayable): ChainProject {
  const { projectTitle, projectTitleEn, summary } = answers;
  return { track, title: projectTitle ?? "", titleEn: projectTitleEn ?? "", summary: summary ?? "" };
}

/** Figures that stand on top of a portrait. */
export function topFigures({ portrait }: Pick<PortraitView, "portrait">) {
  const { total, kinds, facts } = portrait;
  const granted = kinds.flatMap(({ statuses }) => statuses).filter(({ status }) => status === "granted");
  return {
    total,
    granted: granted.reduce((sum, { count }) => sum + count, 0),
    inventions: kinds.find(({ kind }) => kind === "invention")?.total ?? 0,
    doubts: facts.filter(isDoubt).length,
  };
}
