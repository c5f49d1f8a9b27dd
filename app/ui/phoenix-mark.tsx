import type { ReactNode } from "react";
import { phoenix } from "~/primitives/phoenix.ts";

interface Props {
  /** Height and width in px. */
  size?: number;
  /** Read out; left out where the name stands beside it. */
  title?: string;
  className?: string;
}

/** The mark: a phoenix come to rest over the ripples of the lake. Drawn in the colour of its text. */
export function PhoenixMark({ size = 36, title, className }: Props): ReactNode {
  return (
    <svg
      viewBox="0 0 64 64"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? "img" : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
      focusable="false"
      className={className}
    >
      <path fill="currentColor" stroke="none" d={phoenix.body} />
      <path fill="currentColor" stroke="none" d={phoenix.tail} />
      <path strokeWidth="2.2" d={phoenix.crest} />
      <path strokeWidth="2.6" d={phoenix.lake} />
    </svg>
  );
}
