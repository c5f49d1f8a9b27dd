import { CompiledQuery, type Kysely, type RawBuilder } from "kysely";
import type { DB } from "~db/schema.ts";

/** Stands in the text of a stored statement for a value that is known only when it is asked. */
export type Slot = symbol;

/**
 * A query whose text is built once for each shape of it and stored: to build and compile the longest ones takes as long as to
 * run them for a heat. `given` are the values of the slots.
 */
export function storedStatements<Shape, Row>(build: (shape: Shape) => RawBuilder<Row>) {
  const stored = new Map<string, CompiledQuery<Row>>();
  return async (db: Kysely<DB>, shape: Shape, given: ReadonlyMap<unknown, unknown>): Promise<Row[]> => {
    const key = JSON.stringify(shape);
    const statement = stored.get(key) ?? build(shape).compile(db);
    stored.set(key, statement);
    const values = statement.parameters.map((each) => (given.has(each) ? given.get(each) : each));
    const { rows } = await db.executeQuery<Row>({ ...CompiledQuery.raw(statement.sql, values) });
    return rows;
  };
}
