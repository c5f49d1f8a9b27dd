import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { releaseMails } from "~/commands/mail/release-mails.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { askedPage } from "~/services/http/asked-page.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { NextStep } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { findLatestMailReleases, type ReleaseKind } from "~db/queries/mail/mail-words.ts";
import { findPendingGroups, findPendingMails } from "~db/queries/mail/outbox.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { PendingGroup, useMailProblems } from "./pending-group.tsx";

const shownOfGroup = 50;

/** The decisions and news that wait to be announced, and what was released before. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, locale } = args.context;
  const [groups, mails, releases] = await Promise.all([
    findPendingGroups(db, edition.id),
    findPendingMails(db, edition.id, shownOfGroup),
    askedPage(args.request, (at) => findLatestMailReleases(db, edition.id, at)),
  ]);
  return {
    documentTitle: `${i18nFor(locale).t("mail:tab.outbox")} · ${i18nFor(locale).t("mail:title")}`,
    idempotencyKey: randomUUID(),
    slug: edition.slug,
    path: `/organize/editions/${edition.slug}/mail`,
    total: groups.reduce((sum, { count }) => sum + count, 0),
    upTo: String(Math.max(0, ...groups.map(({ latest }) => Number(latest)))),
    groups: groups.map((group) => ({
      ...group,
      mails: mails.filter((mail) => mail.tells === group.tells && mail.round === group.round),
    })),
    releases,
  };
}

/** Releases all, a group, or the selected ones, and leads to the progress. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const result = await releaseMails(by, {
    edition: params.edition,
    chosen: chosenOf(form),
    upTo: textOf(form, "upTo"),
  });
  return answerForm(request, result, ({ release }) => `/organize/editions/${params.edition}/mail/releases/${release}`);
}

function chosenOf(form: FormData): unknown {
  const type = textOf(form, "chosen");
  if (type === "group") return { type, tells: textOf(form, "tells"), round: textOf(form, "round") || null };
  return type === "mails" ? { type, ids: form.getAll("mail") } : { type };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Outbox(): ReactNode {
  const { t } = useTranslation("mail");
  const { idempotencyKey, slug, path, total, upTo, groups, releases } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors } = useMailProblems(answer?.error);
  const hidden = { idempotencyKey, upTo };
  return (
    <>
      <ErrorSummary errors={errors} />
      {total === 0 ? (
        <EmptyState title={t("outbox.emptyTitle")} icon="inbox">
          {t("outbox.empty")}
        </EmptyState>
      ) : (
        <NextStep
          title={t("outbox.waiting", { count: total })}
          action={
            <ConfirmForm
              opener={t("outbox.all", { count: total })}
              consequence={t("outbox.allConsequence", { count: total })}
              confirm={t("outbox.confirm")}
              intent="release"
              hidden={{ ...hidden, chosen: "all" }}
              kind="primary"
              reason={false}
            />
          }
        >
          {t("outbox.lead")}
        </NextStep>
      )}
      {groups.map((group) => (
        <PendingGroup key={`${group.tells}/${group.round}`} path={path} hidden={hidden} group={group} />
      ))}
      {groups.length > 0 ? <ListExport edition={slug} list="outbox" /> : null}
      <Card title={t("outbox.releases")} flush={releases.rows.length > 0}>
        {releases.rows.length > 0 ? (
          <ReleasesTable path={path} releases={releases.rows} />
        ) : (
          <p className="text-ink-soft">{t("outbox.noReleases")}</p>
        )}
      </Card>
      <ListPages previous={releases.previous} next={releases.next} />
    </>
  );
}

type Row = Awaited<ReturnType<typeof findLatestMailReleases>>["rows"][number];

/** What was released or sent to many, the latest first, with how far each is. */
export function ReleasesTable({ path, releases }: { path: string; releases: Row[] }): ReactNode {
  const { t } = useTranslation("mail");
  return (
    <DataTable
      label={t("outbox.releases")}
      dense
      rows={releases}
      rowKey={(release) => release.id}
      columns={[
        {
          key: "release",
          header: t("release.at"),
          rowHeader: true,
          cell: (release) => (
            <Link to={`${path}/releases/${release.id}`}>
              {t("release.title", { kind: t(`release.kind.${release.kind as ReleaseKind}`), release: release.id })}
            </Link>
          ),
        },
        { key: "at", header: t("mail.at"), cell: (release) => <DateTime at={release.releasedAt} /> },
        { key: "by", header: t("release.by"), cell: (release) => release.releasedBy },
        { key: "total", header: t("release.total"), numeric: true, cell: (release) => release.total },
        { key: "queued", header: t("release.queued"), numeric: true, cell: (release) => release.queued },
        { key: "sent", header: t("release.sent"), numeric: true, cell: (release) => release.sent + release.held },
        { key: "delivered", header: t("release.delivered"), numeric: true, cell: (release) => release.delivered },
        {
          key: "failed",
          header: t("release.failed"),
          numeric: true,
          cell: (release) => release.failed + release.bounced,
        },
      ]}
    />
  );
}
