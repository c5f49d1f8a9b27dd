import type { ReactNode } from "react";
import { classes } from "~/ui/classes.ts";

/** A mail in a frame where nothing of it can act: as wide as there is room, or as a phone. `name` lets a form show in it. */
export function MailFrame({
  title,
  src,
  name,
  phone = false,
}: {
  title: string;
  src: string;
  name?: string;
  phone?: boolean;
}): ReactNode {
  return (
    <iframe
      title={title}
      src={src}
      name={name}
      sandbox=""
      className={classes("h-160 max-w-full rounded border border-line bg-paper", phone ? "w-[375px]" : "w-full")}
    />
  );
}
