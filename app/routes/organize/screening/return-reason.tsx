import type { ChangeEvent, ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";

interface Props extends Omit<ComponentProps<typeof TextAreaField>, "onChange"> {
  id: string;
  /** The name of what is sent back, where there are several on the page. */
  named?: string;
  /** What is sent back: a text of the form, a file, or the application as a whole. */
  about: "text" | "file" | "whole";
}

/**
 * Why something goes back: one of the usual reasons, or words of the screener's own. With script the chosen reason goes into
 * the box, where it can be changed; without, it counts where the box is empty (`reasonSent`).
 */
export function ReturnReason({ about, named, ...field }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const reasons = useUsualReasons()[about];
  const write = (event: ChangeEvent<HTMLSelectElement>) => {
    const box = document.getElementById(field.id);
    const { value } = event.currentTarget;
    if (!(box instanceof HTMLTextAreaElement) || value === "") return;
    box.value = box.value.trim() === "" ? value : `${box.value.trimEnd()}\n${value}`;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    event.currentTarget.value = "";
    box.focus();
  };
  return (
    <div className="grid gap-2">
      <SelectField
        name={`usual.${field.name}`}
        label={named ? t("usual.titleOf", { field: named }) : t("usual.title")}
        placeholder={t("usual.own")}
        options={reasons.map((reason) => ({ value: reason, label: reason }))}
        onChange={write}
      />
      <TextAreaField {...field} />
    </div>
  );
}

function useUsualReasons(): Record<Props["about"], string[]> {
  const { t } = useTranslation("deciding");
  return {
    text: [t("usual.text.brief"), t("usual.text.differs"), t("usual.text.wrong")],
    file: [t("usual.file.unreadable"), t("usual.file.unsigned"), t("usual.file.other"), t("usual.file.expired")],
    whole: [t("usual.whole.files"), t("usual.whole.differs"), t("usual.whole.choices")],
  };
}
