import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, type MetaFunction, redirectDocument, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import { type AgreementView, agreementView } from "~/reads/standings/agreement-view.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { AdviceCard } from "./advice-card.tsx";
import { Compared } from "./compared.tsx";
import { CriterionSwitch } from "./criterion-switch.tsx";
import { FiguresCard } from "./figures-card.tsx";
import { JudgesCard } from "./judges-card.tsx";
import { OutliersCard } from "./outliers-card.tsx";

/** Many figures and nothing to press: the page carries no script. */
export const handle = { plain: true };

const asked = z.object({
  criterion: z.string().nullable().catch(null),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** How far a round's judges agree, for those who see its scores; `?criterion=KEY` over one criterion's marks. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const search = new URL(request.url).searchParams;
  const { criterion, page } = asked.parse({ criterion: search.get("criterion"), page: search.get("page") ?? 1 });
  const view = await agreementView(db, { roundId: round.id, criterion, locale });
  return {
    title: i18nFor(locale).t("agreement:pageTitle", { round: inLocale(locale, round.title, round.titleEn) }),
    round: round.slug,
    judging: round.stage === "judging",
    page,
    view: view && new ServerOnly(view),
  };
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function AgreementPage(): ReactNode {
  const { t } = useTranslation(["agreement", "results"]);
  const { round, judging, page, view } = useLoaderData<typeof loader>();
  return (
    <div className="wide-sheet grid gap-6">
      <SectionHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <LinkButton to={`/organize/rounds/${round}/standings`} size="row" icon="left">
            {t("standings")}
          </LinkButton>
        }
      />
      {view === null ? (
        <EmptyState title={t("results:standings.noRule")}>{t("results:standings.noRuleMend")}</EmptyState>
      ) : (
        <View view={view.value} {...{ round, judging, page }} />
      )}
    </div>
  );
}

function View(props: { view: AgreementView; round: string; judging: boolean; page: number }): ReactNode {
  const { t } = useTranslation("agreement");
  const { view, round, judging, page } = props;
  const state = stateOf(view);
  return (
    <>
      <CriterionSwitch criteria={view.criteria} now={view.criterion} />
      {judging ? (
        <Callout kind="warn" title={t("state.judging")}>
          {t("state.judgingMend")}
        </Callout>
      ) : null}
      {state === "noMarks" ? (
        <EmptyState title={t("state.noMarks")}>{t("state.noMarksMend")}</EmptyState>
      ) : (
        <>
          <Compared view={view} />
          {state === null ? (
            <FiguresCard view={view} />
          ) : (
            <Callout title={t(`state.${state}`)}>{t(`state.${state}Mend`)}</Callout>
          )}
          <JudgesCard view={view} />
          <OutliersCard view={view} round={round} />
          <AdviceCard view={view} page={page} />
        </>
      )}
    </>
  );
}

/** Why there is no agreement to speak of; null where there is. */
function stateOf({ agreement: { judges, entries, icc, kendallW } }: AgreementView) {
  if (judges === 0) return "noMarks";
  if (judges === 1) return "oneJudge";
  if (entries < 2) return "fewEntries";
  return kendallW === null && Object.values(icc).every((value) => value === null) ? "alike" : null;
}
