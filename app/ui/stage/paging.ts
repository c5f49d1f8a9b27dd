import { useEffect, useState } from "react";

/** So many rows stand on one screen, to be read from the last seat. */
const rowsOfScreen = 8;
const turnMs = 10_000;

/** The rows in screens of about equal length. */
export function screensOf<T>(rows: readonly T[]): T[][] {
  const screens = Math.max(1, Math.ceil(rows.length / rowsOfScreen));
  const length = Math.ceil(rows.length / screens);
  return Array.from({ length: screens }, (_, at) => rows.slice(at * length, (at + 1) * length));
}

/** Which of so many screens it is the turn of; by the server's time, so that all projectors show the same. */
export function useTurn(screens: number, offsetMs: number): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const at = Date.now() + offsetMs;
      setTurn(Math.floor(at / turnMs));
      timer = setTimeout(look, turnMs - (at % turnMs));
    };
    if (screens > 1) look();
    return () => clearTimeout(timer);
  }, [screens, offsetMs]);
  return turn % screens;
}
