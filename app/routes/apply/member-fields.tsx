import { type ReactNode, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { degrees, leastTeamMembers, mostMembers } from "~/rules/application-terms.ts";
import { Button } from "~/ui/button.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { DraftContext, useProblem } from "./draft-context.tsx";

/** The core members, a row each; another row comes by script, or by a save without it. `rows`: how many were asked for. */
export function MemberFields({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  const { answers } = useContext(DraftContext);
  const members = answers.members ?? [];
  const [count, setCount] = useState(Math.min(Math.max(leastTeamMembers, members.length, rows), mostMembers));
  const hydrated = useHydrated();
  const problem = useProblem("members");
  return (
    <div id="members" tabIndex={-1} className="grid gap-4">
      {problem ? <p className="font-medium text-danger">{problem}</p> : null}
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its number
        <MemberRow key={at} at={at} />
      ))}
      <p className="text-sm text-ink-soft">{t("member.clear")}</p>
      {count < mostMembers ? (
        <Button
          name="rows"
          value={count + 1}
          icon="plus"
          className="w-fit"
          formNoValidate
          {...(hydrated ? { type: "button", onClick: () => setCount(count + 1) } : {})}
        >
          {t("member.add")}
        </Button>
      ) : null}
    </div>
  );
}

function MemberRow({ at }: { at: number }): ReactNode {
  const { t } = useTranslation("apply");
  const member = useContext(DraftContext).answers.members?.[at];
  const name = (part: string) => `members[${at}].${part}`;
  return (
    <fieldset className="grid gap-x-4 gap-y-3 border-line border-t pt-3 sm:grid-cols-[1fr_1fr_9rem_auto]">
      <legend className="float-start mb-1 text-sm font-semibold text-ink-soft sm:col-span-full">
        {t("member.row", { number: at + 1 })}
      </legend>
      <TextField
        name={name("name")}
        label={t("member.name")}
        defaultValue={member?.name ?? ""}
        error={useProblem(`members.${at}.name`)}
        autoComplete="off"
      />
      <TextField
        name={name("duty")}
        label={t("member.duty")}
        defaultValue={member?.duty ?? ""}
        error={useProblem(`members.${at}.duty`)}
        autoComplete="off"
      />
      <SelectField
        name={name("degree")}
        label={t("member.degree")}
        defaultValue={member?.degree ?? ""}
        error={useProblem(`members.${at}.degree`)}
        options={degrees.map((value) => ({ value, label: t(`degree.${value}`) }))}
      />
      <CheckboxField
        name={name("fullTime")}
        label={t("member.fullTime")}
        defaultChecked={member?.fullTime ?? false}
        className="sm:self-end"
      />
    </fieldset>
  );
}
