import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "~/rules/accounts/access.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";

interface Props {
  people: { id: string; name: string; email: string; roles: Role[] }[];
  returnTo: string;
}

/** The demo's one-click identities. */
export function DemoPeople({ people, returnTo }: Props): ReactNode {
  const { t } = useTranslation(["account", "ui"]);
  return (
    <Card title={t("demo.title")}>
      <p className="mb-4 text-ink-soft">
        {t("demo.lead")} {t("demo.factor")}
      </p>
      <ul className="grid gap-2">
        {people.map((person) => (
          <li key={person.id}>
            <form method="post" action="/sign-in/demo">
              <input type="hidden" name="returnTo" value={returnTo} />
              <input type="hidden" name="userId" value={person.id} />
              <Button wide className="*:grow" aria-describedby={`as-${person.id}`}>
                <span className="flex grow flex-wrap items-center gap-x-2 gap-y-1 text-start">
                  {person.name} <span className="text-sm font-normal text-ink-soft">{person.email}</span>
                  {(person.roles.length > 0 ? person.roles : (["applicant"] as const)).map((role) => (
                    <Badge key={role} tone="structure">
                      {t(`ui:role.${role}`)}
                    </Badge>
                  ))}
                </span>
              </Button>
              <span id={`as-${person.id}`} className="sr-only">
                {t("demo.as")}
              </span>
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
