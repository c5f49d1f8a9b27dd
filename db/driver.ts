import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { PostgresJSDialect, type PostgresJSDialectConfig, PostgresJSDriver } from "kysely-postgres-js";
import { isLoss } from "./loss.ts";

/** What Kysely needs of postgres.js: a whole pool, or a stand-in that gives one connection. */
export type Pool = Exclude<PostgresJSDialectConfig["postgres"], (...given: never[]) => unknown>;
type Reserved = Awaited<ReturnType<Pool["reserve"]>>;

/**
 * Kysely over postgres.js, with transactions as this code needs them: BEGIN travels with the first question, what PostgreSQL
 * gave up is not taken for committed, and where a connection is lost its loss is what the caller is told.
 */
export class DeskDialect extends PostgresJSDialect {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    super({ postgres: pool });
    this.#pool = pool;
  }
  override createDriver(): Driver {
    return new DeskDriver(this.#pool);
  }
}

export class DeskDriver extends PostgresJSDriver {
  constructor(pool: Pool) {
    super({
      postgres: async () => ({
        options: pool.options,
        reserve: async () => heedingCommit(await pool.reserve()),
        end: async (options) => await pool.end(options),
      }),
    });
  }

  /**
   * Sends BEGIN along with the first question instead of waiting a round trip for it. Only a plain SELECT goes along: were
   * BEGIN refused (by a cancelling that comes late, say), nothing may have been written outside of a transaction.
   */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (settings.isolationLevel || settings.accessMode) return await super.beginTransaction(connection, settings);
    const execute: DatabaseConnection["executeQuery"] = connection.executeQuery.bind(connection);
    const begun = execute(CompiledQuery.raw("begin"));
    // Whoever asks first is told
    begun.catch(() => {});
    connection.executeQuery = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      connection.executeQuery = execute;
      if (!isPlainSelect(query)) {
        await begun;
        return await execute<Row>(query);
      }
      const answer = execute<Row>(query);
      answer.catch(() => {});
      await begun;
      return await answer;
    };
  }

  /** With its connection a transaction is gone by itself, and the error that ended it is worth more than that of the rollback. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const rollBack = async () => void (await connection.executeQuery(CompiledQuery.raw("rollback")));
    await rollBack().catch(async (error) => {
      // A cancelling that came late hits whatever comes next, once
      if (!isLoss(error)) await rollBack();
    });
  }
}

/** PostgreSQL answers the COMMIT of a transaction in which a statement failed with ROLLBACK, which is no error to postgres.js. */
function heedingCommit(connection: Reserved): Reserved {
  return {
    release: () => connection.release(),
    unsafe: (query, ...rest) => {
      const pending = connection.unsafe(query, ...rest);
      if (query !== "commit") return pending;
      const heeded = pending.then((result) => {
        if (result.command === "ROLLBACK") throw new Error("The transaction was rolled back instead of committed");
        return result;
      });
      return Object.assign(heeded, { cancel: () => pending.cancel() });
    },
  };
}

function isPlainSelect({ query }: CompiledQuery): boolean {
  return query.kind === "SelectQueryNode" && !("with" in query && query.with);
}
