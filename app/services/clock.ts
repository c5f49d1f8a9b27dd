/** The one place where the time comes from; rules and commands get it as an argument. */
export function now(): Date {
  return new Date();
}
