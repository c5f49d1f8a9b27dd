import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";
import type { DB } from "./schema.ts";

/** Stands for the value of that name while the statement's text is made. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement whose text is made once in the process, at its first run, and only filled from then on: building and compiling
 * it is most of what a small statement costs Node. `build` gets a stand-in for each value, so nothing in it may look at one,
 * and what is left out must be given as null. For the statements of the hall's busiest minute.
 */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<DB>, values: Values) => Compilable<Row>,
): (db: Kysely<DB>, values: Values) => Promise<QueryResult<Row>> {
  let template: CompiledQuery<Row> | undefined;
  const standIns = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) }) as Values;
  return async (db, values) => {
    template ??= build(db, standIns).compile();
    const parameters = template.parameters.map((each) =>
      each instanceof Placeholder ? values[each.name as keyof Values] : each,
    );
    return await db.executeQuery({ ...template, parameters });
  };
}
