import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import { fileObjection } from "~/commands/notices/file-objection.ts";
import { statusOf } from "~/forms/action.ts";
import { readFields, textOf, textsOf } from "~/forms/fields.ts";
import {
  fieldProblems,
  fieldsOf,
  firstOfEach,
  noProblems,
  type Problems,
  useRefusalText,
  wholeProblem,
} from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { allowObjection, noticeOf, uncountMailbox } from "~/reads/notices/notice.ts";
import { isFormKey } from "~/reads/notices/objection-link.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField, RadioGroupField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { entryNames } from "~/ui/results/results-table.tsx";
import { useLocale } from "~/ui/steps.tsx";

export const handle = { plain: true };

const noStore = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" };
const texts = ["kind", "name", "contactPerson", "phone", "email", "entry", "facts", "grounds"] as const;
type Texts = Record<(typeof texts)[number], string>;

/** The form by which anybody objects; its key makes a form that is sent twice one objection. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const { slug, title, state, to, list, entries } = await noticeOf(context, params.round ?? "", now());
  const documentTitle = i18nFor(context.locale).t("notice:form.title");
  return data(
    { documentTitle, notice: { slug, title, state, to, list, entries }, formKey: crypto.randomUUID() },
    { headers: noStore },
  );
}

/** Files the objection, and leads to its private page. What was typed comes back with whatever is wrong. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  // Late is what came late, however long the rest takes
  const at = now();
  const form = await readFields(request);
  const sent: Texts = textsOf(form, texts);
  const formKey = textOf(form, "formKey");
  if (!isFormKey(formKey)) throw notFound();
  const shown = { sent, formKey };
  const { auth, clientAddress, locale, db } = context;
  const allowance = await allowObjection(auth, { address: clientAddress, email: sent.email });
  if (!allowance.ok)
    return data({ ...shown, error: allowance.error }, { status: statusOf(allowance.error), headers: noStore });
  const filing = { round: params.round ?? "", formKey, locale, at };
  const ticks = { signed: form.has("signed"), consent: form.has("consent") };
  const filed = await fileObjection(db, filing, { ...sent, ...ticks });
  if (filed.ok) return redirect(`/objections/${filed.value.link}?filed=1`, { status: 303, headers: noStore });
  await uncountMailbox(auth, sent);
  if (filed.error.type === "not-found") throw notFound();
  return data({ ...shown, error: filed.error }, { status: statusOf(filed.error), headers: noStore });
}

export const headers: HeadersFunction = ({ loaderHeaders, actionHeaders, errorHeaders }) =>
  errorHeaders ?? (actionHeaders.has("Cache-Control") ? actionHeaders : loaderHeaders);

export const meta = titled<typeof loader>((page) => page.documentTitle, { name: "robots", content: "noindex" });

export default function ObjectionForm(): ReactNode {
  const { t } = useTranslation("notice");
  const locale = useLocale();
  const { notice, formKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const nameOf = entryNames(locale, notice.entries);
  const to = formatDate(notice.to, locale);
  const { errors, at } = useFaults(answer?.error);
  const closed = notice.state === "closed" || answer?.error.type === "notice-closed";
  const field = (name: keyof Texts) => ({
    name,
    label: t(`form.${name}`),
    defaultValue: answer?.sent[name] ?? "",
    error: at(name),
  });
  return (
    <div className="grid max-w-220 gap-6">
      <PageHeader
        kind="public"
        title={t("form.title")}
        lead={notice.title}
        breadcrumbs={[
          { to: "/notices", label: t("index.title") },
          { to: `/notices/${notice.slug}`, label: notice.title },
        ]}
      />
      <Callout title={t("form.until", { to })}>
        <p>{t("page.rule")}</p>
        <p>{t("form.hidden")}</p>
      </Callout>
      {closed ? (
        <Callout kind="danger" live title={t("page.closed", { to })}>
          <p>
            {t("page.closedDetail")}{" "}
            <Link to={`/notices/${notice.slug}`} reloadDocument>
              {t("form.back")}
            </Link>
          </p>
        </Callout>
      ) : null}
      <ErrorSummary errors={errors} />
      {closed && !answer ? null : (
        <Form method="post" reloadDocument noValidate className="grid gap-5">
          <input type="hidden" name="formKey" value={answer?.formKey ?? formKey} />
          <RadioGroupField
            name="kind"
            label={t("form.kind")}
            defaultValue={answer?.sent.kind || "person"}
            error={at("kind")}
            options={(["person", "unit"] as const).map((kind) => ({
              value: kind,
              label: t(`kind.${kind}`),
              hint: t(`form.kindHint.${kind}`),
            }))}
          />
          <TextField {...field("name")} hint={t("form.nameHint")} maxLength={100} autoComplete="name" required />
          <TextField {...field("contactPerson")} hint={t("form.contactPersonHint")} maxLength={60} autoComplete="off" />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField {...field("phone")} type="tel" hint={t("form.contactHint")} autoComplete="tel" />
            <TextField {...field("email")} type="email" hint={t("form.emailHint")} autoComplete="email" />
          </div>
          <SelectField
            {...field("entry")}
            placeholder={t("form.wholeList")}
            options={notice.list.map((row) => ({
              value: row.entry,
              label: `${nameOf(row).number} ${nameOf(row).title}`,
            }))}
          />
          <TextAreaField {...field("facts")} hint={t("form.factsHint")} rows={6} required />
          <TextAreaField {...field("grounds")} hint={t("form.groundsHint")} rows={4} required />
          <p className="text-ink-soft">{t("form.filesLater")}</p>
          <CheckboxField name="signed" label={t("form.signed")} error={at("signed")} />
          <CheckboxField name="consent" label={t("form.consent")} hint={t("form.consentHint")} error={at("consent")} />
          <div>
            <Button kind="primary">{t("form.send")}</Button>
          </div>
        </Form>
      )}
    </div>
  );
}

/** What is wrong, beside each field and on top. */
function useFaults(error: Refusal | undefined): Problems {
  const { t } = useTranslation("notice");
  const textOf = useRefusalText();
  if (!error || error.type === "notice-closed") return noProblems;
  if (error.type !== "invalid-input")
    return wholeProblem(
      textOf(error.type === "too-many-requests" ? "too-many-requests" : "replayed-with-other-input").whole,
    );
  const found = firstOfEach(fieldsOf(error)).map((field) => ({ path: field.path, words: faultOf(field) }));
  return fieldProblems(found, (path) => path);

  function faultOf({ path, code }: FieldError): string {
    const known = faults.find((each) => each === code);
    if (known) return t(`fault.${known}`);
    if (code === "too_big") return t("fault.too-long");
    if (path === "facts" || path === "grounds") return t("fault.too-short");
    return t(path === "name" ? "fault.no-name" : "fault.wrong");
  }
}

const faults = [
  "no-name",
  "no-phone",
  "no-email",
  "no-contact",
  "no-contact-person",
  "not-signed",
  "no-consent",
  "unknown-entry",
] as const;
