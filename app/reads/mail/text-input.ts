import { isTemplateName, type TemplateName, templateOf, templates } from "~/mail/templates.ts";

/** The mails whose words an edition may write, in the order of the way of an application. */
export const editableNames = (Object.keys(templates) as TemplateName[]).filter((name) => templateOf(name).editable);

/** The mail that an address names, when its words can be edited. */
export function editableOf(name: string | undefined): TemplateName | undefined {
  return name !== undefined && isTemplateName(name) && templateOf(name).editable ? name : undefined;
}

/** The language that an address or a form asks for. */
export function localeOf(given: FormDataEntryValue | string | null): "zh-CN" | "en" {
  return given === "en" ? "en" : "zh-CN";
}
