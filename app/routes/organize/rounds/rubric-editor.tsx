import { Form } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { defaultBands, fullScore, rubricSchema } from "~/rules/rounds/rubric.ts";
import { type CriterionFields, readRubricFields, rubricOfFields } from "~/rules/rounds/rubric-fields.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Figure } from "~/ui/card.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { CriterionRow } from "./criterion-row.tsx";
import type { Problems } from "./problems.ts";

const blank: CriterionFields = {
  ...{ key: "", label: "", labelEn: "", max: "", step: "0.5", factor: "1" },
  bands: defaultBands.map(({ floorPercent, label, labelEn }) => ({
    ...{ floorPercent: String(floorPercent), label, labelEn: labelEn ?? "" },
    ...{ guidance: "", guidanceEn: "" },
  })),
};

interface Props {
  criteria: CriterionFields[];
  /** Keys that are stored, and so stand. */
  savedKeys: string[];
  version: string;
  idempotencyKey: string;
  frozen: boolean;
  problems: Problems;
  /** Marks in drafts that the change would clear: the organizer has to say that it may. */
  draftMarks: number;
}

/** The rubric as rows of fields. Every row can be written without JavaScript; with it rows also move, and the sum follows. */
export function RubricEditor(props: Props): ReactNode {
  const { criteria, savedKeys, version, idempotencyKey, frozen, problems, draftMarks } = props;
  const { t } = useTranslation("rounds");
  const hydrated = useHydrated();
  const [rows, setRows] = useState(() => criteria.map((criterion, id) => ({ id, criterion })));
  const [full, setFull] = useState(() => fullOf(criteria));
  const move = (from: number, to: number) => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(from, 1));
    setRows(next);
  };
  const add = () => setRows([...rows, { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, criterion: blank }]);
  const recount = (event: FormEvent<HTMLFormElement>) =>
    setFull(fullOf(readRubricFields(new FormData(event.currentTarget))));
  return (
    <Form method="post" noValidate onInput={recount} className="grid gap-5">
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <fieldset disabled={frozen} className="grid gap-4">
        <legend className="sr-only">{t("rubric.title")}</legend>
        {rows.map(({ id, criterion }, place) => (
          <CriterionRow
            key={id}
            {...{ criterion, place, problems }}
            saved={criterion.key !== "" && savedKeys.includes(criterion.key)}
            actions={
              hydrated && !frozen
                ? {
                    up: place > 0 ? () => move(place, place - 1) : undefined,
                    down: place < rows.length - 1 ? () => move(place, place + 1) : undefined,
                    remove: () => setRows(rows.filter((row) => row.id !== id)),
                  }
                : undefined
            }
          />
        ))}
        {frozen ? null : (
          <noscript>
            <p className="mb-3 text-ink-soft">{t("rubric.noScript")}</p>
            <CriterionRow criterion={blank} place={rows.length} saved={false} spare problems={problems} />
          </noscript>
        )}
        {hydrated && !frozen ? (
          <div>
            <Button type="button" icon="plus" onClick={add}>
              {t("rubric.add")}
            </Button>
          </div>
        ) : null}
      </fieldset>
      <div className="flex flex-wrap items-end justify-between gap-6 rounded border border-line bg-surface px-5 py-4">
        <div aria-live="polite">
          <Figure value={full === null ? "—" : t("rubric.full", { points: full })} label={t("rubric.fullNote")} />
        </div>
        {frozen ? null : (
          <div className="grid justify-items-end gap-3">
            {draftMarks > 0 ? (
              <CheckboxField
                name="discardDraftMarks"
                label={t("rubric.discardTick")}
                hint={t("rubric.discard", { count: draftMarks })}
              />
            ) : null}
            <SubmitButton kind="primary">{t("rubric.save")}</SubmitButton>
          </div>
        )}
      </div>
    </Form>
  );
}

/** What full marks add up to, as far as maxima and factors can be read; null when one cannot. */
function fullOf(fields: CriterionFields[]): string | null {
  const scales = fields.map(({ max, factor }) => ({ key: "", label: "x", max, step: max, factor, bands: [] }));
  const read = rubricSchema.safeParse(rubricOfFields(scales.map((scale) => ({ ...scale, labelEn: "" }))));
  return read.success ? fullScore(read.data) : null;
}
