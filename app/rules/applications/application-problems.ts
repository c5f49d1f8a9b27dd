import type { z } from "zod";
import { plainLetters } from "~/primitives/plain-letters.ts";
import type { AttachmentKind } from "../files/attachment.ts";
import { type Choices, type DraftAnswers, type SubmissionFacts, submissionSchema } from "./application.ts";
import { type Problem, problemReasons, sectionNames, sections } from "./application-sections.ts";
import { isOutsideMainland } from "./countries.ts";
import { isCreditCode } from "./credit-code.ts";
import { identityProblems } from "./identity-problems.ts";

/** Everything that keeps the draft from being handed in, in the order of the form. */
export function problemsOf(draft: { answers: DraftAnswers; choices: Choices }, facts: SubmissionFacts): Problem[] {
  const { answers, choices } = draft;
  const unchosen = sections.choices
    .filter((choice) => !choices[choice])
    .map((path): Problem => ({ path, reason: "choose" }));
  const parsed = submissionSchema(facts).safeParse(answers);
  const alone = parsed.success ? [] : parsed.error.issues.map(problemOf);
  const said = new Set(alone.map(({ path }) => path));
  const together = [
    ...identityProblems(answers, facts.identityNumber, facts.today),
    ...companyProblems(answers),
    ...attachmentProblems(facts),
  ].filter(({ path }) => !said.has(path));
  const order: readonly string[] = sectionNames.flatMap((name) => sections[name] as readonly string[]);
  const place = (problem: Problem) => order.indexOf(problem.path.split(".")[0] ?? "");
  return [...unchosen, ...[...alone, ...together].sort((a, b) => place(a) - place(b))];
}

/** A company of the mainland has a social credit code (GB 32100); any other the number that its own register gave it. */
function companyProblems({ companyCode = "", companyPlace = "" }: DraftAnswers): Problem[] {
  const code = plainLetters(companyCode).replace(/\s/g, "").toUpperCase();
  if (code === "" || isCreditCode(code) || isOutsideMainland(companyPlace)) return [];
  return [{ path: "companyCode", reason: "credit-code" }];
}

const companyPapers: readonly string[] = ["licence", "finance"] satisfies AttachmentKind[];

/** Papers that only a registered company has are asked of companies alone. */
function attachmentProblems({ attachments, company }: SubmissionFacts): Problem[] {
  const { required = [], given = [] } = attachments ?? {};
  return required
    .filter((kind) => !given.includes(kind) && (company || !companyPapers.includes(kind)))
    .map((kind) => ({ path: `attachments.${kind}`, reason: "required" }));
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.join(".");
  const given = issue.code === "custom" ? issue.params : undefined;
  const known = problemReasons.find((each) => each === given?.reason) ?? "invalid";
  return typeof given?.limit === "number" ? { path, reason: known, limit: given.limit } : { path, reason: known };
}
