import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Icon } from "~/ui/icon.tsx";
import { titled } from "~/ui/page-title.ts";
import { Timeline, useLocale } from "~/ui/steps.tsx";
import { ownApplication } from "./application.server.ts";

/** What the applicant takes away: code, time, what comes next. Only once it was handed in. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, application } = await ownApplication(args);
  const { code, answers, submittedAt, wishedRoundTitle, wishedRoundTitleEn } = application;
  if (!submittedAt) throw redirect(`/apply/${code}`);
  return {
    documentTitle: `${i18nFor(args.context.locale).t("apply:receipt.title")} · ${code}`,
    email: actor.email,
    code,
    submittedAt,
    projectTitle: answers.projectTitle ?? "",
    roundTitle: wishedRoundTitle,
    roundTitleEn: wishedRoundTitleEn,
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Receipt(): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const { code, email, submittedAt, projectTitle, ...round } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto grid w-full max-w-180 gap-6">
      <div className="grid gap-2">
        <h1 className="flex items-center gap-3 font-serif text-3xl sm:text-4xl">
          <Icon name="ok" className="text-ok" />
          {t("receipt.title")}
        </h1>
        <p className="text-lg text-ink-soft">{t("receipt.lead", { email })}</p>
      </div>
      <Card>
        <p className="text-ink-soft">{t("receipt.code")}</p>
        <p className="font-mono text-3xl font-semibold tracking-wide text-structure sm:text-4xl">{code}</p>
        <p className="mb-4 text-ink-soft">{t("receipt.keep")}</p>
        <DetailList
          items={[
            { term: t("field.projectTitle"), detail: projectTitle },
            { term: t("field.round"), detail: inLocale(locale, round.roundTitle, round.roundTitleEn) },
            { term: t("view.submittedAt"), detail: <DateTime at={submittedAt} /> },
          ]}
        />
      </Card>
      <Card title={t("receipt.next")}>
        <Timeline
          label={t("receipt.next")}
          moments={[
            { title: t("receipt.title"), at: <DateTime at={submittedAt} />, state: "done" },
            { title: t("receipt.screening"), state: "current" },
            { title: t("receipt.draw"), state: "todo" },
            { title: t("receipt.pitch"), state: "todo" },
          ]}
        />
      </Card>
      <div className="no-print flex flex-wrap items-center gap-4">
        <LinkButton to={`/apply/${code}`} icon="file">
          {t("receipt.view")}
        </LinkButton>
        <span className="text-sm text-ink-soft">{t("receipt.print")}</span>
      </div>
    </div>
  );
}
