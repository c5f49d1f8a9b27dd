import { type Problem, type Section, sectionNames, sections } from "~/rules/applications/application-sections.ts";
import { limits } from "~/rules/applications/application-terms.ts";

/** The form in steps, one a page: its sections, and the last look before it is handed in. */
export const stepNames = [...sectionNames, "submit"] as const;
export type Step = Section | "submit";

export function stepIn(search: URLSearchParams): Step | null {
  return stepNames.find((name) => name === search.get("step")) ?? null;
}

/** The step on which a field stands: of "members.0.name" the team. What stands nowhere else belongs to the last. */
export function stepOf(path: string): Step {
  const field = path.split(".")[0] ?? "";
  return sectionNames.find((name) => (sections[name] as readonly string[]).includes(field)) ?? "submit";
}

export function stepAfter(step: Step): Step {
  return stepNames[stepNames.indexOf(step) + 1] ?? "submit";
}

export function stepBefore(step: Step): Step | null {
  return stepNames[stepNames.indexOf(step) - 1] ?? null;
}

/** The problems of a step. */
export function problemsOn(step: Step, problems: readonly Problem[]): Problem[] {
  return problems.filter(({ path }) => stepOf(path) === step);
}

/** Where to go on: the first step with something missing, else the last. */
export function firstOpenStep(problems: readonly Problem[]): Step {
  return stepNames.find((name) => problemsOn(name, problems).length > 0) ?? "submit";
}

/** The address of a step; with a path, of its very field, with everything that is missing said there. */
export function stepAddress(code: string, step: Step, path?: string): string {
  return `/apply/${code}?step=${step}${path ? `&check=1#${idOf(path)}` : ""}`;
}

/** The name and id of the control of a field: "members.0.name" is sent as "members[0].name". */
export function idOf(path: string): string {
  return path.replace(/\.(\d+)/g, "[$1]");
}

/** Fields that hold more than can be kept, as problems of the form. */
export function oversized(fields: readonly { path: string }[]): Problem[] {
  return fields.map(({ path }) => {
    const name = path.replace(/^(answers|choices)\./, "");
    const limit = (limits as Record<string, number>)[name.split(".")[0] ?? ""];
    return { path: name, reason: "too-long", limit: limit ?? 1000 };
  });
}

const aboutGaps = new Set<Problem["reason"]>(["required", "choose", "too-few-members", "consent"]);

/** About what somebody wrote, not about what they have not come to yet. */
export function isAboutWords({ reason }: Problem): boolean {
  return !aboutGaps.has(reason);
}

/** The fields that a step's own form sends. */
export function fieldsOn(step: Step): readonly string[] {
  return step === "submit" || step === "attachments" ? [] : sections[step];
}
