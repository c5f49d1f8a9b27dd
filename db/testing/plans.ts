import type postgres from "postgres";

/** What one step of a plan did when it ran; figures are sums over all its loops. */
export interface PlanStep {
  type: string;
  table: string | undefined;
  index: string | undefined;
  loops: number;
  /** Rows that it passed on. */
  rows: number;
  /** Rows that it read and threw away. */
  discarded: number;
  /** The expressions that it works out for each row. */
  output: string[];
}

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  Output?: string[];
  Plans?: Node[];
  [figure: string]: unknown;
}

/** Runs the query as EXPLAIN ANALYZE does, undoes what it wrote, and answers its steps; those never reached are left out. */
export async function stepsOf(
  sql: postgres.Sql,
  query: { sql: string; parameters: readonly unknown[] },
): Promise<PlanStep[]> {
  const undo = new Error("undone");
  let root: Node | undefined;
  await sql
    .begin(async (trx) => {
      const text = `explain (analyze, verbose, timing off, format json) ${query.sql}`;
      const [row] = await trx.unsafe(text, [...query.parameters] as never[]);
      root = row?.["QUERY PLAN"][0].Plan;
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (!root) throw new Error(`no plan of ${query.sql}`);
  return flat(root).filter(({ loops }) => loops > 0);
}

function flat(node: Node): PlanStep[] {
  const loops = node["Actual Loops"];
  const removed = Object.entries(node).flatMap(([name, value]) =>
    name.startsWith("Rows Removed by") && typeof value === "number" ? [value] : [],
  );
  const step = {
    type: node["Node Type"],
    table: node["Relation Name"],
    index: node["Index Name"],
    loops,
    rows: node["Actual Rows"] * loops,
    discarded: removed.reduce((sum, each) => sum + each, 0) * loops,
    output: node.Output ?? [],
  };
  return [step, ...(node.Plans ?? []).flatMap(flat)];
}
