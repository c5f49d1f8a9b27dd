import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type ClientActionFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { handInPractice } from "~/commands/scoring/hand-in-practice.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { readFields } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { MarkList } from "./mark-list.tsx";
import { Comparison, PracticeSheet } from "./practice.parts.tsx";
import { practiceView } from "./practice-view.server.ts";
import { readSheetForm } from "./sheet-words.ts";

/** The judge's own practice before the scoring: one sheet that counts nowhere, then how it compares, for that judge alone. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const view = await practiceView(db, { roundId: round.id, userId: actor.id, locale });
  if (!view) throw notFound();
  return {
    ...view,
    documentTitle: i18nFor(locale).t("practice:judge.pageTitle", { title: view.title }),
    round: { slug: round.slug, title: inLocale(locale, round.title, round.titleEn) },
    idempotencyKey: crypto.randomUUID(),
  };
}

export type JudgesPractice = ReturnType<typeof useLoaderData<typeof loader>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const { marks } = readSheetForm(form);
  const answer = await handInPractice(by, { round: params.round, marks });
  return answerForm(request, answer, `/judge/${params.round}/practice`, { marks });
}

/** What comes back when the practice sheet was not taken, or did not get there. */
export interface PracticeAnswer {
  error: Refusal;
  marks: Record<string, string>;
}

/** Where the network is gone the page stays with its marks, and says so: Remix would put its page of errors over it. */
export async function clientAction({ request, serverAction }: ClientActionFunctionArgs) {
  const { marks } = readSheetForm(await readFields(request.clone()));
  try {
    return await serverAction<typeof action>();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { error: { type: "offline" }, marks } satisfies PracticeAnswer;
  }
}

export const links = () => [{ rel: "manifest", href: "/judge.webmanifest" }];

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Practice(): ReactNode {
  const { t } = useTranslation("practice");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<PracticeAnswer>();
  const { round, title, description, own, comparison } = page;
  return (
    <div className="mx-auto grid w-full max-w-300 gap-5">
      <PageHeader
        title={t("judge.invite", { title })}
        lead={comparison ? undefined : t("judge.lead")}
        breadcrumbs={[{ to: `/judge/${round.slug}`, label: round.title }]}
      />
      {description ? (
        <Card title={t("project")}>
          <p className="max-w-[46rem] whitespace-pre-line">{description}</p>
        </Card>
      ) : null}
      {comparison ? <Comparison page={page} comparison={comparison} /> : null}
      {own && !comparison ? (
        <>
          <Callout
            kind="ok"
            title={t("judge.waits")}
            action={
              <LinkButton size="hall" to={`/judge/${round.slug}/practice`} reloadDocument>
                {t("judge.again")}
              </LinkButton>
            }
          >
            {t("judge.waitsLead")}
          </Callout>
          <h2 className="text-xl">{t("judge.mine")}</h2>
          <MarkList view={page} words={{ marks: own, note: "" }} />
        </>
      ) : null}
      {own || comparison ? null : <PracticeSheet page={page} answer={answer} />}
      <LinkButton size="hall" icon="left" to={`/judge/${round.slug}`} className="w-fit">
        {t("judge.back")}
      </LinkButton>
    </div>
  );
}
