import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { SignatureForm } from "~/ui/signature/signature-form.tsx";
import { SignatureState, SignatureView } from "~/ui/signature/signature-view.tsx";
import type { Confirmations } from "./confirmations.tsx";

/** Scorer's and supervisor's signatures under the whole table, or the pad for whoever of them looks at it. */
export function TableSignatures({ error }: { error?: string }): ReactNode {
  const { t } = useTranslation("papers");
  const { round, table, keeps, watches, idempotencyKey } = useLoaderData<Confirmations>();
  const { digest } = table;
  const closed = round.state === "closed" && digest !== null;
  return (
    <section className="grid gap-4" aria-label={t("table.title")}>
      <div className="grid gap-1">
        <h2 className="text-xl">{t("table.title")}</h2>
        <p className="text-ink-soft">{t(closed ? "table.lead" : "table.notYet")}</p>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {(["scorer", "supervisor"] as const).map((role) => {
          const signature = table[role];
          const signs = closed && (role === "scorer" ? keeps : watches) && (!signature || signature.outdated);
          return (
            <Card
              key={role}
              level={3}
              title={t(`table.${role}`)}
              actions={signature ? null : <SignatureState signature={null} />}
            >
              <div className="grid gap-4">
                {signature ? <SignatureView signature={signature} timeZone={round.timeZone} /> : null}
                {signs ? (
                  <SignatureForm
                    hidden={{ role, digest, idempotencyKey: `${idempotencyKey}-${role}` }}
                    statement={t(`table.statement.${role}`)}
                    error={error}
                  />
                ) : null}
              </div>
            </Card>
          );
        })}
      </div>
    </section>
  );
}
