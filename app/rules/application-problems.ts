import type { z } from "zod";
import { type Choices, type DraftAnswers, type SubmissionFacts, submissionSchema } from "./application.ts";
import { type Problem, problemReasons, sectionNames, sections } from "./application-sections.ts";

/** Everything that keeps the draft from being handed in, in the order of the form. */
export function problemsOf(draft: { answers: DraftAnswers; choices: Choices }, facts: SubmissionFacts): Problem[] {
  const unchosen = sections.choices
    .filter((choice) => !draft.choices[choice])
    .map((path): Problem => ({ path, reason: "choose" }));
  const parsed = submissionSchema(facts).safeParse(draft.answers);
  if (parsed.success) return unchosen;
  const order: readonly string[] = sectionNames.flatMap((name) => sections[name] as readonly string[]);
  const place = (problem: Problem) => order.indexOf(problem.path.split(".")[0] ?? "");
  return [...unchosen, ...parsed.error.issues.map(problemOf).sort((a, b) => place(a) - place(b))];
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.join(".");
  const given = issue.code === "custom" ? issue.params : undefined;
  const known = problemReasons.find((each) => each === given?.reason) ?? "invalid";
  return typeof given?.limit === "number" ? { path, reason: known, limit: given.limit } : { path, reason: known };
}
