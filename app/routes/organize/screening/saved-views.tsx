import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { viewNameLength } from "~/rules/screening/decision.ts";
import { isNarrowed, queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import { TextField } from "~/ui/field/text-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { ListChoices } from "./choices.ts";

interface Props {
  path: string;
  filter: ScreeningFilter;
  views: ListChoices["views"];
  idempotencyKey: string;
  refused: string | null;
}

/** The person's own views: a filter and order under a name, each a link; the present one can be kept, others renamed or removed. */
export function SavedViews({ path, filter, views, idempotencyKey, refused }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const query = queryOf(filter);
  const current = views.find((view) => view.query === query);
  const worthKeeping = !current && (isNarrowed(filter) || filter.sort !== undefined);
  if (views.length === 0 && !worthKeeping) return null;
  return (
    <div className="no-print grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {views.length > 0 ? (
          <nav aria-label={t("views.label")}>
            <ul className="flex flex-wrap gap-2">
              {views.map((view) => (
                <li key={view.id}>
                  <Link
                    to={path + view.query}
                    aria-current={view === current ? "true" : undefined}
                    className={classes(
                      "inline-flex min-h-9 items-center rounded border px-3 text-sm no-underline",
                      view === current
                        ? "border-structure bg-structure-soft font-semibold text-structure"
                        : "border-line-strong bg-surface hover:bg-structure-soft",
                    )}
                  >
                    {view.name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        {worthKeeping || current ? (
          <details className="group" open={refused !== null}>
            <summary className="flex min-h-9 items-center gap-1.5 rounded px-2 text-link text-sm">
              {current ? t("views.change") : t("views.keep")}
              <Icon name="down" className="group-open:rotate-180" />
            </summary>
            <Form
              key={`${query}-${views.length}-${current?.name}`}
              method="post"
              action={path + query}
              className="mt-2 flex flex-wrap items-end gap-3 rounded border border-line bg-surface p-3"
            >
              <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
              <input type="hidden" name="view" value={current?.id ?? ""} />
              <TextField
                name="name"
                id="view-name"
                label={t("views.name")}
                width="medium"
                maxLength={viewNameLength}
                defaultValue={current?.name}
                required
                error={refused ?? undefined}
              />
              <SubmitButton intent={current ? "rename-view" : "save-view"}>
                {current ? t("views.rename") : t("views.save")}
              </SubmitButton>
              {current ? (
                <Button name="intent" value="delete-view" kind="danger" formNoValidate>
                  {t("views.remove")}
                </Button>
              ) : null}
            </Form>
          </details>
        ) : null}
      </div>
      {refused ? <Callout kind="danger" live title={refused} /> : null}
    </div>
  );
}
