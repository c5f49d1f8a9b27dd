import type { ReactNode } from "react";
import { classes } from "./classes.ts";

const paths = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  info: "M12 11v6M12 7.2v.1M12 21a9 9 0 100-18 9 9 0 000 18z",
  warn: "M12 9.5v4.5M12 17.2v.1M10.6 4.4L2.8 18a1.6 1.6 0 001.4 2.4h15.6a1.6 1.6 0 001.4-2.4L13.4 4.4a1.6 1.6 0 00-2.8 0z",
  stop: "M12 7.5v5.5M12 16.4v.1M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5z",
  ok: "M8 12.3l2.8 2.9L16.2 9M12 21a9 9 0 100-18 9 9 0 000 18z",
  lock: "M7 11V8a5 5 0 0110 0v3M6 11h12a1 1 0 011 1v7a1 1 0 01-1 1H6a1 1 0 01-1-1v-7a1 1 0 011-1z",
  clock: "M12 7v5.3l3.4 2M12 21a9 9 0 100-18 9 9 0 000 18z",
  left: "M14.5 5.5L8 12l6.5 6.5",
  right: "M9.5 5.5L16 12l-6.5 6.5",
  up: "M5.5 14.5L12 8l6.5 6.5",
  down: "M5.5 9.5L12 16l6.5-6.5",
  arrow: "M5 12h14M13 6l6 6-6 6",
  out: "M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 01-1 1H6a1 1 0 01-1-1V8a1 1 0 011-1h4",
  pen: "M5 19l1-4L16.5 4.5a1.8 1.8 0 012.5 0l.5.5a1.8 1.8 0 010 2.5L9 18l-4 1z",
  inbox: "M4 13l2.5-8h11L20 13v5a1 1 0 01-1 1H5a1 1 0 01-1-1v-5zm0 0h4.5a3.5 3.5 0 007 0H20",
  award: "M12 14a5 5 0 100-10 5 5 0 000 10zM9 13.2L7.8 21l4.2-2.4 4.2 2.4-1.2-7.8",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5",
  people:
    "M9.5 11.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM3.5 19c.5-3 2.9-4.7 6-4.7s5.5 1.7 6 4.7M16 4.8a3.4 3.4 0 010 6.5M17.5 14.6c1.8.7 2.9 2.2 3.2 4.4",
  file: "M13.5 3.5H7a1 1 0 00-1 1v15a1 1 0 001 1h10a1 1 0 001-1V8l-4.5-4.5zM13.5 3.5V8H18",
  print: "M7 9V4h10v5M7 17H5a1 1 0 01-1-1v-6a1 1 0 011-1h14a1 1 0 011 1v6a1 1 0 01-1 1h-2M7 14h10v6H7v-6z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 100-6 3 3 0 000 6z",
  search: "M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.2 15.2L20 20",
  // States: a shape each, so that none is told by colour alone
  empty: "M12 20a8 8 0 100-16 8 8 0 000 16z",
  half: "M12 20a8 8 0 100-16 8 8 0 000 16zM12 4v16M15 5v14M18 7v10",
  live: "M12 15a3 3 0 100-6 3 3 0 000 6zM6 18a8.5 8.5 0 010-12M18 6a8.5 8.5 0 010 12",
  slash: "M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17zM6 18L18 6",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing of 24 units, sized by its text; silent to screen readers, so words must stand beside it. */
export function Icon({ name, className }: { name: IconName; className?: string }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true" className={classes("icon", className)}>
      <path d={paths[name]} />
    </svg>
  );
}
