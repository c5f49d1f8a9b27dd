import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "~/reads/applications/application-action.ts";
import { formatTime } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import type { FormChoices } from "./choice-fields.tsx";
import { OptionsContext } from "./options-context.ts";
import { type Step, stepAddress } from "./steps.ts";
import { TextChooser } from "./text-chooser.tsx";

interface Props {
  code: string;
  step: Step;
  options: FormChoices;
  differing: NonNullable<Answer["differing"]>;
}

/** Without script: the step was saved but for these fields, which were changed elsewhere too. Nothing goes on before one has chosen. */
export function ChoosePage({ code, step, options, differing }: Props): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <OptionsContext.Provider value={options}>
      <div className="grid gap-6">
        <PageHeader
          title={t("conflict.page")}
          breadcrumbs={[
            { to: "/apply", label: t("list.title") },
            { to: stepAddress(code, step), label: code },
          ]}
        />
        <TextChooser
          title={t("conflict.title")}
          fields={differing.fields}
          mine={t("conflict.here")}
          theirs={t("conflict.there", { time: formatTime(differing.at) })}
          action={stepAddress(code, step)}
        >
          <p>{t("conflict.text")}</p>
        </TextChooser>
      </div>
    </OptionsContext.Provider>
  );
}
