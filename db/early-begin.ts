import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { PostgresJSDialect, PostgresJSDriver } from "kysely-postgres-js";

/**
 * Sends a transaction's BEGIN along with its first question instead of waiting a round trip for it. Only a plain SELECT goes
 * along: were BEGIN refused (by a cancelling that comes late, say), nothing may have been written outside of a transaction.
 */
export class EarlyBeginDialect extends PostgresJSDialect {
  readonly #config: ConstructorParameters<typeof PostgresJSDialect>[0];
  constructor(config: ConstructorParameters<typeof PostgresJSDialect>[0]) {
    super(config);
    this.#config = config;
  }
  override createDriver(): Driver {
    return new EarlyBeginDriver(this.#config);
  }
}

export class EarlyBeginDriver extends PostgresJSDriver {
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
}

function isPlainSelect({ query }: CompiledQuery): boolean {
  return query.kind === "SelectQueryNode" && !("with" in query && query.with);
}
