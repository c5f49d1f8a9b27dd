import type { ReactNode } from "react";

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
      <path
        fill="currentColor"
        stroke="none"
        d="M12.5 18.8C14.5 16.6 17.6 15.4 20.4 16.3C24.6 17.6 24.8 22 24.3 25.4C23.8 29.4 25.4 31.6 29 31.4C35.8 31 39.8 24.4 49 21.6C46.6 26 45.8 28.6 42.8 32C46.2 31.6 48.2 30.8 51.4 29.2C48 36 42.4 43.6 33 44C23.4 44.4 17.8 37.6 18.6 28.6C18.8 25.6 19.8 23 18.2 20.8C16.8 19.2 14.6 18.8 12.5 18.8Z"
      />
      <path strokeWidth="2.2" d="M20 13.8C19.2 11.2 20 8.6 22 7M24 14.6C24.4 12 26 10 28.4 9.4" />
      <path strokeWidth="2.2" d="M41 40.5C47 40.8 52.5 38 56.5 32.5M37.5 43.8C44.5 46 53 44.5 58.5 39.5" />
      <path
        strokeWidth="2.6"
        d="M7 51.5C12 48.5 17 48.5 22 51.5S32 54.5 37 51.5S47 48.5 52 51.5M19 58.5C23 56.2 27 56.2 31 58.5S39 60.8 43 58.5"
      />
    </svg>
  );
}
