/** The line across a list, best first. */
export interface Line<E> {
  /** Ahead of the line for certain. */
  ahead: E[];
  /** Who shares the place on the line with more than there is room for; empty where the line falls between two places. */
  shared: E[];
  /** How many of those who share it there is room for. */
  room: number;
  behind: E[];
}

/** Draws the line after the first `places` of a list, best first; `same` tells who shares a place with whom. */
export function lineAcross<E>(list: readonly E[], places: number, same: (a: E, b: E) => boolean): Line<E> {
  const [last, next] = [list[places - 1], list[places]];
  const shared =
    last !== undefined && next !== undefined && same(last, next) ? list.filter((each) => same(each, last)) : [];
  const ahead = list.slice(0, places).filter((each) => !shared.includes(each));
  const behind = list.slice(places).filter((each) => !shared.includes(each));
  return { ahead, shared, room: shared.length > 0 ? places - ahead.length : 0, behind };
}
