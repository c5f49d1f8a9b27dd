import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { confirmScore } from "~/commands/scoring/confirm-score.ts";
import { answerForm, readSigning } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { useSigningProblem } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { partsOf, readPapers } from "~/reads/documents/paper.ts";
import { can } from "~/rules/accounts/access.ts";
import { countedTotal } from "~/rules/documents/round-papers.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Digest } from "~/ui/digest.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";
import { AdjustmentWords } from "~/ui/score/adjustment-words.tsx";
import { SignatureForm, SignatureView } from "~/ui/signature/signature-form.tsx";
import { countWaitingInputsOf } from "~db/queries/scoring/judged-inputs.ts";

/** A tablet that is handed to a contestant shows the score and nothing around it. */
export const handle = { bare: true };

/** One project's announced score, for its contestant to confirm. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const papers = await readPapers(db, round);
  const score = papers.scores.find(({ entry }) => entry.key === params.entry);
  if (!score?.digest) throw notFound();
  const { entry, standing, sheets, digest, signature } = score;
  const title = inLocale(locale, entry.title, entry.english);
  return {
    documentTitle: `${i18nFor(locale).t("papers:confirm.title")} · ${title}`,
    round: {
      slug: round.slug,
      timeZone: round.timeZone,
      title: inLocale(locale, round.title, round.titleEn),
    },
    entry: { key: entry.key, number: entry.number, title, group: entry.group, leader: entry.leader },
    total: standing?.total ?? "",
    parts: partsOf(standing, papers.parts),
    adjustments: standing?.adjustments ?? [],
    waiting: await countWaitingInputsOf(db, round.id, entry.key),
    sheets: sheets.map(({ judge, sheet, recused, dropped }) => ({
      judge: judge.name,
      total: sheet && countedTotal(sheet),
      recused,
      dropped,
    })),
    digest,
    signature,
    keeps: can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, digest, signing } = await readSigning({ request, context });
  const name = textOf(form, "name");
  const answer = await confirmScore(by, { round: params.round, entry: params.entry, name, digest, signing });
  return answerForm(request, answer, `/organize/rounds/${params.round}/confirmations/${params.entry}`, { name });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function ConfirmationPage(): ReactNode {
  const { t } = useTranslation(["papers", "inputs"]);
  const page = useLoaderData<typeof loader>();
  const { round, entry, total, sheets, digest, signature, keeps, idempotencyKey } = page;
  const answer = useActionData<typeof action>();
  const problem = useSigningProblem(answer?.error);
  const done = signature !== null && !signature.outdated;
  return (
    <main id="main" tabIndex={-1} className="mx-auto grid min-h-dvh w-full max-w-220 content-start gap-5 p-5">
      <header className="grid gap-1">
        <p className="text-ink-soft">{round.title}</p>
        <h1 className="text-2xl">
          <span className="text-structure">{entry.number}</span> {entry.title}
        </h1>
        {entry.group ? <p className="text-ink-soft">{entry.group}</p> : null}
      </header>
      <section className="grid gap-3 rounded border border-line bg-surface p-5" aria-label={t("confirm.total")}>
        <p className="flex items-baseline gap-3">
          <span className="text-ink-soft">{t("confirm.total")}</span>
          <output className="text-5xl font-semibold text-structure">{total}</output>
        </p>
        <ul className="flex flex-wrap gap-x-6 gap-y-2" aria-label={t("confirm.judges")}>
          {sheets.map(({ judge, total: own, recused, dropped }) => (
            <li key={judge} className="flex items-baseline gap-2">
              <span className="text-ink-soft">{judge}</span>
              {own === null ? (
                <span>{recused ? t("confirm.recused") : "—"}</span>
              ) : dropped ? (
                <>
                  <s className="text-ink-soft">{own}</s>
                  <span className="text-sm text-ink-soft">{t(`confirm.dropped.${dropped}`)}</span>
                </>
              ) : (
                <span className="font-medium">{own}</span>
              )}
            </li>
          ))}
        </ul>
        {page.parts.length > 0 ? (
          <ul className="flex flex-wrap gap-x-6 gap-y-2" aria-label={t("inputs:parts.title")}>
            {page.parts.map(({ label, points }) => (
              <li key={label} className="flex items-baseline gap-2">
                <span className="text-ink-soft">{label}</span> <span className="font-medium">{points}</span>
              </li>
            ))}
          </ul>
        ) : null}
        <AdjustmentWords adjustments={page.adjustments} />
        <Digest value={digest} label={t("confirm.digest")} />
      </section>
      {page.waiting > 0 ? <Callout kind="warn">{t("inputs:shown.waiting", { count: page.waiting })}</Callout> : null}
      {problem && !problem.field ? (
        <Callout kind="danger" live>
          {problem.words}
        </Callout>
      ) : null}
      {signature ? (
        <section className="grid gap-3 rounded border border-line bg-surface p-5" aria-label={t("confirm.state")}>
          {done ? (
            <Callout kind="ok" live>
              {t("confirm.done")}
            </Callout>
          ) : null}
          <SignatureView signature={signature} timeZone={round.timeZone} />
        </section>
      ) : null}
      {done ? null : keeps ? (
        <SignatureForm
          hidden={{ digest, idempotencyKey }}
          statement={t("confirm.statement", { title: entry.title, total })}
          error={problem?.field === "pad" ? problem.words : undefined}
        >
          <TextField
            name="name"
            label={t("confirm.name")}
            hint={t("confirm.nameHint")}
            defaultValue={answer?.name ?? entry.leader ?? ""}
            error={problem?.field === "name" ? problem.words : undefined}
            autoComplete="off"
            width="medium"
            maxLength={60}
            required
          />
        </SignatureForm>
      ) : (
        <p className="text-ink-soft">{t("confirm.byScorer")}</p>
      )}
      <div>
        <LinkButton size="hall" icon="left" to={`/organize/rounds/${round.slug}/confirmations`}>
          {t("confirm.back")}
        </LinkButton>
      </div>
    </main>
  );
}
