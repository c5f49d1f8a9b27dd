import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { enterPartScores } from "~/commands/scoring/enter-part-scores.ts";
import { answerForm, readForm, refused } from "~/forms/action.ts";
import { RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { inputsView } from "~/reads/scoring/inputs-view.ts";
import { readPartFile } from "~/reads/scoring/part-file.ts";
import { readPartTable } from "~/reads/scoring/part-table.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { titled } from "~/ui/page-title.ts";
import { Adjustments, Decided } from "./adjustments.tsx";
import { Overtimes } from "./overtimes.tsx";
import { PartGrid } from "./part-grid.tsx";
import { PartUpload } from "./part-upload.tsx";
import { actOnInputs, type InputsAnswer, sentWords } from "./parts.server.ts";
import { WaitingInputs } from "./waiting-inputs.tsx";

/** Parts and adjustments of a round: entered by one person, confirmed by another. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const title = inLocale(locale, round.title, round.titleEn);
  return {
    title: `${i18nFor(locale).t("inputs:title")} · ${title}`,
    ...(await inputsView(db, { actor, round, locale })),
  };
}

export type InputsPage = Awaited<ReturnType<typeof loader>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const here = `/organize/rounds/${params.round}/parts`;
  if (intent === "upload") {
    const { actor, round } = await roundFor({ request, context }, params.round, "keep-scores");
    const file = await readPartFile(form.get("file"));
    if (!file.ok) return turnedAway(file.error);
    const { parts, rows } = await inputsView(context.db, { actor, round, locale: context.locale });
    const read = readPartTable(file.rows, { parts, entries: new Set(rows.map(({ key }) => key)) });
    if (!read.ok) return turnedAway(read.error);
    const { problems, scores } = read;
    if (problems.length > 0)
      return data(
        { intent, problems: problems.slice(0, importLimits.problems), count: problems.length },
        { status: 422 },
      );
    const answer = await enterPartScores(by, { round: params.round, source: "file", scores });
    return answerForm(request, answer, `${here}?done=parts`, { intent, sent: {} });
  }
  const { answer, saved } = await actOnInputs(by, intent, params.round, form);
  if (!answer.ok) return refused(answer.error, request, { intent, sent: sentWords(form) });
  const back = form.get("back") === "conduct" ? `/organize/rounds/${params.round}/conduct` : `${here}?done=${saved}`;
  return answerForm(request, answer, back);
}

function turnedAway(refusal: { type: string; columns?: string[] }) {
  return data({ intent: "upload", refusal }, { status: 422 });
}

export const meta = titled<typeof loader>((page) => page.title);

const doneWords = ["parts", "adjustment", "confirmed", "declined", "dismissed", "takeBack"] as const;

export default function PartsPage(): ReactNode {
  const { t } = useTranslation(["inputs", "hall"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const done = doneWords.find((each) => each === search.get("done"));
  const refusedAct = answer && "error" in answer ? (answer as InputsAnswer) : null;
  const whole = refusedAct && refusedAct.error.type !== "invalid-input" ? refusedAct.error : null;
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("title")}</h2>
        <p className="max-w-prose text-pretty text-ink-soft">{t("lead")}</p>
      </div>
      <RefusalSummary error={whole} />
      {done && !answer ? <Callout kind="ok" live title={t(`done.${done}`)} /> : null}
      {page.fixed ? <Callout title={t(`fixed.${page.fixed}`)} /> : null}
      {page.hall === null ? null : (
        <Callout
          title={t("hall:voted", { part: page.hall })}
          action={
            <LinkButton to={`/organize/rounds/${page.round.slug}/hall`} size="row">
              {t("hall:title")}
            </LinkButton>
          }
        />
      )}
      <Overtimes page={page} answer={refusedAct} />
      <WaitingInputs page={page} answer={refusedAct} />
      <PartGrid page={page} answer={refusedAct} />
      {page.enters && page.parts.length > 0 ? <PartUpload page={page} answer={answer} /> : null}
      <Adjustments page={page} answer={refusedAct} />
      <Decided page={page} />
    </div>
  );
}
