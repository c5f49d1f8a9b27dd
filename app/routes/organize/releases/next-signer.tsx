import { Link } from "@remix-run/react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { Digest } from "~/ui/digest.tsx";
import { DateField } from "~/ui/field/choice-fields.tsx";
import { FactorField } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { NextStep } from "~/ui/page-header.tsx";
import { entryNames, labels, ResultsTable, titles } from "~/ui/results/results-table.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { ReleaseFault, ReleasePage } from "./release.tsx";
import { useRoles } from "./release-steps.tsx";

interface NextHandProps {
  page: ReleasePage;
  wrong: ReleaseFault;
}

/** What comes next: the table with its digest, and the form that signs it for those who may; for everyone else, who must act. */
export function NextSigner(props: NextHandProps): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const { round, open, published, changed, refusals, next } = props.page;
  if (round.state !== "closed")
    return (
      <>
        {published ? <Published {...props} /> : null}
        <Callout title={t(published ? "release.reopened" : "release.notClosed")}>
          {t("release.notClosedMend", { state: t(`ui:state.round.${round.state}`) })}
        </Callout>
      </>
    );
  if (changed)
    return (
      <>
        <Callout kind="danger" title={t("release.changed", { version: open?.version ?? "" })}>
          {t("release.changedMend")}
        </Callout>
        {refusals.propose === null ? <Propose {...props} /> : null}
      </>
    );
  if (!next)
    return (
      <>
        <Published {...props} />
        {refusals.propose === null ? <Propose {...props} /> : null}
      </>
    );
  return (
    <>
      {published ? <Published {...props} /> : null}
      {refusals[next.step] === null ? <SignerForm {...props} step={next.step} /> : <Waiting {...props} />}
    </>
  );
}

function SignerForm({ step, ...props }: NextHandProps & { step: "propose" | "confirm" | "publish" }): ReactNode {
  if (props.page.young) return <Young {...props} young={props.page.young} />;
  if (step === "propose") return <Propose {...props} />;
  return <Sign {...props} step={step} />;
}

/** Whose role it is, and who has not held it for long enough. */
function Young({ page, young }: NextHandProps & { young: NonNullable<ReleasePage["young"]> }): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  const { table, open, round } = page;
  const at = (instant: Date) => formatDateTime(instant, locale, round.timeZone);
  return (
    <>
      <Callout kind="warn" title={t("release.young", { count: young.waitHours })}>
        <p>{t("release.youngFrom", { since: at(young.since), from: at(young.from) })}</p>
        <Summary page={page} />
      </Callout>
      {table ? <TableToSign table={table} version={open?.version} slug={round.slug} /> : null}
    </>
  );
}

/** The first hand: without a second factor, for two more come that show theirs. */
function Propose(props: NextHandProps): ReactNode {
  const { t } = useTranslation("results");
  const { page, wrong } = props;
  if (page.young) return <Young {...props} young={page.young} />;
  const { table, published, correctable, idempotencyKey } = page;
  if (!table) return null;
  if (published && !correctable) return <Callout title={t("release.sameTable")}>{t("release.sameTableMend")}</Callout>;
  const form = published ? (
    <ConfirmForm
      kind="primary"
      intent="propose"
      opener={t("release.correctOpen")}
      consequence={t("release.correctDetail", { version: published.version })}
      confirm={t("release.correctDo")}
      hidden={{ digest: table.digest, idempotencyKey }}
      reason={{ label: t("release.correctReason"), hint: t("release.correctReasonHint") }}
      error={wrong.step === "propose" ? wrong.reason : undefined}
    />
  ) : (
    <ActionForm idempotencyKey={idempotencyKey}>
      <input type="hidden" name="digest" value={table.digest} />
      <SubmitButton kind="primary" intent="propose">
        {t("release.proposeDo")}
      </SubmitButton>
    </ActionForm>
  );
  return (
    <>
      <NextStep title={t(published ? "release.correctTitle" : "release.proposeTitle")} action={form}>
        <p>{published ? t("release.correctDetail", { version: published.version }) : t("release.proposeDetail")}</p>
        <Summary page={page} />
      </NextStep>
      <TableToSign table={table} />
    </>
  );
}

/** The second and the third hand: each signs the digest of the table below with a code of their own. */
function Sign({ page, wrong, step }: NextHandProps & { step: "confirm" | "publish" }): ReactNode {
  const { t } = useTranslation(["results", "factor"]);
  const { open, table, notice, means, idempotencyKey, round } = page;
  const hasFactor = means.totp || means.passkey;
  if (!open || !table) return null;
  const { version, digest } = open;
  const detail = t(`release.${step}Detail`, { version });
  const setUp = `/account/second-factor?returnTo=${encodeURIComponent(`/organize/rounds/${round.slug}/release`)}`;
  return (
    <>
      <NextStep
        title={t(`release.${step}Title`)}
        action={
          hasFactor ? (
            <ConfirmForm
              kind="primary"
              intent={step}
              reason={false}
              opener={t(`release.${step}Open`, { version })}
              consequence={detail}
              confirm={t(`release.${step}Do`)}
              hidden={{ version, digest, idempotencyKey }}
              open={wrong.step === step}
            >
              {step === "publish" ? <NoticeFields notice={notice} wrong={wrong} edition={round.edition} /> : null}
              <FactorField error={wrong.code} means={means} />
            </ConfirmForm>
          ) : (
            <LinkButton kind="primary" to={setUp} iconAfter="arrow">
              {t("factor:setUp")}
            </LinkButton>
          )
        }
      >
        <p>{detail}</p>
        {open.correctionReason ? <p>{t("release.correctionOf", { reason: open.correctionReason })}</p> : null}
        {hasFactor ? null : (
          <>
            <p className="font-medium text-warn">{t("factor:needed")}</p>
            <p>{t("factor:neededMend")}</p>
          </>
        )}
      </NextStep>
      <TableToSign table={table} version={version} slug={round.slug} />
    </>
  );
}

interface NoticeFieldsProps extends Pick<ReleasePage, "notice"> {
  wrong: ReleaseFault;
  /** Slug. */
  edition: string;
}

/** The notice's last day, why there is none or it is earlier than the edition has it, and that nobody is named to watch over it. */
function NoticeFields({ notice, wrong, edition }: NoticeFieldsProps): ReactNode {
  const { t } = useTranslation(["results", "notice"]);
  const locale = useLocale();
  return (
    <>
      {notice.lacksDiscipline ? (
        <Callout kind="warn" title={t("notice:release.noDiscipline")}>
          <p>
            {t("notice:release.noDisciplineMend")}{" "}
            <Link to={`/organize/editions/${edition}/settings/notice`}>{t("notice:release.toSettings")}</Link>
          </p>
        </Callout>
      ) : null}
      <DateField
        name="noticeEndsOn"
        label={t("release.noticeEndsOn")}
        hint={
          notice.endsOn === null
            ? t("notice:release.unknown", { year: notice.unknownYear })
            : t("notice:release.days", { count: notice.workingDays, to: formatDate(notice.endsOn, locale) })
        }
        defaultValue={wrong.sent?.noticeEndsOn ?? notice.endsOn ?? ""}
        error={wrong.notice}
        optional
      />
      <TextAreaField
        name="noticeReason"
        label={t("release.noticeReason")}
        hint={t("release.noticeReasonHint", { count: notice.workingDays })}
        defaultValue={wrong.sent?.noticeReason}
        error={wrong.noticeReason}
        max={500}
        rows={2}
        optional
      />
    </>
  );
}

function Waiting({ page }: NextHandProps): ReactNode {
  const { t } = useTranslation("results");
  const rolesOf = useRoles();
  const { next, refusals, open, table, round } = page;
  if (!next) return null;
  const refusal = refusals[next.step];
  const roles = rolesOf(next.roles);
  return (
    <>
      <Callout title={t("release.waitsFor", { roles })}>
        {refusal === "same-person" || refusal === "hand-taken"
          ? t(`release.refusal.${refusal}`)
          : t("release.notYours", { roles })}
        <Summary page={page} />
      </Callout>
      {table ? <TableToSign table={table} version={open?.version} slug={round.slug} /> : null}
    </>
  );
}

function Published({ page }: NextHandProps): ReactNode {
  const { t } = useTranslation("results");
  const to = `/results/${page.round.slug}`;
  return (
    <Callout kind="ok" title={t("release.publishedTitle", { version: page.published?.version ?? "" })}>
      <p>
        {t("release.publishedDetail")}{" "}
        <Link to={to} reloadDocument>
          {to}
        </Link>
      </p>
    </Callout>
  );
}

function Summary({ page: { table, round } }: Pick<NextHandProps, "page">): ReactNode {
  const { t } = useTranslation("results");
  if (!table) return null;
  return (
    <ul className="grid gap-1">
      <li>{t("release.summary", table)}</li>
      {table.missing > 0 ? <li className="text-warn">{t("release.missing", { count: table.missing })}</li> : null}
      {table.shared > 0 ? (
        <li className="text-warn">
          {t("release.sharedRanks", { count: table.shared })}{" "}
          <Link to={`/organize/rounds/${round.slug}/standings/ties`} reloadDocument>
            {t("release.sharedRanksMend")}
          </Link>
        </li>
      ) : null}
    </ul>
  );
}

interface TableToSignProps {
  table: NonNullable<ReleasePage["table"]>;
  /** Of the version that it is, once it was proposed. */
  version?: number;
  slug?: string;
}

/** The table whose digest is signed, line by line: what the person compares with the paper. */
function TableToSign({ table, version, slug }: TableToSignProps): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  const standings = useMemo(() => JSON.parse(table.standings) as FrozenStandings, [table.standings]);
  const { criteria, groups, entries } = table.words;
  return (
    <section className="grid gap-3">
      <h3 className="text-lg">{t("release.tableToSign")}</h3>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span>{t("release.digest")}</span>
        <Digest value={table.digest} />
        {version === undefined ? null : (
          <Link to={`/organize/rounds/${slug}/releases/${version}`}>{t("release.view", { version })}</Link>
        )}
      </div>
      {version === undefined ? null : <p className="text-sm text-ink-soft">{t("release.unchanged")}</p>}
      <ResultsTable
        standings={standings}
        criteria={labels(locale, criteria)}
        groups={titles(locale, groups)}
        nameOf={entryNames(locale, entries)}
        detailed
        oneOf={slug ? (entry) => `/organize/rounds/${slug}/standings?entry=${encodeURIComponent(entry)}` : undefined}
        level={3}
      />
    </section>
  );
}
