/** What an address says of the panel whose stage is meant: nothing where there is one stage. */
export function panelQuery(panel: string | null): string {
  return panel === null || panel === "" ? "" : `?${new URLSearchParams({ panel })}`;
}
