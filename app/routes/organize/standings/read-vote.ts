/**
 * A vote as its form sends it: `entry.N` and `judge.N` are the keys, `place.J.E` the place that judge J gives entry E. A
 * judge of whom nothing is filled in was not present. What is no whole number is no place.
 */
export function readVote(form: FormData) {
  const listed = (name: string) => {
    const keys: string[] = [];
    for (let at = 0; form.has(`${name}.${at}`); at++) keys.push(String(form.get(`${name}.${at}`)));
    return keys;
  };
  const entries = listed("entry");
  const ballots = listed("judge").flatMap((judge, j) => {
    const places = entries.flatMap((entry, e) => {
      const place = String(form.get(`place.${j}.${e}`) ?? "").trim();
      return place === "" ? [] : [[entry, /^\d{1,4}$/.test(place) ? Math.max(Number(place), 1) : 1] as const];
    });
    return places.length === 0 ? [] : [{ judge, places: Object.fromEntries(places) }];
  });
  const replaces = Number(form.get("replaces") || Number.NaN);
  return {
    entries,
    ballots,
    replaces: Number.isInteger(replaces) ? replaces : null,
    reason: String(form.get("reason") ?? ""),
  };
}
