import { useTranslation } from "react-i18next";
import type { Problem } from "~/rules/application-sections.ts";
import type { FieldName } from "./draft-context.tsx";

/** The name of the control that a problem is about: "members.0.name" is sent as "members[0].name". */
export function nameOf(path: string): string {
  return path.replace(/\.(\d+)/g, "[$1]");
}

/** A problem as a line that stands for itself: the field's label, and what to do about it; for a mere gap the label says all. */
export function useProblemLine(options: { gaps?: "short" } = {}): (problem: Problem) => string {
  const { t } = useTranslation("apply");
  return ({ path, reason, limit }) => {
    const [field = "", row, part] = path.split(".");
    const label = t(`field.${field as FieldName | "consent"}`);
    const place =
      row === undefined
        ? label
        : `${label} · ${t("member.row", { number: Number(row) + 1 })} · ${t(`member.${part as "name" | "duty" | "degree"}`)}`;
    if (options.gaps === "short" && (reason === "required" || reason === "choose")) return place;
    return t("problemLine", { field: place, problem: t(`problem.${reason}`, { limit: limit ?? 0 }) });
  };
}
