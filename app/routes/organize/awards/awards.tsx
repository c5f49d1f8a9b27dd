import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { findAwardTask } from "~/commands/awards/award-task.ts";
import { grantAwards } from "~/commands/awards/grant-awards.ts";
import { revokeAwards } from "~/commands/awards/revoke-awards.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { diligenceFor } from "~/reads/diligence/diligence-for.ts";
import { awardsOf } from "~/rules/awards/awards.ts";
import { now } from "~/services/clock.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatYuan } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findGrant } from "~db/queries/awards/awards.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { AwardTable } from "./award-table.tsx";

/** From provisional ranks to awards: what would be granted now and why, or what was. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition, final, may } = await diligenceFor(args);
  const { db, locale } = args.context;
  const { settings, finalists, plan, bars, digest } = await findAwardTask(db, {
    editionId: edition.id,
    final,
    at: now(),
  });
  const grant = await findGrant(db, edition.id);
  const { groups } = await findTracksAndGroups(db, edition.id);
  const known = new Map(finalists.map((each) => [each.key, each]));
  const title = new Map(final?.release?.lines.map((line) => [line.entry, line.title]));
  const awards = plan ? awardsOf(plan, settings.levels) : [];
  return {
    documentTitle: i18nFor(locale).t("awards:awards.title"),
    slug: edition.slug,
    edition: inLocale(locale, edition.title, edition.titleEn),
    final: final && { slug: final.slug },
    may,
    bars,
    digest,
    moveUp: settings.moveUp,
    levels: settings.levels.map(({ title: name, titleEn, yuan }) => ({ title: inLocale(locale, name, titleEn), yuan })),
    rankings: (plan?.rankings ?? []).map(({ group, lines, ties, vacant }) => {
      const of = groups.find(({ key }) => key === group);
      return {
        group: of ? inLocale(locale, of.title, of.titleEn) : group,
        lines: lines.map((line) => ({
          ...line,
          title: inLocale(locale, title.get(line.entry) ?? "", known.get(line.entry)?.titleEn ?? null),
          number: known.get(line.entry)?.number ?? null,
        })),
        ties,
        vacant,
      };
    }),
    total: { count: awards.length, yuan: awards.reduce((sum, { yuan }) => sum + (yuan ?? 0), 0) },
    grant: grant
      ? {
          by: grant.grantedBy,
          at: grant.grantedAt,
          version: grant.version,
          stands: grant.state === "published",
          count: grant.awards.length,
          yuan: grant.awards.reduce((sum, { yuan }) => sum + (yuan ?? 0), 0),
        }
      : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type AwardsPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** Grants the awards, or revokes them. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { edition } = params;
  const reason = textOf(form, "reason");
  const answer =
    intent === "revoke"
      ? await revokeAwards(by, { edition, reason })
      : await grantAwards(by, { edition, digest: textOf(form, "digest") });
  return answerForm(request, answer, `/organize/editions/${edition}/awards`, { intent, reason });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Awards(): ReactNode {
  const { t } = useTranslation(["awards", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = useProblems(answer?.error, { idOf: () => "reason-revoke" });
  const at = `/organize/editions/${page.slug}`;
  return (
    <div className="wide-sheet grid gap-6">
      <PageHeader
        title={t("awards.title")}
        lead={page.edition}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        actions={
          <>
            <LinkButton to={`${at}/diligence`}>{t("toList")}</LinkButton>
            {page.may.setUp ? <LinkButton to={`${at}/settings/diligence`}>{t("awards.toSettings")}</LinkButton> : null}
          </>
        }
      />
      <p className="max-w-prose text-ink-soft">{t("awards.lead")}</p>
      <ErrorSummary errors={problems.errors} />
      {page.rankings.length === 0 ? (
        <EmptyState title={t("noFinal.title")}>{t("noFinal.mend")}</EmptyState>
      ) : (
        <p>{t(page.moveUp ? "awards.moveUp" : "awards.noMoveUp")}</p>
      )}
      <Granting
        page={page}
        reason={answer?.intent === "revoke" ? answer.reason : undefined}
        error={answer?.intent === "revoke" ? problems.at("reason") : undefined}
      />
      {page.rankings.map((ranking) => (
        <AwardTable key={ranking.group ?? ""} page={page} ranking={ranking} />
      ))}
      {page.rankings.length > 0 ? <ListExport edition={page.slug} list="awards" /> : null}
    </div>
  );
}

/** Whether the awards may be granted, or that they are; with the step that can be taken. */
export function Granting({
  page,
  reason,
  error,
}: {
  page: AwardsPage;
  reason: string | undefined;
  error: string | undefined;
}): ReactNode {
  const { t } = useTranslation(["awards", "errors"]);
  const locale = useLocale();
  const { grant, bars, rankings, total, may, slug, final, digest, idempotencyKey } = page;
  const sum = (of: { count: number; yuan: number }) => ({ count: of.count, yuan: formatYuan(of.yuan, locale) });
  if (grant)
    return (
      <div className="grid gap-4">
        <Callout
          kind={grant.stands ? "ok" : "warn"}
          title={t(grant.stands ? "awards.granted" : "awards.stale")}
          action={
            grant.stands ? (
              <>
                {may.publish && final ? (
                  <LinkButton to={`/organize/rounds/${final.slug}/certificates`}>{t("awards.papers")}</LinkButton>
                ) : null}
                <LinkButton to={`/editions/${slug}`} reloadDocument>
                  {t("awards.public")}
                </LinkButton>
              </>
            ) : undefined
          }
        >
          {grant.stands ? null : <p>{t("awards.staleText")}</p>}
          <p>
            {t("awards.grantedText", { by: grant.by, at: formatDateTime(grant.at, locale), version: grant.version })}{" "}
            {t("awards.total", sum(grant))}
          </p>
        </Callout>
        {may.grant ? (
          <ConfirmForm
            key="revoke"
            intent="revoke"
            opener={t("awards.revoke")}
            consequence={t("awards.revokeWhat")}
            confirm={t("awards.revokeDo")}
            hidden={{ idempotencyKey: `${idempotencyKey}-r` }}
            reason={{ defaultValue: reason }}
            error={error}
          />
        ) : null}
      </div>
    );
  if (rankings.length === 0) return null;
  if (bars.length > 0)
    return (
      <Callout kind="warn" title={t("awards.notYet")}>
        <ul className="list-disc ps-5">
          {bars.map((bar) => (
            <li key={bar}>
              {t(`errors:${bar}.title`)} {t(`errors:${bar}.mend`)}
            </li>
          ))}
        </ul>
      </Callout>
    );
  return (
    <div className="grid gap-4">
      <Callout title={t("awards.ready")}>
        {t("awards.total", sum(total))} {t("awards.readyText")}
      </Callout>
      {may.grant ? (
        <ConfirmForm
          key="grant"
          intent="grant"
          kind="primary"
          opener={t("awards.grant")}
          consequence={t("awards.grantWhat", sum(total))}
          confirm={t("awards.grantDo")}
          reason={false}
          hidden={{ digest, idempotencyKey: `${idempotencyKey}-g` }}
        />
      ) : null}
    </div>
  );
}
