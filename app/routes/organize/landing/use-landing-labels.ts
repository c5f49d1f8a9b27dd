import { useTranslation } from "react-i18next";

const names = [
  "doneOn",
  "dueOn",
  "paidOn",
  "amount",
  "note",
  "platform",
  "owner",
  "project",
  "startedOn",
  "payment",
] as const;

/** The label of the field of that path into a command's input. */
export function useLandingLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("landing");
  return (path) => {
    if (path === "reason") return t("field.reason");
    const name = names.find((each) => each === path);
    return name && t(`field.${name}`);
  };
}
