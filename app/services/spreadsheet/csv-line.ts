/** One CSV row by RFC 4180, ended by LF: a field is quoted where it must be, null is an empty one. */
export function csvLine(fields: readonly (string | number | boolean | null)[]): string {
  return `${fields.map(csvField).join(",")}\n`;
}

function csvField(field: string | number | boolean | null): string {
  if (field === null) return "";
  const text = String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
