import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startRehearsal } from "~/commands/heats/start-rehearsal.ts";
import { wipeRehearsal } from "~/commands/heats/wipe-rehearsal.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { refusalOfRehearsal } from "~/rules/heats/rehearsal.ts";
import { roundFor } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findAllRehearsals, findRehearsedHeat } from "~db/queries/heats/rehearsals.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";

/** Of a heat: its rehearsals, and the way to begin one. Of a rehearsal: which heat it rehearses, and the way to wipe it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const past = await findAllRehearsals(db, round.id);
  const living = past.find(({ wipedAt }) => wipedAt === null) ?? null;
  const { sheets } = await findSetup(db, round.id);
  return {
    title: `${i18nFor(locale).t("rehearsal:title")} · ${inLocale(locale, round.title, round.titleEn)}`,
    heat: round.rehearsalOfId === null ? null : await findRehearsedHeat(db, round.rehearsalOfId),
    past,
    living,
    why: refusalOfRehearsal({ ...round, sheets, living: living !== null }),
    may: can(actor, "rehearse", { editionId: round.editionId, roundId: round.id }),
    timeZone: round.timeZone,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  if (intent === "wipe") {
    const answer = await wipeRehearsal(by, { round: params.round, reason: textOf(form, "reason") });
    return answerForm(request, answer, ({ heat }) => `/organize/rounds/${heat}/rehearsal?wiped`);
  }
  const answer = await startRehearsal(by, { round: params.round });
  return answerForm(request, answer, ({ slug }) => `/organize/rounds/${slug}`);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Rehearsal(): ReactNode {
  const { t } = useTranslation("rehearsal");
  const { heat, past, may } = useLoaderData<typeof loader>();
  const { errors, at } = useProblems(useActionData<typeof action>()?.error, { idOf: () => "reason-wipe" });
  const [search] = useSearchParams();
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {search.has("wiped") ? (
        <Callout kind="ok" live>
          {t("wipe.done")}
        </Callout>
      ) : null}
      {heat ? <Here mayWipe={may} problem={at("reason")} /> : <Begin />}
      {heat || past.length === 0 ? null : <Past />}
    </div>
  );
}

function Begin(): ReactNode {
  const { t } = useTranslation("rehearsal");
  const { living, why, may, timeZone, idempotencyKey } = useLoaderData<typeof loader>();
  if (living)
    return (
      <Card title={t("living.title")}>
        <p className="mb-3 text-ink-soft">
          {t("living.begun", { by: living.startedBy ?? t("living.someone") })}{" "}
          <DateTime at={living.createdAt} timeZone={timeZone} />
        </p>
        <LinkButton kind="primary" iconAfter="right" to={`/organize/rounds/${living.slug}`}>
          {t("living.go")}
        </LinkButton>
      </Card>
    );
  return (
    <Card title={t("start.title")}>
      <p className="mb-3 max-w-[46rem]">{t("start.what")}</p>
      {why ? (
        <p className="text-ink-soft">{t(`start.cannot.${why}`)}</p>
      ) : may ? (
        <ActionForm idempotencyKey={idempotencyKey}>
          <SubmitButton kind="primary" intent="start">
            {t("start.do")}
          </SubmitButton>
        </ActionForm>
      ) : (
        <p className="text-ink-soft">{t("start.by")}</p>
      )}
    </Card>
  );
}

function Here({ mayWipe, problem }: { mayWipe: boolean; problem: string | undefined }): ReactNode {
  const { t } = useTranslation("rehearsal");
  const locale = useLocale();
  const { heat, idempotencyKey } = useLoaderData<typeof loader>();
  if (!heat) return null;
  return (
    <>
      <Callout kind="warn" title={t("here.title")}>
        <p>{t("here.what", { heat: inLocale(locale, heat.title, heat.titleEn) })}</p>
        <p>
          <Link to={`/organize/rounds/${heat.slug}`}>{t("here.heat")}</Link>
        </p>
      </Callout>
      {mayWipe ? (
        <Card title={t("wipe.title")}>
          <ConfirmForm
            intent="wipe"
            opener={t("wipe.opener")}
            consequence={t("wipe.what")}
            confirm={t("wipe.do")}
            hidden={{ idempotencyKey }}
            error={problem}
          />
        </Card>
      ) : null}
    </>
  );
}

function Past(): ReactNode {
  const { t } = useTranslation("rehearsal");
  const { past, timeZone } = useLoaderData<typeof loader>();
  return (
    <DataTable
      label={t("past.title")}
      captionHidden={false}
      rows={past}
      rowKey={(row) => row.slug}
      columns={[
        { key: "slug", header: t("past.slug"), rowHeader: true, cell: (row) => row.slug },
        { key: "by", header: t("past.by"), cell: (row) => row.startedBy ?? t("living.someone") },
        { key: "begun", header: t("past.begun"), cell: (row) => <DateTime at={row.createdAt} timeZone={timeZone} /> },
        {
          key: "wiped",
          header: t("past.wiped"),
          cell: (row) => (row.wipedAt ? <DateTime at={row.wipedAt} timeZone={timeZone} /> : t("past.still")),
        },
      ]}
    />
  );
}
