import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import type { UnknownPlaceholders } from "~/commands/mail/mail-words-input.ts";
import { mailWordLimits } from "~/rules/mail/mail-words.ts";

export interface SaidRefusal {
  /** For the summary: one message a field, or one for the whole. */
  errors: { id?: string; message: string }[];
  /** What is wrong with the field of that path. */
  at(path: string): string | undefined;
}

/** A refused command of mail in words, field by field; `idOf` names the control of a path into the input. */
export function useMailRefusal(
  error: Refusal | undefined,
  idOf: (path: string) => string = (path) => path,
): SaidRefusal {
  const { t } = useTranslation("mail");
  if (!error) return { errors: [], at: () => undefined };
  const fields: { path: string; words: string }[] = [];
  if (error.type === "invalid-input")
    for (const field of (error as Refusal & { fields: FieldError[] }).fields)
      fields.push({ path: field.path, words: fieldWords(field) });
  if (error.type === "unknown-placeholders") {
    const { unknown, known } = error as UnknownPlaceholders;
    for (const { field, name } of unknown) fields.push({ path: field, words: placeholderWords(name, known) });
  }
  if (fields.length === 0) return { errors: [{ message: whole(error) }], at: () => undefined };
  return {
    errors: fields.map(({ path, words }) => ({ id: idOf(path), message: words })),
    at: (path) => fields.find((each) => each.path === path)?.words,
  };

  function fieldWords({ path, code }: FieldError): string {
    if (code === "one-line") return t("refusal.one-line");
    if (path.endsWith("address")) return t("refusal.email");
    if (code === "too_big")
      return t("refusal.too-long", { limit: path.endsWith("subject") ? mailWordLimits.subject : mailWordLimits.text });
    return code === "too_small" || code === "invalid_type" ? t("refusal.required") : t("refusal.other");
  }

  function placeholderWords(name: string, known: string[]): string {
    if (name === "{{" || name === "}}") return t("refusal.brace", { name });
    return t("refusal.unknown", { name: `{{${name}}}`, known: known.map((each) => `{{${each}}}`).join(" ") });
  }

  function whole(refused: Refusal): string {
    if (refused.type === "nothing-pending" || refused.type === "mail-not-lost") return t(`refusal.${refused.type}`);
    if (refused.type === "recipients-changed")
      return t("refusal.recipients-changed", { count: (refused as Refusal & { count: number }).count });
    return t("refusal.other");
  }
}
