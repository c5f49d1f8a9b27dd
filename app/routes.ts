import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every URL of the product, by audience. */
export default [
  // The public: no session, no script needed
  index("routes/public/home.tsx"),
  route("editions/:edition", "routes/public/edition.tsx"),
  route("heats/:round", "routes/public/heat.tsx"),
  route("heats/:round/calendar.ics", "routes/public/heat-calendar.ts"),
  route("locale", "routes/public/locale.ts"),
  route("r/:key", "routes/recommend/link.tsx"),
  route("results", "routes/public/results.tsx"),
  route("results/:round", "routes/public/round-results.tsx"),
  route("robots.txt", "routes/public/robots.ts"),
  route("sitemap.xml", "routes/public/sitemap.ts"),

  // The stage screens, for whoever has the link; /live stands before the routes (server.ts)
  route("stage/:key", "routes/stage/stage.tsx"),

  // Applicants
  route("apply", "routes/apply/applications.tsx"),
  route("apply/:code", "routes/apply/application.tsx"),
  route("apply/:code/attachments", "routes/apply/attachments.ts"),
  route("apply/:code/draft", "routes/apply/draft.ts"),
  route("apply/:code/invitation", "routes/apply/invitation.tsx"),
  route("apply/:code/preview", "routes/apply/preview.tsx"),
  route("apply/:code/receipt", "routes/apply/receipt.tsx"),

  // Recommenders
  route("recommend", "routes/recommend/recommended.tsx"),

  // Attached files, for those who may read them; /uploads stands before the routes (server.ts)
  route("files/:id", "routes/files/file.ts"),
  route("files/:id/preview", "routes/files/preview.ts"),

  // Everybody's own account
  route("sign-in", "routes/account/sign-in.tsx"),
  route("sign-in/code", "routes/account/sign-in-code.tsx"),
  route("sign-in/demo", "routes/account/sign-in-demo.ts"),
  route("sign-out", "routes/account/sign-out.ts"),
  route("account", "routes/account/account.tsx"),
  route("account/data", "routes/account/data.tsx"),
  route("account/data/export", "routes/account/data-export.ts"),
  route("account/erased", "routes/account/erased.tsx"),
  route("account/sessions", "routes/account/sessions.ts"),
  route("invitation/:token", "routes/account/invitation.tsx"),
  route("outbox", "routes/account/outbox.tsx"),
  route("outbox/:id", "routes/account/outbox-mail.tsx"),
  route("outbox/:id/html", "routes/account/outbox-html.ts"),

  // The desk: rounds and their set-up
  route("organize", "routes/organize/desk.tsx"),
  route("organize/applications/:code", "routes/organize/applications/detail.tsx"),
  route("organize/applications/:code/identity", "routes/organize/applications/identity.tsx"),
  route("organize/batches/:id", "routes/organize/applications/batch.tsx"),
  route("organize/attachments/:id/redacted", "routes/files/redacted.tsx"),
  route("organize/editions/:edition/attachments.zip", "routes/files/archive.ts"),
  route("organize/editions/:edition/applications", "routes/organize/applications/list.tsx"),
  route("organize/editions/:edition/applications/act", "routes/organize/applications/batch-new.tsx"),
  route("organize/editions/:edition/find-identity", "routes/organize/applications/find-identity.tsx"),
  route("organize/editions/:edition/batches", "routes/organize/applications/batches.tsx"),
  route("organize/editions/:edition/applications.csv", "routes/organize/exchange/export-file.ts", { id: "export-csv" }),
  route("organize/editions/:edition/applications.xlsx", "routes/organize/exchange/export-file.ts", {
    id: "export-xlsx",
  }),
  route("organize/editions/:edition/export", "routes/organize/exchange/export.tsx"),
  route("organize/editions/:edition/import", "routes/organize/exchange/import.tsx"),
  route("organize/editions/:edition/import/template", "routes/organize/exchange/template.ts"),
  route("organize/editions/:edition/lists/:file", "routes/organize/exchange/list-file.ts"),
  route("organize/editions/:edition/mail", "routes/organize/mail/mail.tsx", [
    index("routes/organize/mail/outbox.tsx"),
    route("announce", "routes/organize/mail/announce.tsx"),
    route("bounces", "routes/organize/mail/bounces.tsx"),
    route("invite", "routes/organize/mail/invite.tsx"),
    route("mails/:mail", "routes/organize/mail/mail-page.tsx"),
    route("releases/:release", "routes/organize/mail/release.tsx"),
    route("texts", "routes/organize/mail/texts.tsx"),
    route("texts/:template", "routes/organize/mail/text.tsx"),
  ]),
  route("organize/editions/:edition/mail/mails/:mail/html", "routes/organize/mail/mail-html.ts"),
  route("organize/editions/:edition/mail/preview", "routes/organize/mail/preview.ts"),
  route("organize/editions/:edition/new-round", "routes/organize/new-round.tsx"),
  route("organize/editions/:edition/reveals", "routes/organize/reveals.tsx"),
  route("organize/editions/:edition/settings", "routes/organize/edition/settings.tsx", [
    index("routes/organize/edition/basics.tsx"),
    route("choices", "routes/organize/edition/choices.tsx"),
    route("eligibility", "routes/organize/edition/eligibility.tsx"),
    route("page", "routes/organize/edition/page.tsx"),
    route("people", "routes/organize/edition/people.tsx"),
    route("recommenders", "routes/organize/edition/recommenders.tsx"),
  ]),
  route("organize/new-edition", "routes/organize/edition/new-edition.tsx"),
  route("organize/rounds/:round/waiting", "routes/organize/applications/waiting.tsx"),
  route("organize/rounds/:round/conduct", "routes/organize/conduct/conduct.tsx"),
  route("organize/rounds/:round/conduct/step", "routes/organize/conduct/step.ts"),
  route("organize/rounds/:round/confirmations/:entry", "routes/organize/papers/confirmation.tsx"),
  route("organize/rounds/:round/blank-sheets.pdf", "routes/organize/papers/paper-file.ts", { id: "blank-sheets" }),
  route("organize/rounds/:round/sheets.pdf", "routes/organize/papers/paper-file.ts", { id: "sheets" }),
  route("organize/rounds/:round/slips.pdf", "routes/organize/papers/paper-file.ts", { id: "slips" }),
  route("organize/rounds/:round/summary.pdf", "routes/organize/papers/paper-file.ts", { id: "summary" }),
  route("organize/rounds/:round", "routes/organize/round/round.tsx", [
    index("routes/organize/round/overview.tsx"),
    route("basics", "routes/organize/round/basics.tsx"),
    route("ceremony", "routes/organize/ceremony.tsx"),
    route("cut", "routes/organize/review/cut.tsx"),
    route("day", "routes/organize/round/day.tsx"),
    route("draw", "routes/organize/round/draw.tsx"),
    route("panel", "routes/organize/round/panel.tsx"),
    route("confirmations", "routes/organize/papers/confirmations.tsx"),
    route("rehearsal", "routes/organize/round/rehearsal.tsx"),
    route("release", "routes/organize/release/release.tsx"),
    route("releases/:version", "routes/organize/release/version.tsx"),
    route("review", "routes/organize/review/review.tsx", [
      index("routes/organize/review/settings.tsx"),
      route("assignment", "routes/organize/review/assignment.tsx"),
      route("panel", "routes/organize/review/panel.tsx"),
      route("progress", "routes/organize/review/progress.tsx"),
    ]),
    route("rubric", "routes/organize/round/rubric.tsx"),
    route("rule", "routes/organize/round/rule.tsx"),
    route("run-sheet", "routes/organize/run-sheet/run-sheet.tsx", [
      index("routes/organize/run-sheet/sign-in.tsx"),
      route("ceremony", "routes/organize/run-sheet/ceremony.tsx"),
      route("order", "routes/organize/run-sheet/order.tsx"),
    ]),
    route("standings", "routes/organize/standings.tsx"),
    route("table", "routes/organize/score-table/score-table.tsx"),
    route("table/:entry/:judge", "routes/organize/score-table/sheet.tsx"),
    route("tablets", "routes/organize/score-table/tablets.tsx"),
  ]),

  route("organize/trail", "routes/organize/trail/trail.tsx"),
  route("organize/trail.csv", "routes/organize/trail/trail-file.ts"),

  route("organize/rounds/:round/papers/:paper/photo", "routes/organize/score-table/photo.ts"),

  // The judge's tablet
  route("judge", "routes/judge/rounds.tsx"),
  route("judge/:round", "routes/judge/round.tsx"),
  route("judge/:round/beat", "routes/judge/beat.ts"),
  route("judge/:round/conflicts", "routes/judge/conflicts.tsx"),
  route("judge/:round/:entry", "routes/judge/sheet.tsx"),
  route("judge/:round/:entry/application", "routes/judge/application.tsx"),
  route("judge/:round/:entry/signature", "routes/judge/signature.tsx"),
  route("judge/:round/:entry/check", "routes/judge/check.ts"),
  route("judge/:round/:entry/draft", "routes/judge/draft.ts"),
  route("judge/:round/:entry/send", "routes/judge/send.ts"),
  route("pair", "routes/judge/pair.tsx"),

  // For machines
  route("api/health", "routes/api/health.ts"),
  route("api/mail-events", "routes/api/mail-events.ts"),
  route("api/ready", "routes/api/ready.ts"),
  route("api/rounds/:round/standings", "routes/api/standings.ts"),

  route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
