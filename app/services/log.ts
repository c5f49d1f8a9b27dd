import { type Logger, pino } from "pino";

/** The process's log: JSON lines on stderr, without personal data. */
export const log: Logger = pino({ level: process.env.LOG_LEVEL || "info", base: null }, pino.destination(2));
