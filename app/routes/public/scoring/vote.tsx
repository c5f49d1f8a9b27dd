import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { castHallBallot } from "~/commands/scoring/cast-hall-ballot.ts";
import { readFields, textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { hallBallot } from "~/reads/scoring/hall-ballot.ts";
import { flawOfChoice } from "~/rules/scoring/hall-ballot.ts";
import { hallCodeGroups, hallCodeLength, readHallCode } from "~/rules/scoring/hall-code.ts";
import { allowHallCode, hallCodeDigest } from "~/services/auth/hall-code.ts";
import { now } from "~/services/clock.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { Ballot, Review } from "./ballot.tsx";

type Asked = Pick<LoaderFunctionArgs, "context">;

/** What a voting code leads to: its ballot, or why there is none. Looking at it uses nothing up. */
async function ballotOf({ context }: Asked, typed: string) {
  const { auth, db, locale, clientAddress } = context;
  const { allowance, isKnown } = await allowHallCode(auth, clientAddress, now());
  if (!allowance.ok) return { refused: "too-many-requests" as const, code: typed };
  const code = readHallCode(typed);
  const found = code === null ? null : await hallBallot(db, hallCodeDigest(auth, code), locale);
  if (!found || code === null) return { refused: "code-unknown" as const, code: typed };
  await isKnown();
  if ("refused" in found) return { ...found, code: hallCodeGroups(code) };
  return { ...found, code };
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const typed = (searchParams.get("code") ?? "").slice(0, 40);
  return {
    title: i18nFor(context.locale).t("hall:vote.title"),
    voted: searchParams.has("voted"),
    ballot: typed.trim() === "" ? null : await ballotOf({ context }, typed),
  };
}

/** Shows the choice once more, then casts it; whoever is refused sees what was chosen. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readFields(request);
  const typed = textOf(form, "code").slice(0, 40);
  const chosen = [...new Set(form.getAll("entry").map(String))].slice(0, 50);
  const ballot = await ballotOf({ context }, typed);
  if ("refused" in ballot) return data({ ballot, chosen, flaw: null, review: false }, { status: 409 });
  const known = new Set(ballot.entries.map(({ key }) => key));
  const flaw = flawOfChoice(chosen, { choices: ballot.choices, known });
  if (flaw) return data({ ballot, chosen, flaw, review: false }, { status: 422 });
  if (textOf(form, "intent") !== "cast") return data({ ballot, chosen, flaw: null, review: true });
  const codeDigest = hallCodeDigest(context.auth, ballot.code);
  const answer = await castHallBallot(context.db, { codeDigest, entries: chosen });
  if (answer.ok) return redirect("/vote?voted", 303);
  const { type } = answer.error;
  if (type === "nothing-chosen" || type === "too-many-chosen" || type === "unknown-entry")
    return data({ ballot, chosen, flaw: type, review: false }, { status: 422 });
  return data({ ballot: { refused: type, code: typed }, chosen, flaw: null, review: false }, { status: 409 });
}

export const meta = titled<typeof loader>((page) => page.title, { name: "referrer", content: "same-origin" });

/** For phones: one thing at a time, and nothing that needs a script. */
export default function Vote(): ReactNode {
  const { t } = useTranslation("hall");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const ballot = answer?.ballot ?? page.ballot;
  if (page.voted && !answer)
    return (
      <div className="grid max-w-140 gap-6">
        <PageHeader kind="public" title={t("vote.title")} />
        <Callout kind="ok" live title={t("vote.voted")}>
          {t("vote.votedMend")}
        </Callout>
      </div>
    );
  if (ballot && !("refused" in ballot))
    return (
      <div className="grid max-w-140 gap-6">
        <PageHeader kind="public" title={ballot.round} lead={ballot.rehearsal ? t("vote.rehearsal") : undefined} />
        {answer?.review ? (
          <Review ballot={ballot} chosen={answer.chosen} />
        ) : (
          <Ballot ballot={ballot} chosen={answer?.chosen ?? []} flaw={answer?.flaw ?? null} />
        )}
      </div>
    );
  const refused = ballot?.refused;
  return (
    <div className="grid max-w-140 gap-6">
      <PageHeader kind="public" title={t("vote.title")} lead={t("vote.lead")} />
      {refused ? (
        <Callout kind={refused === "vote-not-open" ? "warn" : "danger"} live title={t(`vote.refused.${refused}`)}>
          {t(`vote.mend.${refused}`)}
        </Callout>
      ) : null}
      <Form method="get" action="/vote" noValidate reloadDocument className="grid gap-5">
        <TextField
          name="code"
          label={t("vote.code")}
          hint={t("vote.codeHint")}
          error={refused === "code-unknown" ? t("vote.refused.code-unknown") : undefined}
          defaultValue={ballot?.code ?? ""}
          width="full"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={hallCodeLength + 12}
          required
        />
        <SubmitButton kind="primary" size="hall">
          {t("vote.next")}
        </SubmitButton>
      </Form>
    </div>
  );
}
