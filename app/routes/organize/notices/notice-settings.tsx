import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveNoticeSettings } from "~/commands/notices/save-notice-settings.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textsOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { NoticeSettings } from "~/rules/notices/notice.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { NumberField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { titled } from "~/ui/page-title.ts";
import { noticeSettingsOf } from "~db/queries/editions/edition-settings.ts";

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
    texts: writtenSettings(settings),
    version: digestOf(settings),
    contact: edition.contact,
    idempotencyKey: crypto.randomUUID(),
  };
}

function writtenSettings({ ownDays, noticeWorkingDays, objectionWorkingDays, ...words }: NoticeSettings): Texts {
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
  const { form, by, version } = await readForm({ request, context });
  const texts: Texts = textsOf(form, [...lines, ...counts, ...calendars]);
  const daysOf = (name: "off" | "work") => texts[name].split(/[\s,，、]+/).filter(Boolean);
  const answer = await saveNoticeSettings(by, {
    edition: params.edition,
    version,
    settings: {
      ...Object.fromEntries(lines.map((name) => [name, texts[name]])),
      ...Object.fromEntries(counts.map((name) => [name, numberOf(form, name)])),
      ownDays: { off: daysOf("off"), work: daysOf("work") },
    },
  });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/notice?saved=1`, {
    texts,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function NoticeSettingsPage(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const nameOf = (path: string) => /(?:^|\.)ownDays\.(\w+)/.exec(path)?.[1] ?? path.replace("settings.", "");
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
    <SettingsForm of={page} errors={problems.errors} lead={t("notice.lead")}>
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
    </SettingsForm>
  );
}
