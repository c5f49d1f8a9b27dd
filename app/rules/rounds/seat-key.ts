/** The next free key of a panel's seats: J1, J2, …; a key once given is never given again. */
export function nextSeatKey(given: readonly string[]): string {
  const numbers = given.map((key) => Number(/^J([1-9]\d{0,5})$/.exec(key)?.[1] ?? 0));
  return `J${Math.max(0, ...numbers) + 1}`;
}
