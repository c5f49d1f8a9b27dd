import { randomUUID } from "node:crypto";
import { fileObjection } from "~/commands/notices/file-objection.ts";
import type { Db } from "../../client.ts";

let made = 0;

/** What somebody writes who objects to the first project of a heat. */
export const sampleObjection = {
  kind: "person",
  name: "王实名",
  contactPerson: "",
  phone: "+86 138 0000 1234",
  email: "wang@objectors.example",
  entry: "1",
  facts: "该项目在路演中展示的专利并不在其名下。",
  grounds: "依据评审办法第八条，提供虚假材料的取消名次。",
  signed: true,
  consent: true,
};

/** Files an objection to the notice of that round; answers its receipt and the secret of its private page. */
export async function makeObjection(
  db: Db,
  round: string,
  given: Partial<typeof sampleObjection> & { at?: Date; locale?: "zh-CN" | "en" } = {},
): Promise<{ receipt: string; link: string }> {
  const { at = new Date(), locale = "zh-CN", ...words } = given;
  made++;
  const filed = await fileObjection(
    db,
    { round, formKey: randomUUID(), locale, at },
    { ...sampleObjection, phone: `+86 138 0000 ${String(1000 + (made % 9000))}`, ...words },
  );
  if (!filed.ok) throw new Error(JSON.stringify(filed.error));
  return filed.value;
}
