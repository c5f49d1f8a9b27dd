import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { issueCertificates } from "~/commands/documents/issue-certificates.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type ZippedFile, zipBytes } from "~/primitives/zip.ts";
import { formatSerial } from "~/rules/documents/certificate-serial.ts";
import { archiveName } from "~/rules/files/attachment.ts";
import { isNoticeOpen } from "~/rules/notices/notice.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Button, LinkButton, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { ProgressBar } from "~/ui/progress-bar.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { findRoundCertificates } from "~db/queries/documents/certificates.ts";
import { findPublishedTable } from "~db/queries/releases/signed-tables.ts";
import { ListExport } from "../exchange/list-export.tsx";

/** The certificates of the published result, and the papers that belong to it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "publish-release");
  const { db, locale } = context;
  const published = round.rehearsalOfId === null ? await findPublishedTable(db, round.id) : undefined;
  const certificates = published ? await findRoundCertificates(db, round.id) : [];
  return {
    title: `${i18nFor(locale).t("certificates:round.title")} · ${inLocale(locale, round.title, round.titleEn)}`,
    slug: round.slug,
    edition: round.editionSlug,
    version: published?.version ?? null,
    onNoticeTo:
      published?.noticeEndsOn && isNoticeOpen(published.noticeEndsOn, now())
        ? formatDate(published.noticeEndsOn, locale)
        : null,
    certificates: certificates.map((each) => ({
      serial: formatSerial(each.serial),
      leader: each.leader,
      rank: each.rank,
      number: each.number,
      award: inLocale(locale, each.award, each.awardEn),
      project: inLocale(locale, each.title, each.titleEn),
    })),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const answer = await issueCertificates(by, { round: params.round, duringNotice: form.has("duringNotice") });
  return answerForm(request, answer, `/organize/rounds/${params.round}/certificates`);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Certificates(): ReactNode {
  const { t } = useTranslation(["certificates", "ui"]);
  const { slug, edition, version, certificates, onNoticeTo, idempotencyKey } = useLoaderData<typeof loader>();
  const { errors } = useProblems(useActionData<typeof action>()?.error, { idOf: (path) => path });
  const at = `/organize/rounds/${slug}`;
  const kind = certificates.length > 0 ? "secondary" : "primary";
  const act = certificates.length > 0 ? "round.issueMore" : "round.issue";
  if (version === null)
    return (
      <div className="grid gap-6">
        <SectionHead title={t("round.title")} lead={t("round.lead")} />
        <EmptyState
          title={t("round.notPublished")}
          action={<LinkButton to={`${at}/release`}>{t("round.toRelease")}</LinkButton>}
        >
          {t("round.notPublishedMend")}
        </EmptyState>
      </div>
    );
  return (
    <div className="grid gap-6">
      <SectionHead title={t("round.title")} lead={t("round.lead")} />
      <ErrorSummary errors={errors} />
      <p className="flex flex-wrap items-center gap-3">
        <LinkButton to={`${at}/notice.pdf`} icon="print" reloadDocument>
          {t("round.notice")}
        </LinkButton>
        <LinkButton to={`${at}/awards.pdf`} icon="print" reloadDocument>
          {t("round.awards")}
        </LinkButton>
        {certificates.length > 0 ? (
          <LinkButton to={`${at}/certificates.pdf`} icon="print" reloadDocument>
            {t("round.all")}
          </LinkButton>
        ) : null}
        <LinkButton to={`/organize/editions/${edition}/settings/certificate`}>{t("round.words")}</LinkButton>
      </p>
      <div className="grid gap-2">
        <p className="max-w-prose text-ink-soft">
          {t("round.version", { version })} · {t("round.issueWhat")}
        </p>
        {onNoticeTo === null ? (
          <ActionForm idempotencyKey={idempotencyKey}>
            <SubmitButton kind={kind}>{t(act)}</SubmitButton>
          </ActionForm>
        ) : (
          <ConfirmForm
            kind={kind}
            intent="issue"
            reason={false}
            opener={t("round.onNoticeOpen", { act: t(act) })}
            consequence={t("round.onNotice", { to: onNoticeTo })}
            confirm={t("round.onNoticeDo")}
            hidden={{ idempotencyKey, duringNotice: "on" }}
          />
        )}
      </div>
      {certificates.length > 0 ? (
        <>
          <p>{t("round.issued", { count: certificates.length })}</p>
          <CertificateBatch slug={slug} all={certificates} />
        </>
      ) : null}
      <DataTable
        label={t("round.list")}
        rows={certificates}
        rowKey={(row) => row.serial}
        empty={<EmptyState title={t("round.none")}>{t("round.noneMend")}</EmptyState>}
        columns={[
          {
            key: "serial",
            header: t("round.serial"),
            rowHeader: true,
            cell: (row) => (
              <a href={`/certificates/${row.serial}`} className="whitespace-nowrap tabular-nums">
                {row.serial}
              </a>
            ),
          },
          { key: "award", header: t("round.award"), cell: (row) => row.award },
          { key: "rank", header: t("round.rank"), numeric: true, narrow: true, cell: (row) => row.rank },
          {
            key: "number",
            header: t("ui:term.runningOrder"),
            numeric: true,
            narrow: true,
            cell: (row) => row.number ?? "—",
          },
          { key: "project", header: t("round.project"), cell: (row) => row.project },
          { key: "leader", header: t("round.leader"), cell: (row) => row.leader ?? t("round.erased") },
          {
            key: "pdf",
            header: <span className="sr-only">{t("round.one")}</span>,
            cell: (row) => (
              <LinkButton to={`${at}/certificates.pdf?serial=${row.serial}`} size="row" reloadDocument>
                {t("round.one")}
                <span className="sr-only"> {row.serial}</span>
              </LinkButton>
            ),
          },
        ]}
      />
      {certificates.length > 0 ? <ListExport edition={edition} list="certificates" of={slug} /> : null}
    </div>
  );
}

export interface BatchedCertificate {
  serial: string;
  rank: number;
  award: string;
  project: string;
}

type State = "idle" | "running" | "stopped" | "through";

/**
 * Every certificate as a file of its own, in one archive: made one after the other, with how far it is. It can be stopped
 * and goes on where it was; what fails is named, and tried again without the others.
 */
export function CertificateBatch({ slug, all }: { slug: string; all: BatchedCertificate[] }): ReactNode {
  const { t } = useTranslation("certificates");
  const [state, setState] = useState<State>("idle");
  const [done, setDone] = useState(0);
  const [failed, setFailed] = useState<BatchedCertificate[]>([]);
  const made = useRef(new Map<string, Blob>());
  const stop = useRef(false);
  if (!useHydrated()) return null;

  const run = async () => {
    stop.current = false;
    setState("running");
    const missing: BatchedCertificate[] = [];
    setFailed(missing);
    for (const each of all) {
      if (stop.current) return setState("stopped");
      if (made.current.has(each.serial)) continue;
      const file = await fileOf(slug, each.serial);
      if (file) made.current.set(each.serial, file);
      else missing.push(each);
      setDone(made.current.size);
    }
    setFailed(missing);
    setState("through");
    if (missing.length === 0) await save();
  };
  const save = async () => {
    async function* files(): AsyncGenerator<ZippedFile> {
      for (const each of all) {
        const file = made.current.get(each.serial);
        if (!file) continue;
        yield { name: nameOf(each), bytes: new Uint8Array(await file.arrayBuffer()), lastModified: new Date() };
      }
    }
    offer(new Blob([await zipBytes(files())], { type: "application/zip" }), `certificates-${slug}.zip`);
  };
  const words = t("batch.progress", { done, all: all.length });
  return (
    <section aria-label={t("batch.title")} className="grid max-w-[46rem] gap-3">
      {state === "idle" ? null : <ProgressBar label={t("batch.title")} value={done} max={all.length} text={words} />}
      <p role="status">
        {state === "stopped" ? t("batch.stopped") : ""}
        {state === "through" && failed.length === 0 ? t("batch.through") : ""}
      </p>
      {state === "through" && failed.length > 0 ? (
        <Callout kind="danger" live title={t("batch.failed", { count: failed.length })}>
          <ul className="list-disc ps-5">
            {failed.map(({ serial, project }) => (
              <li key={serial}>
                {serial} · {project}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <p className="flex flex-wrap gap-3">
        {state === "running" ? (
          <Button
            onClick={() => {
              stop.current = true;
            }}
          >
            {t("batch.stop")}
          </Button>
        ) : (
          <Button onClick={run}>
            {t(state === "stopped" ? "batch.goOn" : failed.length > 0 ? "batch.again" : "batch.start")}
          </Button>
        )}
        {state !== "running" && failed.length > 0 && done > 0 ? (
          <Button onClick={save}>{t("batch.saveMade", { count: done })}</Button>
        ) : null}
      </p>
    </section>
  );
}

/** The certificate's file; null where it cannot be had. */
async function fileOf(slug: string, serial: string): Promise<Blob | null> {
  try {
    const answer = await fetch(`/organize/rounds/${slug}/certificates.pdf?serial=${serial}`);
    const isPdf = answer.headers.get("Content-Type") === "application/pdf";
    return answer.ok && isPdf ? await answer.blob() : null;
  } catch {
    return null;
  }
}

function nameOf({ rank, award, project, serial }: BatchedCertificate): string {
  return `${archiveName(`${String(rank).padStart(2, "0")}_${award}_${project}`, 100)}_${serial}.pdf`;
}

function offer(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
