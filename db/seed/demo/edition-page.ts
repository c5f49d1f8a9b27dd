import { sha256Hex } from "~/primitives/canonical-json.ts";
import { type EditionPage, editionPageSchema } from "~/rules/editions/edition-page.ts";
import type { AttachmentKind, AttachmentType } from "~/rules/files/attachment.ts";
import type { Db } from "~db/client.ts";
import { samplePdf, samplePng } from "../factories/sample-files.ts";

/** Keeps a file under the 32 hexadecimal digits given. */
export type KeepFile = (id: string, bytes: Uint8Array) => Promise<void>;

interface DemoFile {
  kind: AttachmentKind;
  name: string;
  type: AttachmentType;
  bytes: Buffer;
}

const heats = ["beijing-6", "chongqing-6", "shenzhen-6"];
const applicationsOfHeat = 6;

/** Gives the first applications of three heats a plan, a deck, a proof of identity and a patent, named by their submission. */
export async function makeDemoFiles(db: Db, editionId: number, keep: KeepFile): Promise<void> {
  for (const heat of heats) {
    const rows = await db
      .selectFrom("applications")
      .innerJoin("rounds", "rounds.id", "applications.roundId")
      .select(["applications.id", "applications.code", "applications.applicantId", "applications.submittedAt"])
      .where("applications.editionId", "=", editionId)
      .where("rounds.slug", "=", heat)
      .where("applications.submittedAt", "is not", null)
      .orderBy("applications.id")
      .limit(applicationsOfHeat)
      .execute();
    for (const { id, code, applicantId, submittedAt } of rows) {
      const attachmentIds: number[] = [];
      for (const file of filesOf(code)) {
        const storeId = sha256Hex(`${code} ${file.kind}`).slice(0, 32);
        await keep(storeId, file.bytes);
        const { bytes, ...columns } = file;
        const attachment = await db
          .insertInto("attachments")
          .values({
            ...columns,
            applicationId: id,
            uploaderId: applicantId,
            size: bytes.length,
            sha256: sha256Hex(bytes),
            storeKey: `kept/${storeId}`,
            attachedAt: submittedAt ?? undefined,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        attachmentIds.push(attachment.id);
      }
      await db.updateTable("submissions").set({ attachmentIds }).where("applicationId", "=", id).execute();
    }
  }
}

function filesOf(code: string): DemoFile[] {
  const type = "application/pdf";
  return [
    { kind: "business-plan", name: "商业计划书.pdf", type, bytes: samplePdf(`${code}  Business plan`) },
    { kind: "deck", name: "路演.pdf", type, bytes: samplePdf(`${code}  Pitch deck`) },
    { kind: "identity", name: "身份证明.png", type: "image/png", bytes: samplePng(480, 300) },
    { kind: "patent", name: "专利证书.png", type: "image/png", bytes: samplePng(420, 594) },
  ];
}

/** What the edition gives out: its handbook, and the blank form of the statement. */
export async function makeDemoDownloads(
  db: Db,
  { editionId, by, at }: { editionId: number; by: string; at: Date },
  keep: KeepFile,
): Promise<void> {
  const pdf = "application/pdf";
  const files = [
    {
      slot: "download",
      title: "参赛手册",
      titleEn: "Handbook",
      name: "参赛手册.pdf",
      type: pdf,
      bytes: samplePdf("Handbook"),
    },
    { slot: "statement", title: null, titleEn: null, name: "参赛声明.pdf", type: pdf, bytes: samplePdf("Statement") },
  ];
  for (const { bytes, ...columns } of files) {
    const storeId = sha256Hex(`demo ${columns.slot}`).slice(0, 32);
    await keep(storeId, bytes);
    const stored = { size: bytes.length, sha256: sha256Hex(bytes), storeKey: `kept/${storeId}` };
    await db
      .insertInto("hostedFiles")
      .values({ ...columns, ...stored, editionId, broughtById: by, broughtAt: at })
      .execute();
  }
}

/** What the demo's public page says besides dates and heats. */
export const demoPage: EditionPage = editionPageSchema.parse({
  organisers: [
    { role: "guiding", name: "湖州市委人才办", nameEn: "Huzhou Talent Office" },
    { role: "host", name: "湖州市吴兴区委、区政府", nameEn: "Wuxing District, Huzhou" },
    { role: "organizer", name: "吴兴区委组织部（人才办）", nameEn: "Wuxing Talent Office" },
    { role: "organizer", name: "吴兴区科学技术局", nameEn: "Wuxing Science and Technology Bureau" },
    { role: "organizer", name: "吴兴区人力资源和社会保障局", nameEn: "Wuxing Human Resources Bureau" },
    { role: "co-organizer", name: "吴兴高新区、吴兴经开区", nameEn: "Wuxing High-tech Zone and Development Zone" },
  ],
  prizes: [
    {
      scope: "heat",
      title: "一等奖",
      titleEn: "First prize",
      places: 1,
      yuan: 50_000,
      note: "直接晋级总决赛",
      noteEn: "Straight to the final",
    },
    { scope: "heat", title: "二等奖", titleEn: "Second prize", places: 2, yuan: 30_000 },
    { scope: "heat", title: "三等奖", titleEn: "Third prize", places: 3, yuan: 10_000 },
    {
      scope: "final",
      title: "落地 A+ 类",
      titleEn: "Landing A+",
      yuan: 10_000_000,
      note: "南太湖精英计划，落地后兑现",
      noteEn: "South Taihu Elite Plan, paid after landing",
    },
    { scope: "final", title: "落地 A 类", titleEn: "Landing A", yuan: 8_000_000 },
    { scope: "final", title: "落地 B 类", titleEn: "Landing B", yuan: 5_000_000 },
    { scope: "final", title: "落地 C 类", titleEn: "Landing C", yuan: 3_000_000 },
  ],
  questions: [
    {
      question: "没有注册公司可以参加吗？",
      questionEn: "May a team without a company take part?",
      answer: "可以。选择「创业团队组」，核心成员不少于 3 人；获奖后 12 个月内在吴兴注册企业即可兑现落地支持。",
      answerEn:
        "Yes, in the team group, with three core members or more. Support for landing is paid once a company is registered in Wuxing within 12 months of the award.",
    },
    {
      question: "可以同时报名几个城市吗？",
      questionEn: "May a project enter in several cities?",
      answer: "每人、每个项目只能报一个城市。请按产业赛道选择最合适的一场。",
      answerEn: "No: one entry a person and a project. Choose the city whose industry fits best.",
    },
    {
      question: "提交之后还能修改吗？",
      questionEn: "Can I change what I handed in?",
      answer: "截止之前可以修改并重新提交；审核退回的，按退回意见修改后重新提交。",
      answerEn:
        "Until the deadline, yes: change it and hand it in again. What is returned for correction can be handed in again as the reasons say.",
    },
    {
      question: "海外团队的差旅如何安排？",
      questionEn: "What about travel from abroad?",
      answer: "参加城市赛和总决赛的海外项目，可凭票据申领最高 1 万元的差旅补贴。",
      answerEn: "Overseas projects in a heat or the final are repaid up to CNY 10,000 of travel against receipts.",
    },
  ],
});

export async function makeDemoPage(db: Db, editionId: number): Promise<void> {
  await db.updateTable("editions").set({ page: demoPage }).where("id", "=", editionId).execute();
}

/** Two institutions that recommend; the first is the demo's own person, and some applications came by its link. */
export async function makeDemoRecommenders(db: Db, editionId: number, email: string): Promise<void> {
  const [first] = await db
    .insertInto("recommenders")
    .values([
      {
        editionId,
        key: "demo-alumni",
        name: "浙江海外校友创业联盟",
        nameEn: "Zhejiang Overseas Alumni Alliance",
        email,
        opened: 86,
      },
      {
        editionId,
        key: "demo-incubator",
        name: "南太湖国际孵化器",
        nameEn: "South Taihu Incubator",
        email: "incubator@demo.example",
        opened: 31,
      },
    ])
    .returning("id")
    .execute();
  if (!first) throw new Error("the recommenders were not made");
  await db
    .updateTable("applications")
    .set({ recommenderId: first.id })
    .where("editionId", "=", editionId)
    .where((eb) => eb(eb("id", "%", eb.lit(9)), "=", eb.lit(4)))
    .execute();
}
