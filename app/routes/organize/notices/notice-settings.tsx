import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveNoticeSettings } from "~/commands/notices/save-notice-settings.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/signing-problem.ts";
import type { NoticeSettings } from "~/rules/notices/notice.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { NumberField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { noticeSettingsOf } from "~db/queries/editions/edition-settings.ts";
import { useProblems } from "../rounds/invite-forms.tsx";
import { numberOf, senderOf, textOf } from "../rounds/rubric-editor.tsx";

const lines = ["noticeContact", "noticeContactEn", "disciplineLine", "disciplineLineEn"] as const;
const counts = ["noticeWorkingDays", "objectionWorkingDays"] as const;
const calendars = ["off", "work"] as const;
type Texts = Record<(typeof lines)[number] | (typeof counts)[number] | (typeof calendars)[number], string>;

/** What the edition's public notices say, and how long notices and objections run. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const settings = noticeSettingsOf(edition);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.notice"),
    texts: textsOf(settings),
    version: digestOf(settings),
    contact: edition.contact,
    idempotencyKey: crypto.randomUUID(),
  };
}

function textsOf({ ownDays, noticeWorkingDays, objectionWorkingDays, ...words }: NoticeSettings): Texts {
  const { noticeContact, noticeContactEn, disciplineLine, disciplineLineEn } = words;
  return {
    noticeContact: noticeContact ?? "",
    noticeContactEn: noticeContactEn ?? "",
    disciplineLine: disciplineLine ?? "",
    disciplineLineEn: disciplineLineEn ?? "",
    noticeWorkingDays: String(noticeWorkingDays),
    objectionWorkingDays: String(objectionWorkingDays),
    off: ownDays.off.join("\n"),
    work: ownDays.work.join("\n"),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const texts = Object.fromEntries(
    [...lines, ...counts, ...calendars].map((name) => [name, textOf(form, name)]),
  ) as Texts;
  const daysOf = (name: "off" | "work") => texts[name].split(/[\s,，、]+/).filter(Boolean);
  const version = textOf(form, "version");
  const answer = await saveNoticeSettings(await senderOf(context, form), {
    edition: params.edition,
    version,
    settings: {
      ...Object.fromEntries(lines.map((name) => [name, texts[name]])),
      ...Object.fromEntries(counts.map((name) => [name, numberOf(form, name)])),
      ownDays: { off: daysOf("off"), work: daysOf("work") },
    },
  });
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/notice?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, texts, version }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function NoticeSettingsPage(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const nameOf = (path: string) => path.replace("settings.", "").replace(/^ownDays\.(\w+).*$/, "$1");
  const problems = useProblems(answer?.error, {
    idOf: nameOf,
    labelOf: (path) => {
      const name = [...lines, ...counts, ...calendars].find((each) => each === nameOf(path));
      return name && t(`notice.${name}`);
    },
  });
  const texts = answer?.texts ?? page.texts;
  const field = (name: keyof Texts) => ({
    name,
    label: t(`notice.${name}`),
    defaultValue: texts[name],
    error: problems.errors.some(({ id }) => id === name)
      ? (problems.at(`settings.${name}`) ?? t("notice.notADay"))
      : undefined,
  });
  return (
    <Form method="post" noValidate key={page.version} className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">{t("notice.lead")}</p>
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <Card title={t("notice.words")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField {...field("noticeContact")} hint={t("notice.contactHint", { contact: page.contact ?? "—" })} />
          <TextField {...field("noticeContactEn")} />
          <TextField {...field("disciplineLine")} hint={t("notice.disciplineHint")} />
          <TextField {...field("disciplineLineEn")} />
        </div>
      </Card>
      <Card title={t("notice.days")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField {...field("noticeWorkingDays")} hint={t("notice.noticeDaysHint")} unit={t("notice.unit")} />
          <NumberField
            {...field("objectionWorkingDays")}
            hint={t("notice.objectionDaysHint")}
            unit={t("notice.unit")}
          />
        </div>
      </Card>
      <Card title={t("notice.calendar")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <p className="col-span-full text-ink-soft">{t("notice.calendarHint")}</p>
          <TextAreaField {...field("off")} rows={4} />
          <TextAreaField {...field("work")} rows={4} />
        </div>
      </Card>
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
