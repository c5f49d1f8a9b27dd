import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { updateRound } from "~/commands/rounds/update-round.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { ActionForm, SaveButton, Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { roundFormValues } from "~/rules/rounds/round-basics.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findBasics, findTracks } from "~db/queries/rounds/rounds.ts";
import { asSent, BasicsFields, useBasicsLabels } from "./basics-fields.tsx";
import { EarlyStart, earlyStartOf } from "./early-start.tsx";
import { basicsOf, sentBasics } from "./rubric-editor.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "set-up");
  const basics = roundFormValues(await findBasics(context.db, round.id));
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.basics")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
    basics,
    version: digestOf(basics),
    tracks: await findTracks(context.db, round.editionId),
    fixed: round.state !== "draft",
    earlyStart: earlyStartOf(actor, round),
    released: round.releaseState !== null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const input = { round: params.round, version, basics: basicsOf(form) };
  const answer = await updateRound(by, input);
  return answerForm(request, answer, ({ slug }) => `/organize/rounds/${slug}/basics?saved=1`, {
    sent: sentBasics(form),
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function RoundBasics(): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useBasicsLabels(),
  });
  return (
    <ActionForm
      version={page.version}
      idempotencyKey={page.idempotencyKey}
      key={page.version}
      noValidate
      watched
      className="grid max-w-280 gap-6"
    >
      <ErrorSummary
        errors={errors}
        title={errors.some((each) => each.id) ? undefined : t("ui:errorSummary.title", { count: 1 })}
      />
      <Saved />
      <EarlyStart of={page.earlyStart} />
      {page.released ? <Callout title={t("frozen.stage")} /> : null}
      <fieldset disabled={page.released} className="grid gap-6">
        <legend className="sr-only">{t("basics.title")}</legend>
        <BasicsFields values={answer?.sent ?? asSent(page.basics)} tracks={page.tracks} fixed={page.fixed} at={at} />
        {page.released ? null : <SaveButton />}
      </fieldset>
    </ActionForm>
  );
}
