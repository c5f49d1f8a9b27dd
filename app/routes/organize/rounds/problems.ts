import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import type errorWords from "~/locales/zh-CN/errors.ts";
import type roundWords from "~/locales/zh-CN/rounds.ts";
import type { FormError } from "~/ui/field/error-summary.tsx";

type Problem = Exclude<keyof (typeof roundWords)["problem"], "of">;

/** What a refused command says about a form. */
export interface Problems {
  /** For the summary on top: each field's, or the refusal itself in its title and way out. */
  errors: FormError[];
  /** What is wrong with the field of that path; undefined when nothing is. */
  at(path: string): string | undefined;
}

/** How a form's controls are known, from a path into the command's input. */
interface Controls {
  idOf: (path: string) => string;
  /** The label of the field, for the summary; undefined leaves the message by itself. */
  labelOf?: (path: string) => string | undefined;
}

/** A refusal in the words of the page. */
export function useProblems(error: Refusal | undefined, { idOf, labelOf }: Controls): Problems {
  const { t } = useTranslation(["rounds", "errors"]);
  if (!error) return { errors: [], at: () => undefined };
  if (error.type !== "invalid-input") {
    const tag = error.type as Exclude<keyof typeof errorWords, "field" | "unexpected">;
    return { errors: [{ message: `${t(`errors:${tag}.title`)} ${t(`errors:${tag}.mend`)}` }], at: () => undefined };
  }
  const fields = (error as Refusal & { fields: FieldError[] }).fields;
  // A field that is wrong in two ways is named once, with the first
  const firsts = fields.filter(({ path }, at) => fields.findIndex((other) => other.path === path) === at);
  const words = firsts.map((field) => ({ path: field.path, words: t(`problem.${problemOf(field)}`) }));
  return {
    errors: words.map((each) => {
      const field = labelOf?.(each.path);
      return { id: idOf(each.path), message: field ? t("problem.of", { field, problem: each.words }) : each.words };
    }),
    at: (path) => words.find((each) => each.path === path)?.words,
  };
}

const byReason: Record<string, Problem> = {
  "not-points": "notPoints",
  "not-a-factor": "notAFactor",
  "not-a-zone": "notAZone",
  "not-a-time": "notATime",
  "off-max": "offMax",
  "no-lowest-band": "noLowestBand",
  "at-least-too-low": "atLeastTooLow",
  "unknown-criterion": "unknownCriterion",
  "unknown-track": "unknownTrack",
  "unknown-group": "unknownGroup",
  "rehearsal-slug": "rehearsalSlug",
  "not-after-opening": "notAfterOpening",
  "not-after-closing": "notAfterClosing",
  "unknown-placeholder": "unknownPlaceholder",
  twice: "twice",
  "in-future": "inFuture",
  "out-of-order": "outOfOrder",
  "no-amount": "noAmount",
  "no-project": "noProject",
  "no-owner": "noOwner",
  "before-the-one-before": "beforeTheOneBefore",
  reason: "reason",
};

/** zod's codes do not say of what kind the value was; its message does. */
function problemOf({ path, code, message }: FieldError): Problem {
  const reason = byReason[code];
  if (reason) return reason;
  const name = path.split(".").at(-1);
  if (name === "reason") return "reason";
  if (code === "invalid_format") {
    // The keys of tracks and groups are made as addresses are, those of criteria more freely
    if (name === "key" && path.startsWith("choices.")) return "slug";
    if (name === "email" || name === "slug" || name === "key") return name;
    return "format";
  }
  if (code === "too_small")
    return message.includes("array") ? "tooShort" : message.includes("string") ? "required" : "range";
  if (code === "too_big") return message.includes("string") ? "tooLong" : "range";
  if (code === "invalid_type") return /expected int|received NaN/.test(message) ? "wholeNumber" : "required";
  if (code === "invalid_value") return "required";
  return "format";
}
