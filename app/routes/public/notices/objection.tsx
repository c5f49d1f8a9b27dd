import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { isLink, linkDigest } from "~/reads/notices/objection-link.ts";
import { objectionFileKinds, objectionFiles } from "~/rules/notices/objection.ts";
import { publicNotice } from "~/rules/releases/public-view.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findObjectionByLink, findObjectionFiles } from "~db/queries/notices/objections.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

export const handle = { plain: true };

const noStore = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" };

/**
 * How an objection stands, for whoever has its private link: never who raised it, nor in what words, for a link can fall
 * into other hands.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { db, locale } = context;
  const found = isLink(params.link) ? await findObjectionByLink(db, linkDigest(params.link)) : undefined;
  if (!found) throw notFound();
  const notice = publicNotice(await findPublishedRelease(db, found.round), now());
  const query = new URL(request.url).searchParams;
  const { receipt, state, filedAt, dueOn, decidedAt, decisionReason, kind, correctedVersion, erasedAt } = found;
  const files = await findObjectionFiles(db, found.id);
  const open = notice?.notice === "open" && decidedAt === null && erasedAt === null;
  return data(
    {
      title: i18nFor(locale).t("notice:status.title", { receipt }),
      receipt,
      state,
      filedAt,
      dueOn,
      decidedAt,
      kind,
      erased: erasedAt !== null,
      reason: decisionReason === null ? null : { text: decisionReason, locale: found.locale },
      round: {
        slug: found.round,
        title: inLocale(locale, found.roundTitle, found.roundTitleEn),
        public: notice !== null,
      },
      entry: found.entry && inLocale(locale, found.entryTitle, found.entryTitleEn),
      correctedVersion,
      files: files.map(({ id, kind: of, size, broughtAt }) => ({
        id,
        kind: of as "letter" | "evidence",
        size,
        broughtAt,
      })),
      takesFiles: open && files.length < objectionFiles.most,
      noticeEndsOn: open ? notice.noticeEndsOn : null,
      filed: query.has("filed"),
      added: query.has("added"),
      refused: query.get("refused"),
    },
    { headers: noStore },
  );
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta = titled<typeof loader>((page) => page.title, { name: "robots", content: "noindex" });

export default function ObjectionStatus(): ReactNode {
  const { t } = useTranslation(["notice", "ui"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const { round, reason } = page;
  return (
    <div className="grid max-w-220 gap-6">
      <PageHeader
        kind="public"
        title={page.title}
        lead={round.title}
        state={<StateBadge of="objection" state={page.state} />}
      />
      {page.filed ? (
        <Callout kind="ok" live title={t("status.filed", { receipt: page.receipt })}>
          {t("status.keepLink")}
        </Callout>
      ) : (
        <Callout>{t("status.keepLink")}</Callout>
      )}
      {page.decidedAt !== null ? (
        <Card title={t(`outcome.${page.state as "upheld" | "dismissed" | "inadmissible"}`)}>
          <div className="grid gap-2">
            <p className="text-ink-soft">{t("status.decidedAt", { at: formatDateTime(page.decidedAt, locale) })}</p>
            {page.erased ? <p>{t("status.erased")}</p> : null}
            {reason && !page.erased ? (
              <div lang={reason.locale}>
                {reason.text.split("\n").map((line, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines stand still
                  <p key={at}>{line}</p>
                ))}
              </div>
            ) : null}
            {page.correctedVersion !== null && round.public ? (
              <p>
                <a href={`/results/${round.slug}`}>{t("status.corrected", { version: page.correctedVersion })}</a>
              </p>
            ) : null}
          </div>
        </Card>
      ) : null}
      <DetailList
        items={[
          { term: t("status.receipt"), detail: <span className="font-mono">{page.receipt}</span> },
          { term: t("status.about"), detail: page.entry ?? t("form.wholeList") },
          { term: t("status.kind"), detail: t(`kind.${page.kind}`) },
          { term: t("status.filedAt"), detail: formatDateTime(page.filedAt, locale) },
          ...(page.decidedAt === null
            ? [{ term: t("status.due"), detail: t("status.dueOn", { date: formatDate(page.dueOn, locale) }) }]
            : []),
        ]}
      />
      <Files />
      {round.public ? (
        <p>
          <a href={`/notices/${round.slug}`}>{t("form.back")}</a>
        </p>
      ) : null}
    </div>
  );
}

/** What came with it, and while the notice is open the way to bring more: a unit's sealed letter, or evidence. */
function Files(): ReactNode {
  const { t } = useTranslation(["notice", "ui"]);
  const locale = useLocale();
  const { files, takesFiles, noticeEndsOn, kind, added, refused } = useLoaderData<typeof loader>();
  const fault = uploadFaults.find((each) => each === refused) ?? (refused ? "file-suspicious" : undefined);
  const sealMissing = kind === "unit" && !files.some((file) => file.kind === "letter");
  return (
    <section id="files" className="grid gap-4">
      <h2 className="font-serif text-2xl">{t("files.title")}</h2>
      {added ? <Callout kind="ok" live title={t("files.added")} /> : null}
      {sealMissing && noticeEndsOn ? (
        <Callout kind="warn" title={t("files.sealMissing")}>
          {t("files.sealMend", { date: formatDate(noticeEndsOn, locale) })}
        </Callout>
      ) : null}
      {files.length === 0 ? <p className="text-ink-soft">{t("files.none")}</p> : null}
      <ul className="grid gap-1">
        {files.map((file) => (
          <li key={file.id}>
            {t(`files.kind.${file.kind}`)} · {formatFileSize(file.size)} · {formatDateTime(file.broughtAt, locale)}
          </li>
        ))}
      </ul>
      {takesFiles ? (
        <form
          method="post"
          encType="multipart/form-data"
          className="grid gap-4 rounded border border-line bg-surface p-4"
        >
          <RadioGroupField
            name="kind"
            label={t("files.what")}
            defaultValue={sealMissing ? "letter" : "evidence"}
            options={objectionFileKinds.map((value) => ({ value, label: t(`files.kind.${value}`) }))}
          />
          <TextField
            name="file"
            type="file"
            accept=".pdf,.jpg,.jpeg,.png"
            label={t("files.file")}
            hint={t("files.hint", { most: objectionFiles.most })}
            error={fault ? t(`files.fault.${fault}`) : undefined}
          />
          <div>
            <Button>{t("files.add")}</Button>
          </div>
        </form>
      ) : null}
    </section>
  );
}

const uploadFaults = [
  "file-too-large",
  "file-missing",
  "file-empty",
  "file-type-wrong",
  "form-broken",
  "file-suspicious",
  "file-broken",
  "picture-too-large",
  "upload-busy",
  "notice-closed",
  "objection-decided",
  "files-full",
  "file-there",
] as const;
