import { type ActionFunctionArgs, data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { assignObjection } from "~/commands/notices/assign-objection.ts";
import { decideObjection } from "~/commands/notices/decide-objection.ts";
import { linkCorrection } from "~/commands/notices/link-correction.ts";
import { revealObjector } from "~/commands/notices/reveal-objector.ts";
import { answerForm, readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { objectionFor } from "~/reads/notices/objection-for.ts";
import { rolesWith } from "~/rules/accounts/access.ts";
import { entryNumber } from "~/rules/heats/entry-number.ts";
import { readStoredOwnDays } from "~/rules/notices/notice.ts";
import { alarmOf, isDecided } from "~/rules/notices/objection.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { openWords } from "~/services/vault/objector.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findRoleHolders } from "~db/queries/accounts/users.ts";
import {
  findLaterVersions,
  findObjectionFiles,
  findObjectionReveals,
  findWholeObjection,
} from "~db/queries/notices/objections.ts";
import { Due } from "./due.tsx";
import { Handling } from "./handling.tsx";

const noStore = { headers: { "Cache-Control": "no-store" } };

/** An objection: that it exists, its subject, state and day for all who see it; all else for those who handle it alone. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, objection, handles } = await objectionFor(args);
  const { receipt, state, filedAt, dueOn, decidedAt, version, correctedVersion } = objection;
  const { round, roundTitle, roundTitleEn, entry, entryTitle, entryTitleEn } = objection;
  return data(
    {
      title: `${i18nFor(args.context.locale).t("notice:desk.one")} · ${receipt}`,
      objection: {
        receipt,
        state,
        filedAt,
        dueOn,
        decidedAt,
        version,
        correctedVersion,
        round,
        roundTitle,
        roundTitleEn,
        entry,
        number: entry === null ? null : entryNumber(objection.number, entry, objection.isDrawn),
        entryTitle,
        entryTitleEn,
        alarm: alarmOf(objection, now(), readStoredOwnDays(objection.ownDays)),
      },
      handling: handles ? await handlingOf(args, objection, actor.id) : null,
    },
    noStore,
  );
}

async function handlingOf(
  { context: { db } }: LoaderFunctionArgs,
  {
    id,
    receipt,
    roundId,
    editionId,
    version,
    handlerId,
    handler,
    erasedAt,
  }: Awaited<ReturnType<typeof objectionFor>>["objection"],
  actorId: string,
) {
  const whole = await findWholeObjection(db, receipt);
  if (!whole) throw notFound();
  const roles = rolesWith("handle-objections");
  const [files, reveals, handlers, later] = await Promise.all([
    findObjectionFiles(db, id),
    findObjectionReveals(db, id),
    findRoleHolders(db, { roundId, editionId, roles }),
    findLaterVersions(db, { roundId, version }),
  ]);
  return {
    kind: whole.kind,
    locale: whole.locale,
    reason: whole.decisionReason,
    erased: erasedAt !== null,
    words: openWords(whole),
    files: files.map((file) => ({ ...file, kind: file.kind as "letter" | "evidence" })),
    reveals,
    handlers,
    later,
    handler: handlerId === null ? null : { id: handlerId, name: handler ?? "" },
    own: handlerId === actorId,
    actorId,
    idempotencyKey: crypto.randomUUID(),
  };
}

/** One step of the handling: the field `intent` names it. Who raised it is only ever the answer to a reason. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent, version } = await readForm({ request, context });
  const { receipt } = params;
  const reason = textOf(form, "reason");
  if (intent === "reveal") {
    const shown = await revealObjector({ db: by.db, actor: by.actor }, { receipt, reason });
    if (shown.ok) return data({ intent: "reveal" as const, objector: shown.value }, noStore);
    return refused(shown.error, request, { intent: "reveal" as const, reason }, noStore.headers);
  }
  const answer =
    intent === "assign"
      ? await assignObjection(by, { receipt, handler: textOf(form, "handler"), seen: textOf(form, "seen") })
      : intent === "decide"
        ? await decideObjection(by, { receipt, outcome: textOf(form, "outcome"), reason })
        : intent === "link"
          ? await linkCorrection(by, { receipt, version })
          : null;
  if (answer === null) throw notFound();
  return answerForm(
    request,
    answer,
    `/organize/objections/${receipt}`,
    { intent: intent as "assign" | "decide" | "link", reason, outcome: textOf(form, "outcome") },
    noStore.headers,
  );
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta = titled<typeof loader>((page) => page.title);

export type ObjectionPage = ReturnType<typeof useLoaderData<typeof loader>>;
export type ObjectionAnswer = ReturnType<typeof useActionData<typeof action>>;

export default function ObjectionDesk(): ReactNode {
  const { t } = useTranslation(["notice", "errors", "rounds", "ui"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { objection, handling } = page;
  const error = answer && "error" in answer ? answer.error : undefined;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={page.title}
        lead={inLocale(locale, objection.roundTitle, objection.roundTitleEn)}
        breadcrumbs={[
          { to: "/organize", label: t("rounds:desk.title") },
          { to: "/organize/objections", label: t("desk.title") },
        ]}
        state={<StateBadge of="objection" state={objection.state} />}
      />
      <RefusalSummary error={error?.type === "invalid-input" ? null : error} />
      <DetailList
        items={[
          {
            term: t("status.about"),
            detail:
              objection.entry === null
                ? t("form.wholeList")
                : [objection.number, inLocale(locale, objection.entryTitle, objection.entryTitleEn)].join(" "),
          },
          ...(objection.entry === null ? [] : [{ term: t("ui:term.key"), detail: objection.entry }]),
          { term: t("desk.version"), detail: t("desk.versionOf", { version: objection.version }) },
          { term: t("status.filedAt"), detail: <DateTime at={objection.filedAt} /> },
          { term: t("status.due"), detail: <Due dueOn={objection.dueOn} alarm={objection.alarm} /> },
          ...(objection.decidedAt === null
            ? []
            : [{ term: t("desk.decidedAt"), detail: <DateTime at={objection.decidedAt} /> }]),
          ...(objection.correctedVersion === null
            ? []
            : [
                {
                  term: t("desk.corrected"),
                  detail: t("desk.versionOf", { version: objection.correctedVersion }),
                },
              ]),
        ]}
      />
      {handling ? (
        <Handling objection={objection} handling={handling} answer={answer} decided={isDecided(objection.state)} />
      ) : (
        <Callout title={t("desk.hidden")}>{t("desk.hiddenDetail")}</Callout>
      )}
    </div>
  );
}
