import { beforeEach, expect, test } from "vitest";
import { inviteStaff } from "~/commands/accounts/invite-staff.ts";
import * as appointments from "~/routes/organize/accounts/appointments.tsx";
import * as desk from "~/routes/organize/rounds/desk.tsx";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode, makeFactor } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as release from "./release.tsx";
import * as signers from "./signers.tsx";

const database = testDatabase();
const pages = pagesOf({
  organize: desk,
  "organize/appointments": appointments,
  "organize/rounds/:round/release": release,
  "organize/rounds/:round/signers": signers,
});
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
});

const young = (role: Role) =>
  makePerson(database.db, {
    name: "新来的人",
    grants: [{ role, editionId: heat.round.editionId }],
    grantedAt: new Date(Date.now() - 3_600_000),
  });
async function visit(path: string, actor: Actor, form?: Record<string, string>) {
  const answer = await pages(path, { db: database.db, actor, form });
  return { status: answer.status, to: answer.headers.get("Location"), html: await answer.text() };
}
const at = (page: string) => `/organize/rounds/${heat.round.slug}/${page}`;

test("whose role is too young reads on the release page since when they hold it and from when on they sign", async () => {
  const { html } = await visit(at("release"), await young("scorer"));
  expect(html).toContain("您的签署角色尚未满24小时");
  expect(html).not.toContain('name="digest"');
  expect(html).toContain(`href="${at("signers")}"`);
  expect((await visit(at("release"), heat.scorer)).html).toContain('name="digest"');
});

test("the page of signers says of each since when and by whom, and a supervisor waives a wait on it", async () => {
  const stand = await young("supervisor");
  await makeFactor(database.db, heat.supervisor);
  const page = async (actor: Actor) => (await visit(at("signers"), actor)).html;
  const before = await page(heat.supervisor);
  expect(before).toContain("角色须持有满24小时");
  expect(before).toContain("命令行授予");
  expect(before).toContain("豁免新来的人的等待…");
  for (const other of [heat.organizer, heat.scorer, stand]) expect(await page(other)).not.toContain("的等待…");
  const form = { userId: stand.id, role: "supervisor", reason: "", code: "000000" };
  const refused = await visit(at("signers"), heat.supervisor, form);
  expect(refused.status).toBe(422);
  expect(refused.html).toContain("请写明理由，至少 4 个字");
  const wrong = await visit(at("signers"), heat.supervisor, { ...form, reason: "原监督员因病缺席" });
  expect(wrong.html).toContain("原监督员因病缺席");
  expect(wrong.html).toMatch(/aria-invalid="true"/);
  const code = await freshCode(database.db, heat.supervisor);
  const done = await visit(at("signers"), heat.supervisor, { ...form, reason: "原监督员因病缺席", code });
  expect(done.to).toBe(`${at("signers")}?saved=1`);
  expect(await page(heat.organizer)).toContain("等待已豁免：原监督员因病缺席（监督员，");
});

test("a supervisor finds on the desk that an appointment waits, and confirms it with a code", async () => {
  const { supervisor, organizer, round } = heat;
  const email = `new-${round.id}@example.org`;
  const invited = await inviteStaff(
    { db: database.db, actor: organizer },
    { email, name: "新监督", role: "supervisor", round: round.slug },
  );
  if (!invited.ok) throw new Error(invited.error.type);
  expect((await visit("/organize", supervisor)).html).toContain("有1项监督员任命等待您确认");
  expect((await visit("/organize", organizer)).html).not.toContain("监督员任命等待");
  expect((await visit("/organize/appointments", organizer)).status).toBe(404);
  expect((await visit("/organize/appointments", supervisor)).html).toContain("设置第二重验证");
  const code = await freshCode(database.db, supervisor);
  const page = await visit("/organize/appointments", supervisor);
  expect(page.html).toContain(email);
  const invitationId = String(invited.value.invitationId);
  const wrong = await visit("/organize/appointments", supervisor, { invitationId, code: "000000" });
  expect(wrong.status).toBe(409);
  expect(wrong.html).toContain(`href="#code-${invitationId}"`);
  expect((await visit("/organize/appointments", supervisor, { invitationId, code })).to).toBe(
    "/organize/appointments?saved=1",
  );
  expect((await visit("/organize/appointments", supervisor)).html).toContain("没有等待确认的任命");
});
