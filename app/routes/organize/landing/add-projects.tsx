import type { useActionData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DateField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import type { action, LandingsPage } from "./landings.tsx";

interface Props {
  adding: NonNullable<LandingsPage["adding"]>;
  /** How many projects are tracked. */
  all: number;
  answer: ReturnType<typeof useActionData<typeof action>>;
  at: (path: string) => string | undefined;
}

/** Brings projects onto the board: those of the final at once, or a single one. */
export function AddProjects({ adding, all, answer, at }: Props): ReactNode {
  const { t } = useTranslation("landing");
  const { finalists } = adding;
  const keyOf = (intent: string) => `${adding.idempotencyKey}-${intent}`;
  const fields = (intent: "add" | "add-final") => (
    <Common adding={adding} answer={answer?.intent === intent ? answer : undefined} intent={intent} at={at} />
  );
  return (
    <Card title={t("add.title")} className="no-print">
      <div className="grid gap-8 lg:grid-cols-2">
        <section aria-labelledby="add-final" className="grid content-start gap-4">
          <h3 id="add-final" className="text-base">
            {t("add.final")}
          </h3>
          {finalists === 0 ? (
            <p className="text-ink-soft">{t(all > 0 ? "add.finalAll" : "add.finalNone")}</p>
          ) : (
            <ActionForm idempotencyKey={keyOf("add-final")} noValidate className="grid gap-4">
              <p>{t("add.finalLead", { count: finalists })}</p>
              {fields("add-final")}
              <div>
                <SubmitButton kind="primary" intent="add-final">
                  {t("add.finalDo", { count: finalists })}
                </SubmitButton>
              </div>
            </ActionForm>
          )}
        </section>
        <section aria-labelledby="add-one" className="grid content-start gap-4">
          <h3 id="add-one" className="text-base">
            {t("add.one")}
          </h3>
          <ActionForm key={adding.idempotencyKey} idempotencyKey={keyOf("add")} noValidate className="grid gap-4">
            <p>{t("add.oneLead")}</p>
            <TextField
              name="project"
              id="add-project"
              label={t("add.project")}
              hint={t("add.projectHint")}
              width="short"
              maxLength={120}
              defaultValue={answer?.intent === "add" ? answer.texts.project : ""}
              error={answer?.intent === "add" ? at("project") : undefined}
            />
            {fields("add")}
            <div>
              <SubmitButton intent="add">{t("add.oneDo")}</SubmitButton>
            </div>
          </ActionForm>
        </section>
      </div>
    </Card>
  );
}

function Common({ adding, answer, intent, at }: Omit<Props, "all"> & { intent: "add" | "add-final" }): ReactNode {
  const { t } = useTranslation("landing");
  const error = (name: string) => (answer ? at(name) : undefined);
  return (
    <>
      <SelectField
        name="owner"
        id={`${intent}-owner`}
        label={t("field.owner")}
        hint={t("field.ownerHint")}
        placeholder={null}
        options={adding.owners.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={answer?.texts.owner ?? adding.actorId}
        error={error("owner")}
      />
      <DateField
        name="startedOn"
        id={`${intent}-startedOn`}
        label={t("add.startedOn")}
        hint={t("add.startedOnHint")}
        defaultValue={answer?.texts.startedOn ?? adding.startedOn}
        error={error("startedOn")}
      />
    </>
  );
}
