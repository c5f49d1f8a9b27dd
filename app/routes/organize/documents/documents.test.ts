import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, expect, test, vi } from "vitest";
import { issueCertificates } from "~/commands/documents/issue-certificates.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { certificatePages } from "~/reads/documents/official.ts";
import * as certificate from "~/routes/public/documents/certificate.tsx";
import * as notice from "~/routes/public/notices/notice.tsx";
import { defaultTemplate } from "~/rules/documents/certificate.ts";
import { formatSerial, serialOf } from "~/rules/documents/certificate-serial.ts";
import * as clock from "~/services/clock.ts";
import { print } from "~/services/documents/print.ts";
import { pagesOf } from "~/testing/pages.ts";
import { readQr } from "~/testing/read-qr.ts";
import { findCertificate, findRoundCertificates } from "~db/queries/documents/certificates.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound, type Signed } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTiedHeat } from "~db/seed/factories/tied-heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as certificates from "./certificates.tsx";
import * as documentFile from "./document-file.ts";

const database = testDatabase();
const files = ["awards", "certificates", "notice"] as const;
const pages = pagesOf({
  ...Object.fromEntries(files.map((name) => [`organize/rounds/:round/${name}.pdf`, documentFile])),
  "organize/rounds/:round/certificates": certificates,
  "certificates/:serial": certificate,
  "notices/:round": notice,
});

type Heat = Awaited<ReturnType<typeof makeClosedHeat>>;
const prizes = [
  { scope: "heat", title: "一等奖", titleEn: "First Prize", places: 1 },
  { scope: "heat", title: "二等奖", titleEn: "Second Prize", places: 2 },
];

/** A closed heat with prizes; its entries are applications' with those leaders. */
async function prizedHeat(given: { entries: number; page?: object; leaders?: string[] }): Promise<Heat> {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: given.entries });
  const { editionId } = heat.round;
  await db
    .updateTable("editions")
    .set({ page: (given.page ?? { prizes }) as never, contact: "0572-1234567" })
    .where("id", "=", editionId)
    .execute();
  for (const [at, leaderName] of (given.leaders ?? []).entries()) {
    const application = await makeApplication(db, { editionId, state: "draft", answers: { leaderName } });
    const entry = heat.entries[at]?.id ?? 0;
    await db.updateTable("entries").set({ applicationId: application.id }).where("id", "=", entry).execute();
  }
  return heat;
}

const at = (heat: Heat, page: string) => `/organize/rounds/${heat.round.slug}/${page}`;
const visit = (path: string, actor: Heat["organizer"] | null = null) => pages(path, { db: database.db, actor });
const issue = (heat: Heat, form: Record<string, string> = { duringNotice: "on" }) =>
  pages(at(heat, "certificates"), { db: database.db, actor: heat.organizer, form: { idempotencyKey: "", ...form } });

async function textOf(path: string, actor: Heat["organizer"]) {
  const answer = await visit(path, actor);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  const document = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
  const { text } = await extractText(document);
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    for (const item of (await page.getTextContent()).items) {
      if (!("str" in item) || item.str.trim() === "") continue;
      const [, , , , x, y] = item.transform;
      const beyond = x < 30 || x + item.width > width - 30 || y < 30 || y + item.height > height - 30;
      expect([item.str, beyond]).toEqual([item.str, false]);
    }
  }
  return text.map((page) => page.replace(/\s+/g, ""));
}

const rare = "𠮷田買買提·阿卜杜拉·買合木提江".repeat(4);
const long = "面向超大型风电主轴承的高氮不锈钢增材制造与在线检测一体化装备（第二代）关键技术研发及产业化项目".repeat(3);
let heat: Heat;
let signed: Signed;

beforeAll(async () => {
  heat = await prizedHeat({ entries: 5, leaders: ["沈一禾", rare, "Elena Marchetti"] });
  await database.db
    .updateTable("entries")
    .set({ title: long })
    .where("id", "=", heat.entries[1]?.id ?? 0)
    .execute();
});

test("before publication nothing is made, and no paper of it is there", async () => {
  for (const name of files) expect((await visit(at(heat, `${name}.pdf`), heat.organizer)).status).toBe(404);
  expect((await issue(heat)).status).toBe(409);
  expect(await (await visit(at(heat, "certificates"), heat.organizer)).text()).toContain("成绩还没有公布");
});

test("one certificate for each project within the prizes, each once, whoever presses how often", async () => {
  signed = await releaseRound(database.db, heat, "published", { noticeEndsOn: "2099-01-07" });
  expect(await (await visit(at(heat, "certificates"), heat.organizer)).text()).toContain("公示期至2099年1月7日");
  const asked = await issue(heat, {});
  expect([asked.status, (await asked.text()).includes("公示期内的异议可能改变名次")]).toEqual([409, true]);
  expect(await findRoundCertificates(database.db, heat.round.id)).toEqual([]);
  expect((await issue(heat)).status).toBe(303);
  const first = await findRoundCertificates(database.db, heat.round.id);
  expect(first.map(({ rank, award }) => [rank, award])).toEqual([
    [1, "一等奖"],
    [2, "二等奖"],
    [3, "二等奖"],
  ]);
  expect(new Set(first.map(({ serial }) => serial)).size).toBe(3);
  expect((await issue(heat)).status).toBe(303);
  expect(await findRoundCertificates(database.db, heat.round.id)).toEqual(first);
  const taken = await database.db
    .selectFrom("auditEntries")
    .select("facts")
    .where("command", "=", "issue-certificates")
    .orderBy("id")
    .execute();
  const facts = { version: 1, duringNotice: true };
  expect(taken).toEqual([{ facts: { ...facts, issued: 3 } }, { facts: { ...facts, issued: 0 } }]);
});

test("after the notice, or without one, certificates are made without asking, and the trail notes nothing of it", async () => {
  const over = await prizedHeat({ entries: 1 });
  await releaseRound(database.db, over, "published", {
    noticeEndsOn: "2026-11-30",
    at: { publish: new Date("2026-11-23T02:00:00Z") },
  });
  vi.spyOn(clock, "now").mockReturnValue(new Date("2026-11-30T16:00:00Z"));
  expect(await (await visit(at(over, "certificates"), over.organizer)).text()).not.toContain("公示期至");
  vi.restoreAllMocks();
  const late = { db: database.db, actor: over.organizer, at: new Date("2026-11-30T16:00:00Z") };
  expect((await issueCertificates(late, { round: over.round.slug })).ok).toBe(true);
  const early = { ...late, at: new Date("2026-11-30T15:59:59Z") };
  const refused = { ok: false, error: { type: "certificates-during-notice" } };
  expect(await issueCertificates(early, { round: over.round.slug })).toEqual(refused);
});

test("a certificate has its English words where all of them are English, and none of them otherwise", async () => {
  const [made] = await findRoundCertificates(database.db, heat.round.id);
  if (!made) throw new Error("no certificate");
  const english = {
    ...made,
    leader: "Elena Marchetti",
    titleEn: "Optical links",
    awardEn: "the First Prize",
    roundTitleEn: "the Shanghai heat",
    editionTitleEn: "the 6th edition",
  };
  const wordsOf = (change: object) => {
    const given = { template: defaultTemplate, baseUrl: "https://x.example" };
    const [page] = certificatePages([{ ...english, ...change }], given);
    return [page?.titleEn, page?.bodyEn, page?.issuerEn];
  };
  const whole =
    "Elena Marchetti\nYour project “Optical links” won the First Prize in the Shanghai heat, the 6th edition.";
  expect(wordsOf({})).toEqual(["Certificate of Award", whole, "The Organizing Committee"]);
  expect(wordsOf({ leader: null })[1]).toContain("Optical links");
  for (const change of [
    { leader: "沈一禾" },
    { titleEn: null },
    { awardEn: null },
    { roundTitleEn: null },
    { editionTitleEn: null },
  ])
    expect(wordsOf(change)).toEqual([null, null, null]);
});

test("a prize whose number is not said is given once, and equals share the one of their place, on every paper", async () => {
  const { db } = database;
  const tied = await makeTiedHeat(db, { judges: 5, entries: 4 });
  const page = {
    prizes: [
      { scope: "heat" as const, title: "一等奖" },
      { scope: "heat" as const, title: "二等奖", places: 1 },
    ],
  };
  await db.updateTable("editions").set({ page }).where("id", "=", tied.round.editionId).execute();
  await releaseRound(db, tied, "published");
  await issue(tied);
  const made = await findRoundCertificates(db, tied.round.id);
  expect(made.map(({ rank, award }) => [rank, award])).toEqual([
    [1, "一等奖"],
    [2, "二等奖"],
    [2, "二等奖"],
  ]);
  const list = (await textOf(at(tied, "awards.pdf"), tied.organizer)).join("");
  expect([list.match(/一等奖/g)?.length, list.match(/二等奖/g)?.length]).toEqual([1, 2]);
});

test("without prizes there is nothing to give, and it is said where to mend that", async () => {
  const bare = await prizedHeat({ entries: 2, page: {} });
  await releaseRound(database.db, bare, "published");
  const answer = await issue(bare);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("没有可颁发的奖项");
});

test("a page each, with all that was asked for, the longest and rarest names too, and nothing beyond its frame", async () => {
  const all = await textOf(at(heat, "certificates.pdf"), heat.organizer);
  const made = await findRoundCertificates(database.db, heat.round.id);
  expect(all.length).toBe(3);
  for (const [page, { serial, title, leader, award }] of made.entries()) {
    const name = leader ?? `${title}项目团队`;
    for (const words of ["获奖证书", formatSerial(serial), title, name, award, "大赛组委会", heat.round.title])
      expect(all[page]).toContain(words.replaceAll("𠮷", "〓").replace(/\s+/g, ""));
  }
  expect(all.some((page) => page.includes(long))).toBe(true);
  const [only, ...more] = await textOf(
    `${at(heat, "certificates.pdf")}?serial=${formatSerial(made[2]?.serial ?? "")}`,
    heat.organizer,
  );
  expect([only, more]).toEqual([all[2], []]);
  expect((await visit(`${at(heat, "certificates.pdf")}?serial=1`, heat.organizer)).status).toBe(404);
});

test("its QR code leads to the page that says whether it holds", async () => {
  const made = await findRoundCertificates(database.db, heat.round.id);
  const pagesMade = certificatePages(made, { template: defaultTemplate, baseUrl: "https://x.example" });
  for (const { qr, address, serial } of pagesMade) {
    expect(readQr(qr)).toBe(address);
    expect(address).toBe(`https://x.example/certificates/${serial}`);
  }
});

test("anybody may check a certificate: to whom, what, by whom, when, in one query", async () => {
  const [first] = await findRoundCertificates(database.db, heat.round.id);
  if (!first) throw new Error("no certificate");
  const { answer, queries } = await database.queriesOf(() =>
    visit(`/certificates/${formatSerial(first.serial).toLowerCase()}`),
  );
  expect([answer.status, answer.headers.get("x-robots-tag"), queries.length]).toEqual([200, "noindex", 1]);
  const html = await answer.text();
  for (const words of ["此证书有效", first.title, "一等奖", "第 1 名", heat.round.title, "大赛组委会"])
    expect(html).toContain(words);
  expect(html).not.toContain("<script");
});

test("a serial number that is none, and one that was never given, are the house's 404", async () => {
  const whole = async (serial: string) => {
    const answer = await visit(`/certificates/${serial}`);
    return [answer.status, ...answer.headers, await answer.text()].join("\n").replaceAll(serial, "");
  };
  const never = formatSerial(serialOf(() => 7));
  const wrong = await whole("0000-0000-0001");
  expect(wrong).toMatch(/^404\n/);
  expect(await whole(never)).toBe(wrong);
});

test("the list of awards and the notice say the published result, in the layout of offices", async () => {
  const [awards] = await textOf(at(heat, "awards.pdf"), heat.organizer);
  const made = await findRoundCertificates(database.db, heat.round.id);
  for (const words of ["获奖名单", "一等奖", "二等奖", ...made.map(({ title }) => title.replace(/\s+/g, ""))])
    expect(awards).toContain(words);
  const before = (await textOf(at(heat, "notice.pdf"), heat.organizer)).join("");
  expect(before).toContain("联系方式：0572-1234567");
  expect(before).not.toContain("纪检监察监督");
  await database.db
    .updateTable("editions")
    .set({ noticeContact: "人才办 0572-111", disciplineLine: "派驻纪检监察组 0572-222" })
    .where("id", "=", heat.round.editionId)
    .execute();
  const notice = (await textOf(at(heat, "notice.pdf"), heat.organizer)).join("");
  for (const words of [
    "结果的公示",
    "公示期为",
    "至2099年1月7日",
    "应签署真实姓名并提供联系方式",
    "联系方式：人才办0572-111",
    "—1—",
    "大赛组委会",
    "纪检监察监督：派驻纪检监察组0572-222",
  ])
    expect(notice).toContain(words);
  const release = await database.db
    .selectFrom("releases")
    .select("standings")
    .where("roundId", "=", heat.round.id)
    .executeTakeFirstOrThrow();
  const { standings } = release.standings as unknown as { standings: { title: string; total: string }[] };
  expect(standings.length).toBe(5);
  for (const { title, total } of standings) {
    expect(notice).toContain(title.replace(/\s+/g, ""));
    expect(notice).toContain(total);
  }
});

test("the notice on paper is its page: title, correction with its reason, dates, lines, list, and who gives it", async () => {
  const { db } = database;
  const pair = await prizedHeat({
    entries: 3,
    page: { organisers: [{ role: "host", name: "湖州市吴兴区人民政府", nameEn: null }] },
  });
  await db
    .updateTable("editions")
    .set({ noticeContact: "人才办 0572-111", disciplineLine: "派驻纪检监察组 0572-222" })
    .where("id", "=", pair.round.editionId)
    .execute();
  await releaseRound(db, pair, "published", { noticeEndsOn: "2099-01-07" });
  await db
    .updateTable("entries")
    .set({ title: "改名后" })
    .where("id", "=", pair.entries[0]?.id ?? 0)
    .execute();
  await releaseRound(db, pair, "published", { reason: "漏写“三维”二字", noticeEndsOn: "2099-01-07" });
  const html = await (await visit(`/notices/${pair.round.slug}`)).text();
  const article = /<article class="official.*?<\/article>/s.exec(html)?.[0] ?? "";
  const plain = (text: string) =>
    text
      .replace(/<[^>]*>/g, "")
      .replace(/&quot;/g, '"')
      .replace(/\s+/g, "");
  const said = [...article.matchAll(/<(h1|p|td|th)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , text = ""]) => plain(text));
  const paper = (await textOf(at(pair, "notice.pdf"), pair.organizer)).join("");
  for (const words of ["本公示为更正后的第2版。更正理由：漏写“三维”二字", "湖州市吴兴区人民政府", "改名后", "出场顺序"])
    expect(said.join("")).toContain(words);
  expect(said.length).toBeGreaterThan(20);
  let from = 0;
  for (const words of said) {
    const found = paper.indexOf(words, from);
    expect([words, found >= 0]).toEqual([words, true]);
    from = found + words.length;
  }
});

test("who gives a notice stands whole on one page with the last project, whatever the list's length", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `湖州市吴兴区第${index + 1}单位`);
  const lines = (count: number) => Array.from({ length: count }, (_, index) => [`第${index}行`, "88.00"]);
  for (const count of [0, 17, 20]) {
    const file = await print({
      frame: {
        locale: "zh-CN",
        title: "",
        round: "",
        about: "",
        rehearsal: null,
        printed: "",
        page: "",
        missing: "〓",
      },
      kind: "official",
      heading: "公示",
      paragraphs: ["公示期内有异议的，可以提出。".repeat(12)],
      columns: [
        { label: "项目", share: 80 },
        { label: "总分", share: 20 },
      ],
      rows: lines(count),
      empty: "没有项目。",
      signed: [...names, "2026年11月23日"],
    });
    const document = await getDocumentProxy(new Uint8Array(file));
    const { text } = await extractText(document);
    const signedOn = text.map((page) => names.filter((name) => page.includes(name)).length);
    expect([count, signedOn.filter((found) => found > 0)]).toEqual([count, [names.length]]);
    const last = text[signedOn.indexOf(names.length)] ?? "";
    expect(last).toContain(count === 0 ? "没有项目" : `第${count - 1}行`);
    expect(last).toContain("2026年11月23日");
  }
});

test("only who publishes makes and takes them", async () => {
  const stranger = await makePerson(database.db);
  for (const actor of [stranger, heat.scorer, heat.supervisor, heat.seats[0]?.actor ?? null]) {
    for (const page of [...files.map((name) => `${name}.pdf`), "certificates"])
      expect((await visit(at(heat, page), actor)).status).toBe(404);
    const form = { idempotencyKey: "" };
    expect((await pages(at(heat, "certificates"), { db: database.db, actor, form })).status).toBe(404);
  }
});

test("the desk's list takes as many queries for three certificates as for one", async () => {
  const one = await prizedHeat({ entries: 1 });
  await releaseRound(database.db, one, "published");
  await issue(one);
  for (const each of [one, heat]) {
    const { answer, queries } = await database.queriesOf(() => visit(at(each, "certificates"), each.organizer));
    expect([answer.status, queries.length]).toEqual([200, 3]);
  }
});

test("a correction replaces the certificates of before, a withdrawal leaves nothing of any", async () => {
  const { db } = database;
  const [old] = await findRoundCertificates(db, heat.round.id);
  if (!old) throw new Error("no certificate");
  const read = async (serial: string) => await (await visit(`/certificates/${serial}`)).text();
  await db
    .updateTable("entries")
    .set({ title: "更正后的绝密项目" })
    .where("roundId", "=", heat.round.id)
    .where("title", "=", old.title)
    .execute();
  const corrected = await releaseRound(db, heat, "published", { reason: "名称有误" });
  expect(await findRoundCertificates(db, heat.round.id)).toEqual([]);
  expect(await read(old.serial)).toContain("此证书已被取代");
  await issue(heat);
  const [next] = await findRoundCertificates(db, heat.round.id);
  const replaced = await read(old.serial);
  expect(replaced).toContain(`/certificates/${formatSerial(next?.serial ?? "")}`);
  expect(replaced).toContain(old.title);
  expect(await read(next?.serial ?? "")).toContain("更正后的绝密项目");

  await withdrawRelease({ db, actor: heat.organizer }, { ...corrected, reason: "异议成立" });
  for (const { serial, leader, title } of [old, next ?? old]) {
    const html = await read(serial);
    expect(html).toContain("此证书无效");
    for (const secret of [title, leader ?? title, "一等奖", heat.round.title, heat.round.slug, "大赛组委会"])
      expect(html).not.toContain(secret);
  }
  // Nor does a later version bring them back
  await releaseRound(db, heat, "published", { reason: "重新核定" });
  for (const { serial } of [old, next ?? old]) expect(await read(serial)).toContain("此证书无效");
  expect(signed.version).toBe(1);
});

test("who won is read as long as it may be kept, and is nowhere in the certificate itself", async () => {
  const { db } = database;
  const other = await prizedHeat({ entries: 1, leaders: ["陆南星"] });
  await releaseRound(db, other, "published");
  await issue(other);
  const [made] = await findRoundCertificates(db, other.round.id);
  expect((await findCertificate(db, made?.serial ?? ""))?.leader).toBe("陆南星");
  expect(JSON.stringify(await db.selectFrom("certificates").selectAll().execute())).not.toContain("陆南星");
  await db
    .updateTable("applications")
    .set({ answers: {} as never })
    .where("editionId", "=", other.round.editionId)
    .execute();
  expect(await (await visit(`/certificates/${made?.serial}`)).text()).toContain("项目团队");
});
