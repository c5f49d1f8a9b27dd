import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import type { errors as errorWords } from "~/locales/zh-CN/errors.ts";
import type { rounds as roundWords } from "~/locales/zh-CN/rounds.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary, type FormError } from "~/ui/field/error-summary.tsx";

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

/** A refusal in the words that all pages share. */
export function useProblems(error: Refusal | null | undefined, { idOf, labelOf }: Controls): Problems {
  const { t } = useTranslation("rounds");
  const textOf = useRefusalText();
  if (!error) return noProblems;
  if (error.type === "proof-needed") return { ...noProblems, errors: [{ message: <ProofNeeded /> }] };
  if (error.type !== "invalid-input") return wholeProblem(textOf(error.type).whole);
  const found = firstOfEach(fieldsOf(error)).map((field) => {
    const label = labelOf?.(field.path);
    const words = t(`problem.${problemOf(field)}`);
    return { path: field.path, words, summary: label && t("problem.of", { field: label, problem: words }) };
  });
  return fieldProblems(found, idOf);
}

export const noProblems: Problems = { errors: [], at: () => undefined };

/** Something is wrong with all of it, and with no field. */
export function wholeProblem(words: string): Problems {
  return { ...noProblems, errors: [{ message: words }] };
}

/** What is wrong with fields, in words for beside each, and for the summary where those are others. */
export function fieldProblems(
  found: readonly { path: string; words: string; summary?: string }[],
  idOf: Controls["idOf"],
): Problems {
  return {
    errors: found.map(({ path, words, summary }) => ({ id: idOf(path), message: summary ?? words })),
    at: (path) => found.find((each) => each.path === path)?.words,
  };
}

/** What a refusal says of fields: nothing, unless it is about bad input. */
export function fieldsOf(error: Refusal | null | undefined): readonly FieldError[] {
  return error?.type === "invalid-input" ? (error as Refusal & { fields: FieldError[] }).fields : [];
}

/** A field that is wrong in two ways is named once, with the first. */
export function firstOfEach(fields: readonly FieldError[]): FieldError[] {
  return fields.filter(({ path }, at) => fields.findIndex((other) => other.path === path) === at);
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
  "factors-differ": "factorsDiffer",
  "not-a-score": "notAScore",
  "off-range": "range",
  "unknown-part": "unknownPart",
  "unknown-round": "unknownRound",
  "not-carried": "notCarried",
  "carries-itself": "carriesItself",
  "carries-places": "carriesPlaces",
  "not-above-0": "notAbove0",
  "not-above-min": "notAboveMin",
  "hall-scale": "hallScale",
  "one-hall": "oneHall",
  "below-floor": "belowFloor",
  "not-of-places": "notOfPlaces",
  "places-needed": "placesNeeded",
  "unknown-track": "unknownTrack",
  "unknown-group": "unknownGroup",
  "rehearsal-slug": "rehearsalSlug",
  "not-after-opening": "notAfterOpening",
  "not-after-closing": "notAfterClosing",
  "unknown-placeholder": "unknownPlaceholder",
  "not-a-percentage": "notAPercentage",
  "step-twice": "stepTwice",
  "all-not-last": "allNotLast",
  "groups-without-lines": "groupsWithoutLines",
  twice: "twice",
  "in-future": "inFuture",
  "out-of-order": "outOfOrder",
  "no-amount": "noAmount",
  "no-project": "noProject",
  "no-owner": "noOwner",
  "before-the-one-before": "beforeTheOneBefore",
  reason: "reason",
};

/** Settings of a rule that may have decimals. */
const ruleDecimal =
  /^rule\.(?:normalise\.(?:mean|sd)|(?:kinds|parts|carry)\.\d{1,3}\.[a-z]{1,9}|floor|ceiling|weight|thresholds\..*)$|^deliberation\.threshold$/;

/** The problem's words, as the key of a text, by what zod says of it in its fields. */
export function problemOf({ path, code, params }: FieldError): Problem {
  const reason = byReason[code];
  if (reason) return reason;
  const name = path.split(".").at(-1);
  if (name === "reason") return "reason";
  switch (code) {
    case "invalid_format":
      // The keys of tracks and groups are made as addresses are, those of criteria more freely
      if (name === "key" && path.startsWith("choices.")) return "slug";
      return name === "email" || name === "slug" || name === "key" ? name : "format";
    case "too_small":
      return params?.origin === "array" ? "tooShort" : params?.origin === "string" ? "required" : "range";
    case "too_big":
      return params?.origin === "string" ? "tooLong" : "range";
    case "invalid_type":
      if (params?.received === "NaN" && ruleDecimal.test(path)) return "number";
      return params?.expected === "int" || params?.received === "NaN" ? "wholeNumber" : "required";
    case "invalid_value":
      return "required";
    default:
      return "format";
  }
}

type Tag = Exclude<keyof typeof errorWords, "field" | "unexpected">;

/** The words for the tag of a refusal: what went wrong, how to correct it, and both in one. */
export function useRefusalText(): (type: string) => { title: string; mend: string; whole: string } {
  const { t } = useTranslation("errors");
  return (type) => {
    const title = t(`${type as Tag}.title`);
    const mend = t(`${type as Tag}.mend`);
    return { title, mend, whole: `${title} ${mend}` };
  };
}

/** A refusal in a box of its own, in the words that all pages share. */
export function RefusalCallout({ error, kind = "danger" }: { error: Refusal; kind?: "danger" | "warn" }): ReactNode {
  const { title, mend } = useRefusalText()(error.type);
  return (
    <Callout kind={kind} live title={title}>
      {error.type === "proof-needed" ? <ProofNeeded /> : mend}
    </Callout>
  );
}

/** A refusal of the whole form on top of it, which takes the focus; nothing where there is none. */
export function RefusalSummary({ error }: { error: Refusal | null | undefined }): ReactNode {
  const text = useRefusalText();
  if (!error) return null;
  const { title, mend } = text(error.type);
  return <ErrorSummary title={title} errors={[{ message: error.type === "proof-needed" ? <ProofNeeded /> : mend }]} />;
}

/** The way to show that it is them: in a window of its own, so that nothing that was typed is lost. */
export function ProofNeeded(): ReactNode {
  const { t } = useTranslation("errors");
  return (
    <>
      {t("proof-needed.mend")}{" "}
      <a href="/account/confirm" target="_blank" rel="noreferrer">
        {t("proof-needed.link")}
      </a>
    </>
  );
}

/** Where chapters keep words of their own for refusals: by tag, with `other` for what has none. */
type OwnWords = "apply:refusal" | "mail:refusal" | "exchange:import.refusal";

/** A refusal in a chapter's own words. */
export function useRefusalWords(own: OwnWords): (type: string, values?: Record<string, unknown>) => string {
  const { t, i18n } = useTranslation(own.split(":")[0] as "apply");
  return (type, values) => {
    const key = i18n.exists(`${own}.${type}`) ? `${own}.${type}` : `${own}.other`;
    return t(key as "refusal.other", values ?? {});
  };
}

/** A refused signing in words; `field`: whose they are, when they stand beside one. */
export function useSigningProblem(error: Refusal | undefined): { words: string; field?: "pad" | "name" } | null {
  const { t } = useTranslation(["papers", "errors"]);
  const textOf = useRefusalText();
  if (!error) return null;
  const fields = fieldsOf(error);
  if (fields.some(({ path, code }) => path === "name" && code === "too_big"))
    return { field: "name", words: t("errors:field.tooLong", { count: 60 }) };
  if (fields.some(({ path }) => path === "name")) return { field: "name", words: t("errors:field.required") };
  if (fields.some(({ code }) => code === "drawing-too-long" || code === "too_big"))
    return { field: "pad", words: t("pad.tooLong") };
  if (fields.some(({ path }) => path.startsWith("signing"))) return { field: "pad", words: t("pad.notDrawn") };
  return { words: textOf(error.type).whole };
}
