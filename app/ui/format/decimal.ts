/** A number with so many decimals, its minus a true one: −0.80. */
export function formatDecimal(value: number, places = 2): string {
  const digits = Math.abs(value).toFixed(places);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** The same with its sign always said, but for zero: +1.25. */
export function formatSigned(value: number, places = 2): string {
  const text = formatDecimal(value, places);
  return Number(text) > 0 ? `+${text}` : text;
}
