import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createRound } from "~/commands/rounds/create-round.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { roundFormValues } from "~/rules/rounds/round-basics.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findRoundsToCopy } from "~db/queries/rounds/copied-rounds.ts";
import { findBasics, findTracks } from "~db/queries/rounds/rounds.ts";
import { asSent, BasicsFields, type SentBasics, useBasicsLabels } from "./basics-fields.tsx";
import { PatternPicker, useRoundGroups } from "./pattern-picker.tsx";
import { basicsOf, sentBasics } from "./rubric-editor.tsx";

const blank: SentBasics = {
  slug: "",
  kind: "heat",
  title: "",
  titleEn: "",
  track: "",
  city: "",
  cityEn: "",
  venue: "",
  venueEn: "",
  timeZone: homeZone,
  startsAt: "",
  capacity: "20",
  pitchMinutes: "8",
  defenceMinutes: "7",
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor({ request, context }, params.edition, "set-up");
  const places = placesWith(actor, "set-up");
  const rounds = places ? await findRoundsToCopy(context.db, places) : [];
  const from = new URL(request.url).searchParams.get("from");
  const pattern = rounds.find(({ slug }) => slug === from);
  const tracks = await findTracks(context.db, edition.id);
  return {
    title: i18nFor(context.locale).t("rounds:basics.newTitle"),
    tracks,
    rounds,
    pattern: pattern && { ...pattern, basics: basicsFrom(await findBasics(context.db, pattern.id), tracks) },
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const from = textOf(form, "from") || undefined;
  const panel = form.has("panel");
  const answer = await createRound(by, { edition: params.edition, basics: basicsOf(form), from, panel });
  return answerForm(request, answer, ({ slug }) => `/organize/rounds/${slug}`, { sent: sentBasics(form), panel });
}

/** What of a pattern's basics a new round has too: not its name, its place and its day. */
function basicsFrom(basics: Awaited<ReturnType<typeof findBasics>>, tracks: { key: string }[]): SentBasics {
  const { kind, track, timeZone, capacity, pitchMinutes, defenceMinutes } = asSent(roundFormValues(basics));
  const known = tracks.some(({ key }) => key === track) ? track : "";
  return { ...blank, kind, track: known, timeZone, capacity, pitchMinutes, defenceMinutes };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function NewRound(): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const { tracks, rounds, pattern, idempotencyKey } = useLoaderData<typeof loader>();
  const groups = useRoundGroups(rounds);
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useBasicsLabels(),
  });
  return (
    <div className="grid max-w-280 gap-6">
      <PageHeader
        title={t("basics.newTitle")}
        lead={t("basics.newLead")}
        breadcrumbs={[{ to: "/organize", label: t("desk.title") }]}
      />
      {rounds.length > 0 ? (
        <PatternPicker
          label={t("pattern.round")}
          hint={t("pattern.roundHint")}
          from={pattern?.slug ?? null}
          groups={groups}
        />
      ) : null}
      <ActionForm key={pattern?.slug} idempotencyKey={idempotencyKey} noValidate watched className="grid gap-6">
        <ErrorSummary errors={errors} />
        {pattern ? (
          <>
            <input type="hidden" name="from" value={pattern.slug} />
            <Callout title={t("pattern.taken", { round: inLocale(locale, pattern.title, pattern.titleEn) })}>
              <p>{t("pattern.takenNote")}</p>
              {pattern.judges > 0 ? (
                <CheckboxField
                  name="panel"
                  label={t("pattern.panel", { count: pattern.judges })}
                  hint={t("pattern.panelHint")}
                  defaultChecked={answer?.panel ?? true}
                />
              ) : null}
            </Callout>
          </>
        ) : null}
        <BasicsFields values={answer?.sent ?? pattern?.basics ?? blank} tracks={tracks} fixed={false} at={at} />
        <SaveLine>
          <SubmitButton kind="primary">{t("basics.create")}</SubmitButton>
        </SaveLine>
      </ActionForm>
    </div>
  );
}
