import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/rules/applications/application-sections.ts";
import { useHydrated } from "~/ui/hydrated.ts";
import { Icon, type IconName } from "~/ui/icon.tsx";
import { problemsOn, type Step, stepAddress, stepNames } from "./steps.ts";

interface Props {
  code: string;
  current: Step;
  problems: readonly Problem[];
  /** Steps on which a screener wants something corrected. */
  returned: ReadonlySet<Step>;
}

/** The steps with what each still lacks: beside the form where there is room, folded away above it on a phone. */
export function StepNav(props: Props): ReactNode {
  const { t } = useTranslation(["apply", "ui"]);
  const number = stepNames.indexOf(props.current) + 1;
  return (
    <nav aria-label={t("section.nav")} className="no-print lg:sticky lg:top-4">
      <details className="group rounded border border-line bg-surface lg:hidden">
        <summary className="flex min-h-12 items-center justify-between gap-3 px-4 py-2">
          <span>
            <span className="text-sm text-ink-soft">{t("ui:steps.of", { step: number, total: stepNames.length })}</span>
            <span className="block font-semibold">{t(`section.${props.current}`)}</span>
          </span>
          <span className="flex items-center gap-2 text-link">
            {t("step.all")}
            <Icon name="down" className="group-open:rotate-180" />
          </span>
        </summary>
        <div className="border-line border-t px-4">
          <StepList {...props} place="top" />
        </div>
      </details>
      <div className="hidden lg:block">
        <StepList {...props} place="side" />
      </div>
    </nav>
  );
}

function StepList({ current, problems, returned, code, place }: Props & { place: string }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <ol>
      {stepNames.map((name, at) => {
        const { length: count } = name === "submit" ? problems : problemsOn(name, problems);
        const look = returned.has(name) ? looks.returned : count === 0 ? looks.complete : looks.missing;
        const note = returned.has(name)
          ? t("returned.step")
          : name === "submit" && count === 0
            ? t("section.ready")
            : count === 0
              ? t("section.complete")
              : t("section.missing", { count });
        return (
          <li key={name} className="border-line border-b last:border-b-0">
            <GoTo step={name} code={code} current={name === current} id={`to-${name}-${place}`}>
              <Icon name={look[0]} className={look[1]} />
              <span className="min-w-0 text-start leading-5">
                <span className={name === current ? "font-semibold" : ""}>
                  {at + 1}. {t(`section.${name}`)}
                </span>
                <span className="block text-sm text-ink-soft">{note}</span>
              </span>
            </GoTo>
          </li>
        );
      })}
    </ol>
  );
}

const looks: Record<"complete" | "missing" | "returned", [IconName, string]> = {
  complete: ["ok", "text-lg text-ok"],
  missing: ["empty", "text-lg text-ink-soft"],
  returned: ["warn", "text-lg text-warn"],
};

interface GoToProps {
  step: Step;
  code: string;
  current: boolean;
  id: string;
  children: ReactNode;
}

/** To another step: a link where the form saves by itself, otherwise a button that saves before it goes. */
function GoTo({ step, code, current, id, children }: GoToProps): ReactNode {
  const hydrated = useHydrated();
  const look =
    "flex min-h-12 w-full items-center gap-2 py-1.5 text-link no-underline hover:underline aria-[current=step]:text-ink";
  const now = current ? ("step" as const) : undefined;
  if (hydrated)
    return (
      <Link id={id} to={stepAddress(code, step)} aria-current={now} className={look} preventScrollReset={false}>
        {children}
      </Link>
    );
  return (
    <button id={id} type="submit" name="goto" value={step} form="application" aria-current={now} className={look}>
      {children}
    </button>
  );
}
