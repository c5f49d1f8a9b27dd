import type { ShortlistChoice, ShortlistHeat } from "~/rules/review/shortlist.ts";

/** The choice of a cut as the page's fields say it; where they say nothing, as many into each wished heat as have room. */
export function readShortlistChoice(
  fields: { get(name: string): FormDataEntryValue | null },
  heats: readonly ShortlistHeat[],
  { separate }: { separate: boolean },
): ShortlistChoice {
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === "string" ? value : "";
  };
  const into = text("into");
  return {
    into: heats.some(({ slug }) => slug === into) ? into : null,
    places: Object.fromEntries(
      heats.map(({ slug, free }) => {
        const given = text(`places.${slug}`).trim();
        return [slug, /^\d{1,4}$/.test(given) ? Number(given) : (free ?? 0)];
      }),
    ),
    byGroup: separate || text("byGroup") === "on",
    ties: text("ties") === "none" ? "none" : "all",
    others: text("others") === "ineligible" ? "ineligible" : "waiting",
  };
}

/** The same as hidden fields: what was looked at is what is sent. */
export function shortlistFields({
  into,
  places,
  byGroup,
  ties,
  others,
}: ShortlistChoice): [name: string, value: string][] {
  return [
    ["into", into ?? ""],
    ["ties", ties],
    ["others", others],
    ...(byGroup ? [["byGroup", "on"] as [string, string]] : []),
    ...Object.entries(places).map(([slug, count]): [string, string] => [`places.${slug}`, String(count)]),
  ];
}
