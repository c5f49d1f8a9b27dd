import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { findOwnIdentity, writingNow } from "~/reads/applications/application-check.ts";
import { answersForJudges, titleForJudges, usuallyHidden } from "~/rules/review/blind.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { AttachmentList } from "~/ui/files/attachment-list.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import { findAttachments } from "~db/queries/files/attachments.ts";
import { ownApplication } from "./application.server.ts";
import { findOptions } from "./form-view.server.ts";

/** What others will see of what is being written: the screeners everything, judges of a blind review what does not name anyone. */
export async function loader(args: LoaderFunctionArgs) {
  const { application } = await ownApplication(args);
  const { db, locale } = args.context;
  const { code } = application;
  const { answers, choices, unsent } = textsOf(application);
  const { rounds, tracks, groups } = await findOptions(db, application);
  const round = rounds.find(({ slug }) => slug === choices.round);
  const track = tracks.find(({ key }) => key === choices.track);
  const group = groups.find(({ key }) => key === choices.group);
  const blind = new URL(args.request.url).searchParams.get("as") === "judge";
  const title = answers.projectTitle ?? "";
  return {
    documentTitle: `${i18nFor(locale).t("apply:preview.title")} · ${code}`,
    code,
    blind,
    unsent,
    writable: writingNow(application) === "writable",
    title: blind ? titleForJudges(title, answers, usuallyHidden) : title,
    answers: blind ? answersForJudges(answers, usuallyHidden) : answers,
    identityMasked: blind ? null : ((await findOwnIdentity(db, application))?.masked ?? null),
    attachments: blind ? null : await findAttachments(db, application.id),
    chosen: {
      roundTitle: round?.title ?? null,
      roundTitleEn: round?.titleEn ?? null,
      trackTitle: track?.title ?? null,
      trackTitleEn: track?.titleEn ?? null,
      groupTitle: group?.title ?? null,
      groupTitleEn: group?.titleEn ?? null,
    },
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Preview(): ReactNode {
  const { t } = useTranslation("apply");
  const { code, blind, unsent, writable, title, answers, identityMasked, attachments, chosen } =
    useLoaderData<typeof loader>();
  const { t: files } = useTranslation("files");
  const here = `/apply/${code}/preview`;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={title || t("untitled")}
        lead={t("preview.title")}
        breadcrumbs={[
          { to: "/apply", label: t("list.title") },
          { to: `/apply/${code}`, label: code },
        ]}
        actions={
          writable ? (
            <LinkButton to={`/apply/${code}?step=submit`} icon="left">
              {t("preview.back")}
            </LinkButton>
          ) : null
        }
      />
      <nav aria-label={t("preview.as")} className="no-print flex flex-wrap gap-3">
        {[false, true].map((judge) => (
          <LinkButton
            key={String(judge)}
            to={judge ? `${here}?as=judge` : here}
            aria-current={judge === blind ? "page" : undefined}
            icon={judge === blind ? "check" : undefined}
            className="aria-[current=page]:bg-structure-soft aria-[current=page]:font-semibold"
          >
            {t(judge ? "preview.judge" : "preview.screener")}
          </LinkButton>
        ))}
      </nav>
      <Callout>
        {t(blind ? "preview.judgeNote" : "preview.screenerNote")} {unsent ? t("preview.working") : null}
      </Callout>
      <ApplicationAnswers answers={answers} chosen={chosen} identityMasked={identityMasked} />
      <Card title={files("listLabel")}>
        {attachments ? (
          <AttachmentList attachments={attachments} />
        ) : (
          <p className="text-ink-soft">{t("preview.blindFiles")}</p>
        )}
      </Card>
    </div>
  );
}
