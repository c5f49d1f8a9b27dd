import { AsyncLocalStorage } from "node:async_hooks";
import { type Logger, type LoggerOptions, pino } from "pino";

/** The request in whose course something is logged. */
export const requestContext = new AsyncLocalStorage<string>();

export const logOptions: LoggerOptions = {
  level: process.env.LOG_LEVEL || "info",
  base: null,
  mixin: () => {
    const request = requestContext.getStore();
    return request === undefined ? {} : { request };
  },
  serializers: { err: errorFacts },
};

/** The process's log: JSON lines on stderr, without personal data. */
export const log: Logger = pino(logOptions, pino.destination(2));

/** What of an error's own fields is a name of ours or a code. PostgreSQL's `detail` repeats whole rows. */
const harmless = [
  "code",
  "severity",
  "routine",
  "syscall",
  "status",
  "table",
  "column",
  "constraint",
  "table_name",
  "column_name",
  "constraint_name",
];
/** Data exceptions: their message repeats the value. */
const aboutValue = /^22/;

function errorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const fields = error as Error & Record<string, unknown>;
  const code = String(fields.code ?? "");
  const message = aboutValue.test(code) ? `a value was refused (${code})` : error.message;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message,
    stack: [`${error.name}: ${message}`, ...frames].join("\n"),
    ...Object.fromEntries(harmless.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]))),
    ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause) }),
    ...(error instanceof AggregateError ? { errors: error.errors.map(errorFacts) } : {}),
  };
}
