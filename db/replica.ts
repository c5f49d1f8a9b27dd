import { type CompiledQuery, type DatabaseConnection, type Driver, Kysely, type QueryResult } from "kysely";
import type postgres from "postgres";
import { type Database, type Db, openPool, plugins } from "./client.ts";
import { DeskDialect } from "./driver.ts";
import type { DB } from "./schema.ts";

/** A streaming replica that public pages are read from, with the primary behind it. */
export interface Replica {
  /**
   * A database for reading that is never older than `floor`, a position of the primary's write-ahead log ("0/16B3748", with the
   * timeline that it must be on where one is named: "0/16B3748@1"): each
   * statement goes to the replica where that has replayed so far, and else, or where it fails, to the primary.
   */
  at(floor: string): Db;
  /** Up to where it has replayed; null while it is away, or is a replica no more. */
  position(): Promise<string | null>;
  end(): Promise<void>;
}

interface Told {
  /** It cannot be read from any more, and why; said once. */
  away(error: unknown): void;
  /** It can be, for the first time or again. */
  back(): void;
}

/** A transaction of several reads lost the replica under it: all of it may be done again, on the primary then. */
export class ReplicaLost extends Error {}

/** So many connections of each process; who finds all of them busy reads from the primary. */
const most = 4;
/** What is known of a connection's server holds so long: it may be made a primary. */
const knownMs = 1_000;
/** Where it had not replayed enough it is not asked again for so long. */
const behindMs = 20;
const askPatienceMs = 1_000;
const readPatienceMs = 5_000;
const tryAgainMs = 1_000;

/** One connection, used by one reader at a time. */
interface Line {
  sql: postgres.Sql;
  /** The positions that it was seen to have passed, since when. */
  passed: Set<string>;
  since: number;
}

/** Opens it in the background: until it has answered, all is read from the primary. */
export function openReplica(url: string, primary: Database, told: Told): Replica {
  const lines = new Set<Line>();
  const idle: Line[] = [];
  const databases = new Map<string, Db>();
  let here = false;
  let closed = false;
  let behind = { floor: "", until: 0 };
  let said = false;
  let timer: NodeJS.Timeout | undefined;

  // Rejects where the replica is lost, so that nobody waits for it any longer
  let gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {});

  const open = (): Line => {
    const sql = openPool(url, {
      max: 1,
      name: "contest-desk replica",
      connect_timeout: 2,
      max_lifetime: null,
      // The next connection might lead to another server behind the same address
      onclose: () => lost(new Error("a connection was closed"), line),
    });
    const line: Line = { sql, passed: new Set(), since: 0 };
    lines.add(line);
    return line;
  };
  const giveBack = (line: Line) => {
    if (lines.has(line)) idle.push(line);
  };
  const drop = async (timeout: number) => {
    const dropped = [...lines];
    lines.clear();
    idle.length = 0;
    await Promise.all(dropped.map(({ sql }) => sql.end({ timeout }).catch(() => {})));
  };
  const lost = (error: unknown, line: Line) => {
    // What was dropped before says nothing of now
    if (closed || !lines.has(line)) return;
    gone.reject(error);
    gone = Promise.withResolvers();
    gone.promise.catch(() => {});
    void drop(0);
    tryLater();
    if (!here && said) return;
    here = false;
    said = true;
    told.away(error);
  };
  const tryLater = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void attempt(), tryAgainMs);
    timer.unref();
  };
  async function attempt(): Promise<void> {
    const line = open();
    try {
      await ask(line, "0/0");
      if (closed) return;
      here = true;
      said = false;
      giveBack(line);
      told.back();
    } catch (error) {
      lost(error, line);
    }
  }

  async function patiently<T>(ms: number, work: PromiseLike<T>): Promise<T> {
    let late: NodeJS.Timeout | undefined;
    const silent = new Promise<never>((_, fail) => {
      late = setTimeout(() => fail(new Error(`no answer within ${ms} ms`)), ms);
    });
    try {
      return await Promise.race([work, silent, gone.promise]);
    } finally {
      clearTimeout(late);
    }
  }

  /** Whether it has replayed so far. Throws where it is no replica. */
  async function ask({ sql }: Line, floor: string): Promise<boolean> {
    const [position = "", timeline = null] = floor.split("@");
    // A replica that the new primary left behind reads on where nobody writes any more. It says which timeline it is on as of
    // its last restart point: until then one that follows counts as behind
    const [answer] = await patiently(
      askPatienceMs,
      sql<{ replica: boolean; passed: boolean }[]>`
        select pg_is_in_recovery() as replica, coalesce(pg_last_wal_replay_lsn() >= ${position}::pg_lsn
          and (select timeline_id = coalesce(${timeline}::integer, timeline_id) from pg_control_checkpoint()), false) as passed`,
    );
    if (!answer?.replica) throw new Error("it is no replica any more");
    return answer.passed;
  }
  async function hasPassed(line: Line, floor: string): Promise<boolean> {
    const time = performance.now();
    if (time - line.since > knownMs) {
      line.passed.clear();
      line.since = time;
    }
    if (line.passed.has(floor)) return true;
    if (behind.floor === floor && time < behind.until) return false;
    const passed = await ask(line, floor);
    if (passed) line.passed.add(floor);
    else behind = { floor, until: performance.now() + behindMs };
    return passed;
  }
  const reader: Reader = {
    take: async (floor) => {
      if (!here) return null;
      const line = idle.pop() ?? (lines.size < most ? open() : null);
      if (!line) return null;
      try {
        if (await hasPassed(line, floor)) return line;
        giveBack(line);
      } catch (error) {
        lost(error, line);
      }
      return null;
    },
    read: (line, query, parameters) => patiently(readPatienceMs, line.sql.unsafe(query, parameters, { prepare: true })),
    giveBack,
    lost,
  };

  void attempt();
  return {
    at: (floor) => {
      const known = databases.get(floor);
      if (known) return known;
      // Each public change brings a new one; several processes may each be at their own
      const [oldest] = databases.keys();
      if (databases.size >= 16 && oldest !== undefined) databases.delete(oldest);
      const made = new Kysely<DB>({ dialect: new PublicDialect(primary.sql, reader, floor), plugins });
      databases.set(floor, made);
      return made;
    },
    position: async () => {
      if (!here) return null;
      // Where all are busy by one more: that is no reason to call it away
      const line = idle.pop() ?? open();
      try {
        const [answer] = await patiently(
          askPatienceMs,
          line.sql<{ at: string | null }[]>`
            select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as at`,
        );
        if (lines.size > most && lines.delete(line)) void line.sql.end({ timeout: 1 }).catch(() => {});
        giveBack(line);
        return answer?.at ?? null;
      } catch (error) {
        lost(error, line);
        return null;
      }
    },
    end: async () => {
      closed = true;
      here = false;
      clearTimeout(timer);
      await drop(5);
    },
  };
}

interface Reader {
  /** A connection whose server has replayed so far; null where there is none now. */
  take(floor: string): Promise<Line | null>;
  /** Rejects as soon as the replica is lost, or has been silent for too long. */
  read(line: Line, query: string, parameters: postgres.ParameterOrJSON<never>[]): Promise<readonly object[]>;
  giveBack(line: Line): void;
  lost(error: unknown, line: Line): void;
}

class PublicDialect extends DeskDialect {
  readonly #driver: Driver;
  constructor(primary: postgres.Sql, reader: Reader, floor: string) {
    super(primary);
    this.#driver = publicDriver(super.createDriver(), reader, floor);
  }
  override createDriver(): Driver {
    return this.#driver;
  }
}

/** Gives out connections of the replica where that is far enough, else of the primary. */
function publicDriver(primary: Driver, reader: Reader, floor: string): Driver {
  return {
    init: (options) => primary.init(options),
    destroy: (options) => primary.destroy(options),
    acquireConnection: async (options) => {
      const line = await reader.take(floor);
      if (!line) return await primary.acquireConnection(options);
      return new ReplicaConnection(line, reader, () => primary.acquireConnection(options));
    },
    releaseConnection: async (connection, options) => {
      const isReplica = connection instanceof ReplicaConnection;
      if (isReplica) reader.giveBack(connection.line);
      const own = isReplica ? connection.instead : connection;
      if (own) await primary.releaseConnection(own, options);
    },
    beginTransaction: async (connection, settings) => {
      if (connection instanceof ReplicaConnection) connection.transacting = true;
      await primary.beginTransaction(connection, settings);
    },
    commitTransaction: (connection) => primary.commitTransaction(connection),
    rollbackTransaction: async (connection) => {
      if (!(connection instanceof ReplicaConnection && connection.isLost))
        await primary.rollbackTransaction(connection);
    },
  };
}

/** Reads from the replica and, once that has failed, from the primary. */
class ReplicaConnection implements DatabaseConnection {
  readonly line: Line;
  readonly #reader: Reader;
  readonly #primary: () => Promise<DatabaseConnection>;
  transacting = false;
  isLost = false;
  instead: DatabaseConnection | null = null;

  constructor(line: Line, reader: Reader, primary: () => Promise<DatabaseConnection>) {
    this.line = line;
    this.#reader = reader;
    this.#primary = primary;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.instead) return await this.instead.executeQuery<Row>(query);
    try {
      const parameters = [...query.parameters] as postgres.ParameterOrJSON<never>[];
      const rows = await this.#reader.read(this.line, query.sql, parameters);
      return { rows: [...rows] as Row[] };
    } catch (error) {
      this.isLost = true;
      this.#reader.lost(error, this.line);
      if (this.transacting) throw new ReplicaLost("the replica was lost", { cause: error });
      this.instead = await this.#primary();
      return await this.instead.executeQuery<Row>(query);
    }
  }

  // biome-ignore lint/correctness/useYield: no public page reads in a stream
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("a replica is not streamed from");
  }
}
