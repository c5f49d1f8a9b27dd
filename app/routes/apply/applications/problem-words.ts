import { useTranslation } from "react-i18next";
import type { Problem, SectionField } from "~/rules/applications/application-sections.ts";

/** The name of a field, or of a cell of a row, in words. */
export function usePathName(): (path: string) => string {
  const { t } = useTranslation("apply");
  return (path) => {
    const [field = "", row, part] = path.split(".");
    const label = t(`field.${field as SectionField | "consent"}`);
    if (row === undefined) return label;
    if (field === "attachments") return t(`attachmentKind.${row as "deck"}`);
    const number = Number(row) + 1;
    return field === "members"
      ? `${label} · ${t("member.row", { number })} · ${t(`member.${part as "name"}`)}`
      : `${label} · ${t("patent.row", { number })} · ${t(`patent.${part as "title"}`)}`;
  };
}

/** A problem as a line that stands for itself: the field's label, and what to do about it; for a mere gap the label says all. */
export function useProblemLine(options: { gaps?: "short" } = {}): (problem: Problem) => string {
  const { t } = useTranslation("apply");
  const nameOf = usePathName();
  return ({ path, reason, limit }) => {
    const field = nameOf(path);
    if (options.gaps === "short" && (reason === "required" || reason === "choose")) return field;
    return t("problemLine", { field, problem: t(`problem.${reason}`, { limit: limit ?? 0 }) });
  };
}
