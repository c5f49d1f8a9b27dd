import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { actAtTable, type SheetDeskAnswer } from "~/reads/scoring/sheet-acts.ts";
import { deskSheet } from "~/reads/scoring/table-sheet-view.ts";
import { refused } from "~/routes/refused.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { type RoundPicture, roundPicture } from "~/services/live/pictures.ts";
import { Callout } from "~/ui/callout.tsx";
import { useRefusalWords } from "~/ui/files/upload-words.ts";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { CheckCard } from "./check-card.tsx";
import { PaperCard } from "./paper-card.tsx";
import { ReopenCard } from "./reopen-card.tsx";
import { SheetHistory } from "./sheet-history.tsx";
import { useLiveTable } from "./use-live-table.ts";
import { Versions } from "./versions.tsx";

/** One judge's sheet at one entry, for those who see scores: its versions, what happened, and what can be done about it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const picture = await roundPicture(db, round.id);
  const view = await deskSheet(db, { actor, round, entry: params.entry ?? "", judge: params.judge ?? "", locale });
  if (!view) throw notFound();
  const names = { judge: view.judge.name, entry: `${view.entry.number} ${view.entry.title}` };
  return {
    ...view,
    title: i18nFor(locale).t("scoreTable:sheet.pageTitle", names),
    idempotencyKey: crypto.randomUUID(),
    at: now().toISOString(),
    picture: JSON.parse(picture ?? "null") as RoundPicture,
  };
}

export type SheetDesk = Awaited<ReturnType<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

/** Asks for a reopening or decides on one, enters or checks a paper sheet, asks the judge to check. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const by = { db: context.db, actor: await context.actor() };
  const place = { round: params.round, entry: params.entry, judge: params.judge };
  const { answer, sent } = await actAtTable(by, place, form);
  if (!answer.ok) {
    const refusal = refused(answer.error, request);
    return data({ ...sent, error: refusal.data.error }, refusal.init ?? undefined);
  }
  const { pathname } = new URL(request.url);
  return redirect(form.get("back") === "table" ? `/organize/rounds/${params.round}/table` : pathname, 303);
}

export default function SheetAtDesk(): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<SheetDeskAnswer>() ?? null;
  const [search] = useSearchParams();
  useLiveTable(page.round.slug, page.picture);
  const { entry, judge, sheet, recusal, round } = page;
  const inPlace = answer?.error.type === "invalid-input";
  return (
    <div className="grid gap-5">
      <div className="grid gap-1">
        <Link to={`/organize/rounds/${round.slug}/table`} className="inline-flex w-fit items-center gap-1">
          <Icon name="left" />
          {t("sheet.back")}
        </Link>
        <h2 className="text-xl">
          {t("sheet.heading", { judge: judge.name, entry: `${entry.number} ${entry.title}` })}
        </h2>
        <p className="text-ink-soft">
          {recusal !== null
            ? t("sheet.recused", { reason: recusal })
            : sheet?.submitted
              ? t("sheet.submittedAt", {
                  time: formatSeconds(sheet.submitted, round.timeZone),
                  version: sheet.version,
                })
              : sheet
                ? t("sheet.draftSince", {
                    version: sheet.version,
                    time: formatSeconds(sheet.updated, round.timeZone),
                  })
                : t("sheet.none")}
        </p>
      </div>
      {answer && !inPlace ? (
        <Callout kind="danger" live title={t(`errors:${answer.error.type}.title`)}>
          {t(`errors:${answer.error.type}.mend`)}
        </Callout>
      ) : null}
      <UploadTrouble why={search.get("refused")} />
      {page.paper || !sheet?.submitted ? <PaperCard page={page} answer={answer} /> : null}
      <Versions page={page} />
      <ReopenCard page={page} answer={answer} />
      <CheckCard page={page} />
      <SheetHistory page={page} />
    </div>
  );
}

/** Why a photo was not taken. */
function UploadTrouble({ why }: { why: string | null }): ReactNode {
  const { t } = useTranslation("errors");
  const words = useRefusalWords();
  if (why === null) return null;
  const known = tableRefusals.find((each) => each === why);
  // A statement has the same limit
  return <Callout kind="danger" live title={known ? t(`${known}.title`) : words(why, "statement")} />;
}

const tableRefusals = ["paper-begun", "sheet-locked", "recused", "round-not-open", "entry-out"] as const;
