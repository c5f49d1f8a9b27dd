import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { sendAnnouncement } from "~/commands/mail/send-announcement.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textsOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { announcement } from "~/mail/mail/written-letter.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { type ApplicationState, applicationStates } from "~/rules/applications/application-state.ts";
import { mailWordLimits } from "~/rules/mail/mail-words.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { countRecipients } from "~db/queries/mail/mail-recipients.ts";
import { findListChoices } from "~db/queries/screening/screening.ts";
import { MailFrame, useMailProblems } from "./pending-group.tsx";

const frame = "announcement-preview";

/** The words of an announcement in both languages, their preview, and the sending with a question before it. */
function AnnounceForm({
  base,
  idempotencyKey,
  hidden,
  words,
  at,
  count,
  placeholders,
}: {
  base: string;
  idempotencyKey: string;
  hidden: Record<string, string | undefined>;
  words: Record<string, string>;
  at: (path: string) => string | undefined;
  count: number;
  placeholders: string;
}): ReactNode {
  const { t } = useTranslation("mail");
  const look = { kind: "secondary", formAction: `${base}/preview`, formTarget: frame, formNoValidate: true } as const;
  return (
    <Card title={t("announce.words")} level={2}>
      <ActionForm idempotencyKey={idempotencyKey} reloadDocument className="grid gap-6">
        <input type="hidden" name="template" value="announcement" />
        {Object.entries(hidden).map(([name, value]) =>
          value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <p className="text-ink-soft text-sm">{t("announce.placeholders", { list: placeholders })}</p>
        <div className="grid gap-6 lg:grid-cols-2">
          {(["zh", "en"] as const).map((part) => (
            <fieldset key={part} className="grid content-start gap-4">
              <legend className="mb-2 font-semibold text-lg">{t(`announce.${part}`)}</legend>
              <TextField
                name={`${part}.subject`}
                id={`${part}-subject`}
                label={t("announce.subject")}
                defaultValue={words[`${part}.subject`]}
                error={at(`${part}.subject`)}
                maxLength={mailWordLimits.subject}
                required={part === "zh"}
              />
              <TextAreaField
                name={`${part}.text`}
                id={`${part}-text`}
                label={t("announce.text")}
                hint={part === "zh" ? t("announce.textHint") : t("announce.enHint")}
                defaultValue={words[`${part}.text`]}
                error={at(`${part}.text`)}
                max={mailWordLimits.text}
                rows={10}
                required={part === "zh"}
              />
              <Button {...look} name="locale" value={part === "en" ? "en" : "zh-CN"} className="w-fit">
                {t("announce.preview", { language: t(part === "en" ? "announce.english" : "announce.chinese") })}
              </Button>
            </fieldset>
          ))}
        </div>
        <MailFrame title={t("announce.frame")} name={frame} src={`${base}/preview?template=announcement`} />
        <details className="group/send w-fit max-w-full open:w-full">
          <summary className="inline-flex min-h-11 items-center gap-2 rounded border border-act bg-act px-4 py-2 font-medium text-on-act hover:bg-act-deep">
            {t("announce.send", { count })}
            <Icon name="down" className="group-open/send:rotate-180" />
          </summary>
          <div className="mt-3 grid max-w-[42rem] gap-4 rounded border-s-4 border-structure bg-surface p-4 shadow">
            <p>{t("announce.consequence", { count })}</p>
            <div>
              <SubmitButton kind="primary" intent="send">
                {t("announce.confirm")}
              </SubmitButton>
            </div>
          </div>
        </details>
      </ActionForm>
    </Card>
  );
}

const key = z.string().min(1).max(64).optional().catch(undefined);
const filterSchema = z.object({
  state: z.enum(applicationStates).optional().catch(undefined),
  round: key,
  track: key,
  group: key,
});
const wordNames = ["zh.subject", "zh.text", "en.subject", "en.text"] as const;

/** To whom an announcement would go, and the form that writes it. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, locale } = args.context;
  const filter = filterSchema.parse(Object.fromEntries(new URL(args.request.url).searchParams));
  const [count, choices] = await Promise.all([
    countRecipients(db, edition.id, filter),
    findListChoices(db, { editionId: edition.id, me: actor.id }),
  ]);
  return {
    documentTitle: `${i18nFor(locale).t("mail:tab.announce")} · ${i18nFor(locale).t("mail:title")}`,
    idempotencyKey: randomUUID(),
    base: `/organize/editions/${edition.slug}/mail`,
    filter,
    choices: { rounds: choices.rounds, tracks: choices.tracks, groups: choices.groups },
    count,
    placeholders: announcement.placeholders.map((name) => `{{${name}}}`).join(" "),
  };
}

/** Sends it, and leads to the progress. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const words = textsOf(form, wordNames);
  const english = { subject: words["en.subject"], text: words["en.text"] };
  const result = await sendAnnouncement(by, {
    edition: params.edition,
    filter: filterSchema.parse(Object.fromEntries(form)),
    zh: { subject: words["zh.subject"], text: words["zh.text"] },
    en: english.subject?.trim() || english.text?.trim() ? english : null,
    count: numberOf(form, "count"),
  });
  return answerForm(request, result, ({ release }) => `/organize/editions/${params.edition}/mail/releases/${release}`, {
    words,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Announce(): ReactNode {
  const { t } = useTranslation(["mail", "ui"]);
  const locale = useLocale();
  const { idempotencyKey, base, filter, choices, count, placeholders } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refusal = useMailProblems(answer?.error, (path) => path.replace(".", "-"));
  const titled = (options: { key: string; title: string; titleEn: string | null }[]) =>
    options.map((each) => ({ value: each.key, label: inLocale(locale, each.title, each.titleEn) }));
  const field = (name: "state" | "round" | "track" | "group", label: string) => ({
    name,
    label,
    placeholder: t("announce.any"),
    defaultValue: filter[name] ?? "",
  });
  return (
    <>
      <ErrorSummary errors={refusal.errors} />
      <p className="max-w-prose">{t("announce.lead")}</p>
      <Card title={t("announce.to")} level={2}>
        <Form method="get" className="flex flex-wrap items-end gap-4">
          <SelectField
            {...field("state", t("announce.state"))}
            options={applicationStates.map((state: ApplicationState) => ({
              value: state,
              label: t(`ui:state.application.${state}`),
            }))}
          />
          <SelectField {...field("round", t("announce.heat"))} options={titled(choices.rounds)} />
          <SelectField {...field("track", t("announce.track"))} options={titled(choices.tracks)} />
          <SelectField {...field("group", t("announce.group"))} options={titled(choices.groups)} />
          <Button kind="secondary">{t("announce.count")}</Button>
        </Form>
        <p className="mt-4 font-semibold" role="status">
          {count > 0 ? t("announce.counted", { count }) : t("announce.nobody")}
        </p>
      </Card>
      {count > 0 ? (
        <AnnounceForm
          base={base}
          idempotencyKey={idempotencyKey}
          hidden={{ count: String(count), ...filter }}
          words={answer?.words ?? {}}
          at={refusal.at}
          count={count}
          placeholders={placeholders}
        />
      ) : (
        <Callout kind="info">{t("announce.nobodyMend")}</Callout>
      )}
    </>
  );
}
