import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createRound } from "~/commands/rounds/create-round.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { findTracks } from "~db/queries/rounds/rounds.ts";
import { BasicsFields, type SentBasics, useBasicsLabels } from "./basics-fields.tsx";
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
  const { edition } = await editionFor({ request, context }, params.edition, "set-up");
  return {
    title: i18nFor(context.locale).t("rounds:basics.newTitle"),
    tracks: await findTracks(context.db, edition.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const answer = await createRound(by, { edition: params.edition, basics: basicsOf(form) });
  return answerForm(request, answer, ({ slug }) => `/organize/rounds/${slug}`, { sent: sentBasics(form) });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function NewRound(): ReactNode {
  const { t } = useTranslation("rounds");
  const { tracks, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useBasicsLabels(),
  });
  return (
    <ActionForm idempotencyKey={idempotencyKey} noValidate className="grid max-w-280 gap-6">
      <PageHeader
        title={t("basics.newTitle")}
        lead={t("basics.newLead")}
        breadcrumbs={[{ to: "/organize", label: t("desk.title") }]}
      />
      <ErrorSummary errors={errors} />
      <BasicsFields values={answer?.sent ?? blank} tracks={tracks} fixed={false} at={at} />
      <div>
        <SubmitButton kind="primary">{t("basics.create")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
