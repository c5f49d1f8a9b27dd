import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveChoices } from "~/commands/editions/save-choices.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/signing-problem.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { RowList, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findEditionChoices } from "~db/queries/editions/edition-settings.ts";
import { useProblems } from "../rounds/invite-forms.tsx";
import { rowsOf, senderOf, textOf } from "../rounds/rubric-editor.tsx";

const parts = ["key", "title", "titleEn", "company"] as const;
type Row = Record<(typeof parts)[number], string>;
const blank: Row = { key: "", title: "", titleEn: "", company: "no" };

/** The tracks and groups that applicants choose from. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const choices = await findEditionChoices(args.context.db, edition.id);
  const texts = (rows: { key: string; title: string; titleEn: string | null; company?: boolean }[]): Row[] =>
    rows.map(({ key, title, titleEn, company }) => ({
      key,
      title,
      titleEn: titleEn ?? "",
      company: company ? "yes" : "no",
    }));
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.choices"),
    fields: { tracks: texts(choices.tracks), groups: texts(choices.groups) },
    version: digestOf(choices),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const fields = {
    tracks: rowsOf(form, "tracks", parts, ["company"]),
    groups: rowsOf(form, "groups", parts, ["company"]),
  };
  const version = textOf(form, "version");
  const choices = {
    tracks: fields.tracks.map(({ key, title, titleEn }) => ({ key, title, titleEn })),
    groups: fields.groups.map((group) => ({ ...group, company: group.company === "yes" })),
  };
  const input = { edition: params.edition, version, choices };
  const answer = await saveChoices(await senderOf(context, form), input);
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/choices?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, fields, version, sending: crypto.randomUUID() }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function EditionChoicesPage(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const error = answer?.error;
  const inUse = error?.type === "choice-in-use" ? error : null;
  const problems = useProblems(inUse ? undefined : error, {
    idOf: (path) => path.replace("choices.", "").replace(/\.(\d+)(?=\.)/g, "[$1]"),
    labelOf: (path) => {
      const [, list, place, part] = /^choices\.(tracks|groups)\.(\d+)\.(\w+)$/.exec(path) ?? [];
      const name = parts.find((each) => each === part);
      if (!name) return undefined;
      const row = t(`choices.${list as "tracks" | "groups"}.row`, { number: Number(place) + 1 });
      return `${row} · ${t(`choices.part.${name}`)}`;
    },
  });
  const fields = answer?.fields ?? page.fields;
  const kept = { tracks: page.fields.tracks.map(({ key }) => key), groups: page.fields.groups.map(({ key }) => key) };
  return (
    <Form method="post" noValidate key={answer ? answer.sending : page.version} className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">{t("choices.lead")}</p>
      <ErrorSummary errors={problems.errors} />
      {inUse ? <Callout kind="warn">{t("choices.inUse", { keys: inUse.keys.join(", ") })}</Callout> : null}
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      {(["tracks", "groups"] as const).map((list) => (
        <Card key={list} title={t(`choices.${list}.title`)}>
          <RowList
            rows={fields[list]}
            blank={blank}
            legend={(number) => t(`choices.${list}.row`, { number })}
            addLabel={t(`choices.${list}.add`)}
          >
            {(row, place) => {
              const field = (part: keyof Row) => ({
                name: `${list}[${place}].${part}`,
                label: t(`choices.part.${part}`),
                defaultValue: row[part],
                error: problems.at(`choices.${list}.${place}.${part}`),
              });
              return (
                <div className="grid gap-3 sm:grid-cols-[11rem_1fr_1fr] lg:grid-cols-[11rem_1fr_1fr_auto]">
                  <TextField {...field("key")} readOnly={kept[list].includes(row.key) && !field("key").error} />
                  <TextField {...field("title")} />
                  <TextField {...field("titleEn")} optional />
                  {list === "groups" ? (
                    <SelectField
                      {...field("company")}
                      placeholder={null}
                      options={[
                        { value: "no", label: t("choices.team") },
                        { value: "yes", label: t("choices.company") },
                      ]}
                    />
                  ) : null}
                </div>
              );
            }}
          </RowList>
        </Card>
      ))}
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
