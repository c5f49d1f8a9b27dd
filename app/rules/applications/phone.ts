import { isValidPhoneNumber, parsePhoneNumber } from "libphonenumber-js/min";
import { plainLetters } from "~/primitives/code-points.ts";

/**
 * A telephone number with its country code as E.164: "+86 138-0013 8000", "0086…" and full-width digits become
 * "+8613800138000". Null for what no country's numbering plan has (libphonenumber's short metadata).
 */
export function phoneNumber(written: string): string | null {
  const compact = plainLetters(written)
    .replace(/[\s().·‐-―-]/g, "")
    .replace(/^00/, "+");
  if (!/^\+[1-9]\d{6,14}$/.test(compact) || !isValidPhoneNumber(compact)) return null;
  return parsePhoneNumber(compact).number;
}
