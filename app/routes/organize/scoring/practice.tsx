import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { closePractice } from "~/commands/scoring/close-practice.ts";
import { removePractice } from "~/commands/scoring/remove-practice.ts";
import { savePractice } from "~/commands/scoring/save-practice.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { RefusalCallout } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { isReferenceWhole, type PracticeReference, practiceVersion } from "~/rules/scoring/practice.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { titled } from "~/ui/page-title.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findPractice } from "~db/queries/scoring/practices.ts";
import { type PracticeFields, PracticeForm, PracticeShown } from "./practice.parts.tsx";

const texts = ["title", "titleEn", "description", "descriptionEn"] as const;

/** What was sent, as it was typed. */
function sentFields(form: FormData): PracticeFields {
  const under = (prefix: string) =>
    Object.fromEntries(
      [...form].flatMap(([name, value]): [string, string][] =>
        name.startsWith(prefix) && typeof value === "string" ? [[name.slice(prefix.length), value]] : [],
      ),
    );
  return { ...textsOf(form, texts), marks: under("mark."), reasons: under("why.") };
}

function storedFields(practice: Awaited<ReturnType<typeof findPractice>>): PracticeFields {
  const { title = "", titleEn, description = "", descriptionEn, reference = {} as PracticeReference } = practice ?? {};
  const marks = Object.entries(reference);
  return {
    title,
    titleEn: titleEn ?? "",
    description,
    descriptionEn: descriptionEn ?? "",
    marks: Object.fromEntries(marks.map(([key, { mark }]) => [key, formatHundredths(mark)])),
    reasons: Object.fromEntries(marks.map(([key, { why }]) => [key, why ?? ""])),
  };
}

/** The round's practice project: set before the scoring, and how many judges have handed in. A rehearsal has none. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  if (round.rehearsalOfId !== null) throw notFound();
  const { db, locale } = context;
  const rubric = await findRubric(db, round.id);
  const practice = await findPractice(db, round.id);
  return {
    documentTitle: `${i18nFor(locale).t("practice:title")} · ${inLocale(locale, round.title, round.titleEn)}`,
    slug: round.slug,
    open: round.state !== "judging" && round.state !== "closed",
    criteria: rubric.map(({ key, label, labelEn, max, step }) => ({
      key,
      label: inLocale(locale, label, labelEn),
      max: formatHundredths(max),
      step: formatHundredths(step),
    })),
    practice: practice
      ? {
          handedIn: practice.handedIn,
          judges: practice.judges,
          begun: practice.begun,
          over: practice.closedAt !== null,
          whole: isReferenceWhole(rubric, practice.reference),
        }
      : null,
    fields: storedFields(practice),
    version: practiceVersion(practice ?? null),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type PracticePage = ReturnType<typeof useLoaderData<typeof loader>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent, version } = await readForm({ request, context });
  const here = `/organize/rounds/${params.round}/practice`;
  const { round } = params;
  const nothing = { intent, sent: undefined, version: undefined };
  if (intent === "close") return answerForm(request, await closePractice(by, { round }), `${here}?closed=1`, nothing);
  if (intent === "remove")
    return answerForm(request, await removePractice(by, { round }), `${here}?removed=1`, nothing);
  const sent = sentFields(form);
  const answer = await savePractice(by, { round, version, practice: sent });
  return answerForm(request, answer, `${here}?saved=1`, { intent, sent, version });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function RoundPractice(): ReactNode {
  const { t } = useTranslation("practice");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { practice, open, criteria, slug } = page;
  const editable = open && criteria.length > 0 && !practice?.over && !practice?.begun;
  const told = ["closed", "removed"].find((each) => search.has(each)) as "closed" | "removed" | undefined;
  return (
    <div className="grid gap-6">
      <div className="grid max-w-280 gap-2">
        <h2 className="text-xl">{t("title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("lead")}</p>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("privacy")}</p>
      </div>
      {told && !answer ? <Callout kind="ok" live title={t(told)} /> : null}
      {answer && !answer.sent ? <RefusalCallout error={answer.error} /> : null}
      {practice ? <Progress page={page} practice={practice} /> : null}
      {criteria.length === 0 ? (
        <Callout title={t("rubricFirst")}>
          <Link to={`/organize/rounds/${slug}/rubric`}>{t("toRubric")}</Link>
        </Callout>
      ) : null}
      {!open && !practice ? <Callout title={t("notOpen")} /> : null}
      {editable ? <PracticeForm page={page} error={answer?.error} sent={answer?.sent} /> : null}
      {practice && !editable ? <PracticeShown page={page} /> : null}
    </div>
  );
}

/** How many have handed in, and the two ends: for the judges to compare, and for good. */
function Progress({
  page,
  practice,
}: {
  page: PracticePage;
  practice: NonNullable<PracticePage["practice"]>;
}): ReactNode {
  const { t } = useTranslation("practice");
  const { idempotencyKey } = page;
  const { over, begun, whole, handedIn, judges } = practice;
  return (
    <>
      {whole ? null : <Callout kind="warn" title={t(begun || over ? "notWholeBegun" : "notWhole")} />}
      <Card title={t("state")}>
        <div className="grid gap-4">
          <Figure value={`${handedIn}/${judges}`} label={t("handedIn", { handedIn, judges })} />
          {over ? <p>{t("isOver")}</p> : begun ? <p>{t("fixed")}</p> : null}
          <div className="flex flex-wrap gap-3">
            {over ? null : (
              <ConfirmForm
                intent="close"
                kind="secondary"
                hidden={{ idempotencyKey }}
                opener={t("close")}
                consequence={t("closeWhat")}
                confirm={t("closeDo")}
                reason={false}
              />
            )}
            <ConfirmForm
              intent="remove"
              hidden={{ idempotencyKey }}
              opener={t("remove")}
              consequence={t("removeWhat")}
              confirm={t("removeDo")}
              reason={false}
            />
          </div>
        </div>
      </Card>
    </>
  );
}
