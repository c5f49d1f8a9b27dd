import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { HallBallot } from "~/reads/scoring/hall-ballot.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";

type Shown = HallBallot & { code: string };

/** The projects in running order, to choose from: one by radio buttons, several by boxes. */
export function Ballot(props: {
  ballot: Shown;
  chosen: readonly string[];
  flaw: "nothing-chosen" | "too-many-chosen" | "unknown-entry" | null;
}): ReactNode {
  const { t } = useTranslation("hall");
  const { ballot, chosen, flaw } = props;
  const { code, choices, entries } = ballot;
  const type = choices === 1 ? "radio" : "checkbox";
  return (
    <Form method="post" action="/vote" noValidate reloadDocument className="grid gap-5">
      <input type="hidden" name="code" value={code} />
      {flaw ? (
        <ErrorSummary errors={[{ id: "entry-0", message: t(`vote.refused.${flaw}`, { count: choices }) }]} />
      ) : null}
      <fieldset className="grid gap-2">
        <legend className="mb-2 text-lg font-semibold">
          {choices === 1 ? t("vote.chooseOne") : t("vote.choose", { count: choices })}
        </legend>
        {entries.map(({ key, number, title }, at) => (
          <label
            key={key}
            className="flex min-h-14 cursor-pointer items-center gap-3 rounded border border-line-strong bg-surface px-4 py-3 has-checked:border-structure has-checked:bg-structure-soft"
          >
            <input
              id={`entry-${at}`}
              type={type}
              name="entry"
              value={key}
              defaultChecked={chosen.includes(key)}
              className="size-6 shrink-0 accent-structure"
            />
            <span className="min-w-7 text-end text-ink-soft tabular-nums">{number}</span>
            <span className="min-w-0 text-lg text-pretty">{title}</span>
          </label>
        ))}
      </fieldset>
      <SubmitButton kind="primary" size="hall" intent="review" className="sticky bottom-3">
        {t("vote.next")}
      </SubmitButton>
    </Form>
  );
}

/** What was chosen, once more before it is cast. */
export function Review({ ballot, chosen }: { ballot: Shown; chosen: readonly string[] }): ReactNode {
  const { t } = useTranslation("hall");
  const picked = ballot.entries.filter(({ key }) => chosen.includes(key));
  return (
    <Form method="post" action="/vote" reloadDocument className="grid gap-5">
      <input type="hidden" name="code" value={ballot.code} />
      <h2 className="text-lg font-semibold">{t("vote.review")}</h2>
      <ul className="grid gap-2">
        {picked.map(({ key, number, title }) => (
          <li key={key} className="flex gap-3 rounded border border-structure bg-structure-soft px-4 py-3 text-xl">
            <input type="hidden" name="entry" value={key} />
            <span className="text-ink-soft tabular-nums">{number}</span>
            <span className="min-w-0 text-pretty">{title}</span>
          </li>
        ))}
      </ul>
      <p>{t("vote.castOnce")}</p>
      <SubmitButton kind="primary" size="hall" intent="cast">
        {t("vote.cast")}
      </SubmitButton>
      <a href={`/vote?code=${ballot.code}`} className="inline-flex min-h-11 items-center justify-center">
        {t("vote.back")}
      </a>
    </Form>
  );
}
