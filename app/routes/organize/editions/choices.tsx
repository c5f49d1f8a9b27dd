import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveChoices } from "~/commands/editions/save-choices.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { rowsOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { RowList, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";
import { findEditionChoices } from "~db/queries/editions/edition-settings.ts";

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
  const { form, by, version } = await readForm({ request, context });
  const fields = {
    tracks: rowsOf(form, "tracks", parts, ["company"]),
    groups: rowsOf(form, "groups", parts, ["company"]),
  };
  const choices = {
    tracks: fields.tracks.map(({ key, title, titleEn }) => ({ key, title, titleEn })),
    groups: fields.groups.map((group) => ({ ...group, company: group.company === "yes" })),
  };
  const input = { edition: params.edition, version, choices };
  const answer = await saveChoices(by, input);
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/choices?saved=1`, {
    fields,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionChoicesPage(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
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
  const savedKeys = {
    tracks: page.fields.tracks.map(({ key }) => key),
    groups: page.fields.groups.map(({ key }) => key),
  };
  return (
    <SettingsForm
      of={page}
      errors={problems.errors}
      lead={t("choices.lead")}
      notice={inUse ? <Callout kind="warn">{t("choices.inUse", { keys: inUse.keys.join(", ") })}</Callout> : null}
    >
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
                  <TextField {...field("key")} readOnly={savedKeys[list].includes(row.key) && !field("key").error} />
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
    </SettingsForm>
  );
}
