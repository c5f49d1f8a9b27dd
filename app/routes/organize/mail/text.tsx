import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { resetMailWords } from "~/commands/mail/reset-mail-words.ts";
import { saveMailWords } from "~/commands/mail/save-mail-words.ts";
import { sendTestMail } from "~/commands/mail/send-test-mail.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { locales } from "~/locales/locale.ts";
import { sampleOf } from "~/mail/samples.ts";
import { templateOf } from "~/mail/templates.ts";
import { editableOf, localeOf } from "~/reads/mail/text-input.ts";
import { type MailPlaceholder, type MailWords, mailWordLimits } from "~/rules/mail/mail-words.ts";
import { invitationLinks } from "~/services/auth/invitation-token.ts";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { Button, LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { titled } from "~/ui/page-title.ts";
import { findMailWords } from "~db/queries/mail/mail-words.ts";
import { MailFrame, useMailProblems } from "./pending-group.tsx";

/** The words of one mail in one language, with what they may name. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const template = editableOf(args.params.template);
  if (!template) throw notFound();
  const { db, settings, locale: pageLocale } = args.context;
  const locale = localeOf(new URL(args.request.url).searchParams.get("locale"));
  const own = await findMailWords(db, { editionId: edition.id, template, locale });
  const { words, placeholders, values, props } = templateOf(template);
  const { subject, text } = own ?? words[locale];
  const rendering = { props: props.parse(sampleOf(locale)[template]), locale, links: invitationLinks(settings) };
  const samples = values(rendering);
  return {
    documentTitle: `${i18nFor(pageLocale).t(`mail:kind.${template}`)} · ${i18nFor(pageLocale).t("mail:title")}`,
    idempotencyKey: randomUUID(),
    base: `/organize/editions/${edition.slug}/mail`,
    template,
    locale,
    isOwn: own !== null,
    words: { subject, text },
    placeholders: placeholders.map((name) => ({ name, sample: samples[name] ?? "" })),
  };
}

/** Saves the words, takes them away, or sends a test. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const about = { edition: params.edition, template: params.template, locale: localeOf(form.get("locale")) };
  const sent = textsOf(form, ["subject", "text"]);
  if (intent === "test") {
    const result = await sendTestMail(by, about);
    return result.ok ? { done: "tested" as const, to: result.value.to } : refused(result.error, request);
  }
  if (intent === "reset") {
    const result = await resetMailWords(by, about);
    return result.ok ? { done: "reset" as const } : refused(result.error, request);
  }
  const result = await saveMailWords(by, { ...about, ...sent });
  return result.ok ? { done: "saved" as const } : refused(result.error, request, { sent });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Text(): ReactNode {
  const { t } = useTranslation("mail");
  const { idempotencyKey, base, template, locale, isOwn, words, placeholders } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refusal = useMailProblems(answer && "error" in answer ? answer.error : undefined);
  const sent = answer && "sent" in answer ? answer.sent : undefined;
  const path = `${base}/texts/${template}`;
  const language = t(locale === "en" ? "announce.english" : "announce.chinese");
  const saved = `${base}/preview?template=${template}&locale=${locale}`;
  return (
    <>
      <h2 className="text-xl">{t("texts.edit", { mail: t(`kind.${template}`), language })}</h2>
      <nav aria-label={t("texts.language")} className="flex flex-wrap gap-2">
        {locales.map((each) => (
          <LinkButton
            key={each}
            to={`${path}?locale=${each}`}
            aria-current={each === locale ? "page" : undefined}
            className={each === locale ? "font-semibold underline" : ""}
          >
            {t(each === "en" ? "announce.english" : "announce.chinese")}
          </LinkButton>
        ))}
      </nav>
      <ErrorSummary errors={refusal.errors} />
      {answer && "done" in answer ? (
        <Callout kind="ok" live>
          {answer.done === "tested" ? t("texts.tested", { to: answer.to }) : t("texts.saved")}
        </Callout>
      ) : null}
      <div className="grid items-start gap-6 xl:grid-cols-[3fr_2fr]">
        <TextForm
          key={`${locale}-${isOwn}-${answer && "done" in answer ? idempotencyKey : ""}`}
          idempotencyKey={idempotencyKey}
          refused={sent !== undefined}
          hidden={{ locale, template }}
          words={sent ?? words}
          at={refusal.at}
          preview={`${base}/preview`}
        />
        <PlaceholderTable placeholders={placeholders} />
      </div>
      <div className="flex flex-wrap items-start gap-3">
        <ActionForm idempotencyKey={`${idempotencyKey}-test`} reloadDocument>
          <input type="hidden" name="locale" value={locale} />
          <SubmitButton intent="test">{t("texts.test")}</SubmitButton>
          <p className="mt-1 text-ink-soft text-sm">{t("texts.testHint")}</p>
        </ActionForm>
        {isOwn ? (
          <ConfirmForm
            opener={t("texts.reset")}
            consequence={t("texts.resetConsequence")}
            confirm={t("texts.resetConfirm")}
            intent="reset"
            hidden={{ idempotencyKey: `${idempotencyKey}-reset`, locale }}
            reason={false}
          />
        ) : null}
        <LinkButton to={`${base}/texts`}>{t("texts.all")}</LinkButton>
      </div>
      <Card title={t("texts.preview")} level={2}>
        <div className="grid gap-6 xl:grid-cols-[1fr_375px]">
          <div className="grid content-start gap-2">
            <h3>{t("texts.desktop")}</h3>
            <MailFrame title={t("texts.desktop")} name="desktop-preview" src={saved} />
          </div>
          <div className="grid content-start gap-2">
            <h3>{t("texts.phone")}</h3>
            <MailFrame title={t("texts.phone")} name="phone-preview" src={saved} phone />
          </div>
        </div>
      </Card>
    </>
  );
}

/** What the words of a mail may name, what it stands for, and an example. */
function PlaceholderTable({ placeholders }: { placeholders: { name: MailPlaceholder; sample: string }[] }): ReactNode {
  const { t } = useTranslation("mail");
  return (
    <DataTable
      label={t("texts.placeholders")}
      captionHidden={false}
      dense
      rows={placeholders}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          header: t("texts.placeholder"),
          rowHeader: true,
          cell: ({ name }) => <code>{`{{${name}}}`}</code>,
        },
        { key: "means", header: t("texts.means"), className: "min-w-28", cell: ({ name }) => t(`placeholder.${name}`) },
        {
          key: "sample",
          header: t("texts.sample"),
          className: "break-words text-ink-soft",
          cell: ({ sample }) => sample,
        },
      ]}
    />
  );
}

/** Subject and text of a mail; what is not saved yet can be seen in the frames below. */
function TextForm({
  idempotencyKey,
  hidden,
  words,
  at,
  preview,
  refused,
}: {
  idempotencyKey: string;
  /** What was typed came back, and is not saved. */
  refused: boolean;
  hidden: Record<string, string>;
  words: MailWords;
  at: (path: string) => string | undefined;
  preview: string;
}): ReactNode {
  const { t } = useTranslation("mail");
  const look = { kind: "secondary", formAction: preview, formNoValidate: true } as const;
  return (
    // The document's own sending, so that the buttons can show their answer in a frame
    <ActionForm idempotencyKey={idempotencyKey} reloadDocument watched refused={refused} className="grid gap-5">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextField
        name="subject"
        label={t("texts.subject")}
        hint={t("texts.headingHint")}
        defaultValue={words.subject}
        error={at("subject")}
        maxLength={mailWordLimits.subject}
        required
      />
      <TextAreaField
        name="text"
        label={t("texts.text")}
        hint={t("texts.textHint")}
        defaultValue={words.text}
        error={at("text")}
        max={mailWordLimits.text}
        rows={12}
        required
      />
      <SaveLine>
        <SubmitButton kind="primary" intent="save">
          {t("texts.save")}
        </SubmitButton>
        <Button {...look} formTarget="desktop-preview">
          {t("texts.tryDesktop")}
        </Button>
        <Button {...look} formTarget="phone-preview">
          {t("texts.tryPhone")}
        </Button>
      </SaveLine>
    </ActionForm>
  );
}
