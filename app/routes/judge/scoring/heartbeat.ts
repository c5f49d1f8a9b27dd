import type { ActionFunctionArgs } from "@remix-run/node";
import { heartbeatInput, recordHeartbeat } from "~/commands/scoring/record-heartbeat.ts";
import { answerScript } from "~/forms/action.ts";
import { readFields, textOf } from "~/forms/fields.ts";
import { deviceName } from "~/routes/account/accounts/device.ts";
import { listedDevice } from "~/services/auth/sign-in.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";

/** A tablet's heartbeat: what is not with the server yet, battery, version, whether it works without a network. The answer as JSON, and no page. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await readFields(request);
  const life = heartbeatInput.safeParse({
    // Nothing said is not nothing unsent
    unsent: textOf(form, "unsent") || undefined,
    batteryPercent: form.get("battery") ?? null,
    charging: form.has("charging") ? form.get("charging") === "true" : null,
    offlineReady: form.has("offlineReady") ? form.get("offlineReady") === "true" : null,
    appVersion: textOf(form, "version"),
  });
  if (!life.success) return answerScript({ ok: false, error: { type: "invalid-input" } });
  const actor = await context.actor();
  const device = actor && actor.tabletId === undefined ? listedDevice(context.auth, request, now()) : null;
  const account = device && { ...device, name: deviceName(request.headers.get("user-agent")) };
  const answer = await recordHeartbeat(context.db, {
    actor,
    account,
    life: life.data,
    at: now(),
    round: params.round ?? "",
  });
  return answerScript(answer);
}

export function loader(): never {
  throw notFound();
}
