import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shortlistHeats, shortlistIntoHeats } from "~/commands/review/shortlist-into-heats.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { planShortlist, type ShortlistCandidate, type ShortlistPlan } from "~/rules/review/shortlist.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { CheckboxField, NumberField, RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { findShortlistTask } from "~db/queries/review/shortlists.ts";
import { readShortlistChoice, shortlistFields } from "./shortlist-choice.ts";

/** The line under a closed review: the choice, and (`?preview`) who would be on which side of it. Nothing is stored by looking. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  const { searchParams } = new URL(request.url);
  const closed = round.state === "closed";
  const task = closed ? await findShortlistTask(context.db, round) : { candidates: [], targets: [], separate: false };
  const heats = shortlistHeats(task.targets);
  const choice = readShortlistChoice(searchParams, heats, task);
  const { groups } = await findTracksAndGroups(context.db, round.editionId);
  return {
    title: i18nFor(context.locale).t("review:cut.title"),
    round: round.slug,
    edition: round.editionSlug,
    closed,
    candidates: task.candidates.length,
    separate: task.separate,
    heats,
    choice,
    groups,
    plan: searchParams.has("preview") && heats.length > 0 ? planShortlist(task.candidates, heats, choice) : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type ShortlistPage = Awaited<ReturnType<typeof loader>>;

/** Sends what was looked at, with its digest; the heats are those whose places the form names. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const named = [...form.keys()].flatMap((name) => (name.startsWith("places.") ? name.slice("places.".length) : []));
  const heats = named.map((slug) => ({ slug, title: slug, titleEn: null, free: null }));
  const choice = readShortlistChoice(form, heats, { separate: false });
  const input = { round: params.round, choice, reason: textOf(form, "reason"), digest: textOf(form, "digest") };
  const answer = await shortlistIntoHeats(by, input);
  return answerForm(
    request,
    answer,
    ({ qualified, others }) => `/organize/rounds/${params.round}/cut?qualified=${qualified}&others=${others}`,
    { reason: input.reason },
  );
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Shortlist(): ReactNode {
  const { t } = useTranslation("review");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors } = useProblems(answer?.error, { idOf: (path) => path });
  const qualified = search.get("qualified");
  const others = search.get("others");
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("cut.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("cut.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {qualified && others && !answer ? (
        <Callout kind="ok" live title={t("cut.done", { qualified, others })}>
          {t("cut.doneMend")}
        </Callout>
      ) : null}
      {!page.closed ? (
        <EmptyState title={t("cut.notClosed")}>{t("cut.notClosedMend")}</EmptyState>
      ) : page.candidates === 0 ? (
        <EmptyState title={t("cut.nothing")}>{t("cut.nothingMend")}</EmptyState>
      ) : page.heats.length === 0 ? (
        <EmptyState title={t("cut.noHeats")}>{t("cut.noHeatsMend")}</EmptyState>
      ) : (
        <>
          <ShortlistForm page={page} />
          {page.plan ? <ShortlistPreview plan={page.plan} page={page} reason={answer?.reason} /> : null}
        </>
      )}
    </div>
  );
}

/** How many of those who are out stand in a list; the rest are counted. */
const mostOut = 60;

/** Who would go on, who shares the line, who would not; and the act that does exactly this or nothing. */
function ShortlistPreview({
  plan,
  page,
  reason,
}: {
  plan: ShortlistPlan;
  page: ShortlistPage;
  reason?: string;
}): ReactNode {
  const { t } = useTranslation("review");
  const locale = useLocale();
  const heatOf = (slug: string) => page.heats.find((heat) => heat.slug === slug);
  const titleOf = (slug: string) => inLocale(locale, heatOf(slug)?.title ?? slug, heatOf(slug)?.titleEn ?? null);
  const groupOf = (key: string | null) => {
    const group = page.groups.find((each) => each.key === key);
    return group ? inLocale(locale, group.title, group.titleEn) : t("cut.noGroup");
  };
  const going = plan.lines.reduce((sum, line) => sum + line.in.length, 0);
  const others = plan.lines.reduce((sum, line) => sum + line.out.length, 0);
  const out = page.choice.others;
  return (
    <section aria-label={t("cut.previewTitle")} className="grid gap-5">
      {plan.overfull.map(({ heat, going, free }) => (
        <Callout key={heat} kind="danger" title={t("cut.overfull", { heat: titleOf(heat), going, free })} />
      ))}
      {plan.unplaced.length > 0 ? (
        <Callout kind="warn" title={t("cut.unplaced", { count: plan.unplaced.length })}>
          {plan.unplaced.map(({ title }) => title).join(t("panel.and"))}
        </Callout>
      ) : null}
      {plan.lines
        .filter((line) => line.in.length + line.out.length > 0)
        .map((line) => {
          const heading = page.choice.byGroup
            ? t("cut.lineOfGroup", { heat: titleOf(line.heat), group: groupOf(line.group), places: line.places })
            : t("cut.line", { heat: titleOf(line.heat), places: line.places });
          return (
            <Card key={`${line.heat} ${line.group}`} title={heading} flush>
              {line.shared.length > 0 ? (
                <div className="p-4">
                  <Callout kind="warn" title={t("cut.shared", { count: line.shared.length })}>
                    {t(page.choice.ties === "all" ? "cut.sharedIn" : "cut.sharedOut")}
                  </Callout>
                </div>
              ) : null}
              <DataTable
                label={heading}
                dense
                columns={[
                  { key: "rank", header: t("cut.rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "–" },
                  {
                    key: "project",
                    header: t("word.project"),
                    rowHeader: true,
                    cell: (row) => `${row.entry} ${row.title}`,
                  },
                  { key: "total", header: t("cut.total"), numeric: true, cell: ({ total }) => total ?? "–" },
                  {
                    key: "side",
                    header: t("cut.outcome"),
                    cell: (row) => (
                      <span className="flex flex-wrap gap-2">
                        {line.in.includes(row) ? (
                          <Badge tone="ok" icon="check">
                            {t("cut.in")}
                          </Badge>
                        ) : (
                          <Badge>{t(`cut.${out}`)}</Badge>
                        )}
                        {isShared(row, line.shared) ? <Badge tone="warn">{t("cut.onLine")}</Badge> : null}
                      </span>
                    ),
                  },
                ]}
                rows={[...line.in, ...line.out.slice(0, mostOut)]}
                rowKey={({ id }) => String(id)}
                rowLook={(row) => (line.in.includes(row) ? "plain" : "soft")}
              />
              {line.out.length > mostOut ? (
                <p className="p-4 text-ink-soft">{t("preview.more", { count: line.out.length - mostOut })}</p>
              ) : null}
            </Card>
          );
        })}
      {plan.overfull.length === 0 && going + others > 0 ? (
        <ConfirmForm
          intent="cut"
          kind="primary"
          opener={t("cut.apply", { going, others })}
          consequence={t(`cut.consequence-${out}`, { going, others })}
          confirm={t("cut.applyDo")}
          reason={false}
          hidden={{
            ...Object.fromEntries(shortlistFields(page.choice)),
            digest: plan.digest,
            idempotencyKey: page.idempotencyKey,
            ...(out === "waiting" ? { reason: t("cut.usualReason") } : {}),
          }}
        >
          {out === "ineligible" ? (
            <TextAreaField
              name="reason"
              label={t("cut.reason")}
              hint={t("cut.reasonHint")}
              defaultValue={reason ?? t("cut.usualReason")}
              rows={2}
              max={1000}
              required
            />
          ) : null}
        </ConfirmForm>
      ) : null}
    </section>
  );
}

function isShared({ id }: ShortlistCandidate, shared: readonly ShortlistCandidate[]): boolean {
  return shared.some((each) => each.id === id);
}

/** How the line is drawn; a look at it changes nothing. */
function ShortlistForm({ page }: { page: ShortlistPage }): ReactNode {
  const { t } = useTranslation("review");
  const locale = useLocale();
  const { heats, choice, separate, candidates } = page;
  return (
    <Form method="get" className="grid gap-5">
      <input type="hidden" name="preview" value="1" />
      <Card title={t("cut.choice", { count: candidates })}>
        <div className="grid gap-5 lg:grid-cols-2">
          <SelectField
            name="into"
            label={t("cut.into")}
            placeholder={t("cut.wished")}
            options={heats.map(({ slug, title, titleEn }) => ({
              value: slug,
              label: inLocale(locale, title, titleEn),
            }))}
            defaultValue={choice.into ?? ""}
          />
          <CheckboxField
            name="byGroup"
            label={t("cut.byGroup")}
            hint={separate ? t("cut.byGroupFixed") : t("cut.byGroupHint")}
            defaultChecked={choice.byGroup}
            disabled={separate}
          />
          <RadioGroupField
            name="ties"
            label={t("cut.ties")}
            options={[
              { value: "all", label: t("cut.tiesAll") },
              { value: "none", label: t("cut.tiesNone") },
            ]}
            defaultValue={choice.ties}
          />
          <RadioGroupField
            name="others"
            label={t("cut.others")}
            options={[
              { value: "waiting", label: t("cut.othersWaiting") },
              { value: "ineligible", label: t("cut.othersIneligible") },
            ]}
            defaultValue={choice.others}
          />
        </div>
        <fieldset className="mt-5">
          <legend className="font-semibold">{t("cut.places")}</legend>
          <div className="mt-2 flex flex-wrap gap-x-8 gap-y-4">
            {heats.map(({ slug, title, titleEn, free }) => (
              <NumberField
                key={slug}
                name={`places.${slug}`}
                label={inLocale(locale, title, titleEn)}
                hint={free === null ? t("cut.unlimited") : t("cut.free", { count: free })}
                defaultValue={choice.places[slug] ?? 0}
                unit={t("cut.projects")}
              />
            ))}
          </div>
        </fieldset>
      </Card>
      <div>
        <Button type="submit" kind={page.plan ? "secondary" : "primary"}>
          {t("cut.preview")}
        </Button>
      </div>
    </Form>
  );
}
