import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigate } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { RevealStep } from "~/rules/stage/reveal.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { ceremonyPicture } from "~/services/live/stage-picture.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import styles from "~/ui/stage/stage.css?url";
import { StagePicture } from "~/ui/stage/stage-picture.tsx";
import { useLocale } from "~/ui/steps.tsx";

/** The ceremony walked through in private: the real table on the very pictures of the stage, and nothing of it public. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const requested = Number(new URL(request.url).searchParams.get("step") ?? 0);
  const step = Number.isInteger(requested) && requested > 0 ? Math.min(requested, 10_000) : 0;
  const picture = await ceremonyPicture(context.db, round.id, step);
  if (!picture) throw notFound();
  const { row, view, steps } = picture;
  const title = inLocale(context.locale, round.title, round.titleEn);
  return {
    title: i18nFor(context.locale).t("stage:ceremony.title", { round: title }),
    judging: row.state !== "closed",
    view,
    steps: steps.map((each) => stepOf(each, row.entries)),
    atMs: now().getTime(),
  };
}

/** What the list of steps calls one: a prize, or a project by its number. */
function stepOf(step: RevealStep, entries: readonly { key: string; number: string }[]) {
  const { kind } = step;
  if (kind === "prize") return { kind, title: step.prize.title, titleEn: step.prize.titleEn };
  if (kind !== "place") return { kind };
  return { kind, number: entries.find(({ key }) => key === step.entry)?.number ?? step.entry };
}

export const meta = titled<typeof loader>((page) => page.title);

export function links() {
  return [{ rel: "stylesheet", href: styles }];
}

export default function Ceremony(): ReactNode {
  const { t } = useTranslation("stage");
  const locale = useLocale();
  const { view, steps, judging, atMs } = useLoaderData<typeof loader>();
  const step = view.reveal?.step ?? 0;
  const last = steps.length - 1;
  useKeys({ step, last });
  if (steps.length === 0)
    return (
      <div className="grid gap-6">
        <SectionHead title={t("ceremony.title")} lead={t("ceremony.lead")} />
        <EmptyState title={t("ceremony.none")}>{t("ceremony.noneMend")}</EmptyState>
      </div>
    );
  return (
    <div className="grid gap-6">
      <SectionHead title={t("ceremony.title")} lead={t("ceremony.lead")} />
      {judging ? <Callout kind="warn">{t("ceremony.provisional")}</Callout> : null}
      <nav aria-label={t("ceremony.controls")} className="flex flex-wrap items-center gap-3">
        {step > 0 ? (
          <>
            <LinkButton to="?step=0" preventScrollReset>
              {t("ceremony.first")}
            </LinkButton>
            <LinkButton to={`?step=${step - 1}`} preventScrollReset>
              {t("ceremony.back")}
            </LinkButton>
          </>
        ) : null}
        {step < last ? (
          <>
            <LinkButton to={`?step=${step + 1}`} kind="primary" preventScrollReset>
              {t("ceremony.forward")}
            </LinkButton>
            <LinkButton to={`?step=${last}`} preventScrollReset>
              {t("ceremony.last")}
            </LinkButton>
          </>
        ) : null}
        <p role="status">{t("ceremony.step", { step: step + 1, steps: steps.length })}</p>
        <p className="text-sm text-ink-soft">{t("ceremony.keys")}</p>
      </nav>
      <StagePicture view={view} locale={locale} offsetMs={0} atMs={atMs} kind="framed" />
      <Card title={t("ceremony.steps")}>
        <ol className="flex flex-wrap gap-x-1">
          {steps.map((each, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its number
            <li key={at}>
              <Link
                to={`?step=${at}`}
                preventScrollReset
                aria-current={at === step ? "step" : undefined}
                className="inline-flex min-h-11 min-w-11 items-center justify-center rounded px-2 aria-[current]:bg-structure aria-[current]:text-on-structure"
              >
                {each.kind === "prize"
                  ? inLocale(locale, each.title, each.titleEn)
                  : each.kind === "place"
                    ? each.number
                    : t(each.kind === "all" ? "ceremony.atLast" : "ceremony.atFirst")}
              </Link>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}

/** The keys of a presenter; whoever writes or has a control in hand is left alone. */
function useKeys({ step, last }: { step: number; last: number }): void {
  const navigate = useNavigate();
  useEffect(() => {
    const ways: Record<string, number> = { ArrowRight: step + 1, ArrowLeft: step - 1, Home: 0, End: last };
    const press = (event: KeyboardEvent) => {
      const to = ways[event.key];
      const busy = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
      if (to === undefined || to < 0 || to > last || to === step || busy) return;
      event.preventDefault();
      navigate(`?step=${to}`, { preventScrollReset: true, replace: true });
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [step, last, navigate]);
}
