import { type ReactNode, useEffect } from "react";

/**
 * Small scripts of public/, for what a page does without React: they run in turn once the page has come, and also where it is
 * shown in place of another, whose browser does not run what is put in like that. A page with React runs them twice.
 */
export function PageScripts({ addresses }: { addresses: readonly string[] }): ReactNode {
  const all = addresses.join(" ");
  useEffect(() => {
    const scripts = all.split(" ").map((src) => Object.assign(document.createElement("script"), { src, async: false }));
    document.head.append(...scripts);
    return () => {
      for (const script of scripts) script.remove();
    };
  }, [all]);
  return addresses.map((src) => <script key={src} src={src} defer />);
}
