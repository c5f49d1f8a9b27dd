import type { Random } from "../random.ts";

/** An invented number of the kind, with birth date and gender inside where it holds them, and the right check digit. */
export function demoIdentityNumber(
  random: Random,
  kind: "resident-id" | "passport",
  { birthOn, gender }: { birthOn: string; gender: string },
): string {
  if (kind === "passport") return `${random.pick(["C", "P", "X", "YA"])}${random.int(1_000_000, 9_999_999)}`;
  const region = random.pick(["330501", "310115", "320106", "110108", "440305", "420111", "510107"]);
  const order = random.int(0, 99) * 10 + random.int(0, 4) * 2 + (gender === "male" ? 1 : 0);
  const digits = `${region}${birthOn.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  // ISO 7064 MOD 11-2, as GB 11643 has it
  let rest = 0;
  for (const digit of digits) rest = ((rest + Number(digit)) * 2) % 11;
  const check = (12 - rest) % 11;
  return digits + (check === 10 ? "X" : String(check));
}
