import { sql } from "kysely";
import { exportedRows, widthsOf } from "~/reads/exchange/exported-rows.ts";
import { chosenColumns, columnsByPart, defaultColumns, isAnswer } from "~/rules/exchange/export-column.ts";
import { xlsxTable } from "../../app/services/spreadsheet/xlsx.ts";
import type { Database } from "../client.ts";
import { makeApplication } from "../seed/factories/applications.ts";
import { makeEdition, makeRound } from "../seed/factories/heats.ts";
import { onBenchDatabase } from "./database.ts";
import { compare, printFigure } from "./measure.ts";

const applications = 10_000;

/**
 * The list of ten thousand applications as XLSX, with the usual columns and with all of them, against COPY of the same
 * columns as bare CSV. The project's aim is seconds; memory must not grow with the list.
 */
export async function benchExport(): Promise<void> {
  await onBenchDatabase(async (database) => {
    const desk = { editionId: await fill(database), me: "" };
    const all = chosenColumns(Object.values(columnsByPart).flat());
    for (const [name, columns] of [["the usual columns", defaultColumns] as const, ["all columns", all] as const]) {
      const fields = columns.filter((column) => isAnswer(column) && column !== "identityNumber");
      const select = `select code, submitted_at${fields.map((field) => `, answers ->> '${field}'`).join("")} from applications where edition_id = ${desk.editionId} order by submitted_at desc, id desc`;
      let bytes = 0;
      let bare = 0;
      const ours = async (look?: () => void) => {
        bytes = 0;
        const rows = exportedRows(database.db, { desk, filter: {}, columns, locale: "zh-CN" });
        for await (const piece of xlsxTable({ name: "报名", widths: widthsOf(columns), rows })) {
          bytes += piece.length;
          look?.();
        }
      };
      const baseline = async () => {
        bare = 0;
        const stream = await database.sql.unsafe(`copy (${select}) to stdout (format csv)`).readable();
        for await (const piece of stream) bare += piece.length;
      };
      const { ours: ms, baseline: bareMs, ratio } = await compare(baseline, () => ours(), { times: 5, warmUp: 1 });
      const memory = await mostKept(ours);
      printFigure(
        `XLSX of ${applications} applications, ${name} (${columns.length}): ${(ms / 1000).toFixed(2)} s, ${megabytes(bytes)} MB, ${megabytes(memory)} MB held at most`,
      );
      printFigure(
        `COPY of the same columns as CSV: ${(bareMs / 1000).toFixed(2)} s, ${megabytes(bare)} MB; ratio ${ratio.toFixed(1)}`,
      );
    }
  });
}

/** How many bytes more than before are in use at most, garbage aside: looked at now and then on the way. */
async function mostKept(run: (look: () => void) => Promise<void>): Promise<number> {
  const used = () => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  let peak = 0;
  let looks = 0;
  await run(() => {
    if (looks++ % 25 === 0) peak = Math.max(peak, used() - before);
  });
  return peak;
}

const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);

/** One application with texts as long as people write them, copied: its answers are what takes the time. */
async function fill({ db }: Database): Promise<number> {
  const { edition, groups } = await makeEdition(db, { slug: "bench" });
  const round = await makeRound(db, { editionId: edition.id });
  const words = "面向数据中心的硅基光互连芯片,低损耗耦合与晶圆级测试。".repeat(20);
  const { id } = await makeApplication(db, {
    editionId: edition.id,
    roundId: round.id,
    groupId: groups.team.id,
    answers: { summary: words, innovation: words, market: words, businessModel: words, landingPlan: words },
  });
  const columns = sql.raw(
    "edition_id, applicant_id, state, announced_state, round_id, wished_round_id, group_id, consented_at, consent_version",
  );
  await sql`
    insert into applications (code, answers, submitted_at, ${columns})
    select 'BENCH-' || n, answers || jsonb_build_object('projectTitle', '项目 ' || n),
      submitted_at - n * interval '1 minute', ${columns}
    from applications, generate_series(1, ${applications - 1}::integer) as n
    where id = ${id}`.execute(db);
  await sql`analyze applications`.execute(db);
  return edition.id;
}
