import type { IncomingMessage } from "node:http";

/** Reads a form by itself, where it does not matter yet who sends it: at a sign-in, for a language, in a heartbeat. */
export async function readFields(request: Request): Promise<FormData> {
  return await request.formData();
}

/** The fields of a form, however it came: a FormData, or URLSearchParams. */
export interface SentFields extends Iterable<[string, FormDataEntryValue]> {
  get(name: string): FormDataEntryValue | null;
  has(name: string): boolean;
}

/** The fields of a form by a request that Remix does not see, all of it read; null where it breaks off, or was none. */
export async function fieldsOfRequest(request: IncomingMessage): Promise<SentFields | null> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\//i.test(type)) return new URLSearchParams(body.toString("utf8"));
  return await new Response(body, { headers: { "content-type": type } }).formData().catch(() => null);
}

/** The text of a field; "" when it was not sent, or is a file. */
export function textOf(form: Pick<SentFields, "get">, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The texts of several fields by their names, as they were typed. */
export function textsOf<Name extends string>(form: FormData, names: Iterable<Name>): Record<Name, string> {
  return Object.fromEntries([...names].map((name) => [name, textOf(form, name)])) as Record<Name, string>;
}

/** The number of a field; undefined when empty, NaN when it is none, so that a schema refuses it by name. */
export function numberOf(form: FormData, name: string): number | undefined {
  const text = textOf(form, name).trim();
  return text === "" ? undefined : Number(text);
}

/** Rows of fields named `name[0].part`, in order, without those in which every part (but `given` ones) is empty. */
export function rowsOf<Part extends string>(
  form: FormData,
  name: string,
  parts: readonly Part[],
  given: readonly Part[] = [],
): Record<Part, string>[] {
  const places = new Set<number>();
  for (const key of form.keys()) {
    const [, list, place] = /^(\w+)\[(\d{1,4})\]\.\w+$/.exec(key) ?? [];
    if (list === name) places.add(Number(place));
  }
  return [...places]
    .sort((a, b) => a - b)
    .map((place) => {
      const texts = parts.map((part) => [part, textOf(form, `${name}[${place}].${part}`)] as const);
      return Object.fromEntries(texts) as Record<Part, string>;
    })
    .filter((row) => parts.some((part) => !given.includes(part) && row[part].trim() !== ""));
}
