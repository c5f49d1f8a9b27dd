const time = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

/** An instant as a table has it: day and minute in Beijing. */
export function tableTime(at: Date): string {
  return time.format(at);
}
