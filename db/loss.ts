/** Whether the way to the database is what failed, not a statement. */
export function isLoss(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return lossCodes.test(code);
}

/** Whether there was no room for it, on PostgreSQL's disk or on this machine's; EIO is what a thin volume says that is full. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(53100|ENOSPC|EDQUOT|EIO)$/.test(code);
}

// Of postgres.js, of the operating system, and of a PostgreSQL that stops, starts or has no place left
const lossCodes =
  /^(CONNECT(ION)?_\w+|E(CONN\w+|PIPE|TIMEDOUT|HOST\w+|NET\w+|NOTFOUND|AI_AGAIN)|08(000|001|003|004|006)|57P0[1-4]|53300)$/;
