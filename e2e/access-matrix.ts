import type { RouteConfigEntry } from "@remix-run/route-config";

/** Who asks, in the order of the columns below. The judge sits on the panel of Beijing. */
export const people = {
  anonymous: undefined,
  applicant: "applicant@demo.example",
  judge: "judge1@demo.example",
  organizer: "organizer@demo.example",
  scorer: "scorer@demo.example",
  supervisor: "supervisor@demo.example",
  screener: "screener1@demo.example",
  recommender: "recommender@demo.example",
  conductor: "conductor@demo.example",
} as const;

/** A row that says nothing of the last person gives the conductor what any signed-in person gets: the applicant's answer. */
export type Row = readonly [path: string, statuses: string];

/** Every URL of the product: an example, and what each person gets. 302 leads to the sign-in page or, signed in, away from it. */
export const matrix: Record<string, Row | readonly Row[]> = {
  "/": ["/", "200 200 200 200 200 200 200 200"],
  "/editions/:edition": [
    ["/editions/6", "200 200 200 200 200 200 200 200"],
    ["/editions/nowhere", "404 404 404 404 404 404 404 404"],
  ],
  "/editions/:edition/files/:file": ["/editions/6/files/1", "200 200 200 200 200 200 200 200"],
  "/heats/:round": [
    ["/heats/guangzhou-6", "200 200 200 200 200 200 200 200"],
    ["/heats/nowhere", "404 404 404 404 404 404 404 404"],
  ],
  "/heats/:round/calendar.ics": [
    ["/heats/guangzhou-6/calendar.ics", "200 200 200 200 200 200 200 200"],
    ["/heats/nowhere/calendar.ics", "404 404 404 404 404 404 404 404"],
  ],
  "/heats/:round/card.png": [
    ["/heats/guangzhou-6/card.png", "200 200 200 200 200 200 200 200"],
    ["/heats/nowhere/card.png", "404 404 404 404 404 404 404 404"],
  ],
  "/locale": ["/locale", "302 302 302 302 302 302 302 302"],
  "/results": ["/results", "200 200 200 200 200 200 200 200"],
  "/results/:round": [
    ["/results/shanghai-6", "200 200 200 200 200 200 200 200"],
    ["/results/hangzhou-6", "404 404 404 404 404 404 404 404"],
    ["/results/nowhere", "404 404 404 404 404 404 404 404"],
  ],
  "/results/:round/bundle.json": [
    ["/results/shanghai-6/bundle.json", "200 200 200 200 200 200 200 200"],
    ["/results/hangzhou-6/bundle.json", "404 404 404 404 404 404 404 404"],
  ],
  "/results/:round/card.png": [
    ["/results/shanghai-6/card.png", "200 200 200 200 200 200 200 200"],
    ["/results/hangzhou-6/card.png", "404 404 404 404 404 404 404 404"],
  ],
  "/results/:round/standings.xlsx": [
    ["/results/shanghai-6/standings.xlsx", "200 200 200 200 200 200 200 200"],
    ["/results/hangzhou-6/standings.xlsx", "404 404 404 404 404 404 404 404"],
  ],
  "/results/:round/:version": [
    ["/results/shanghai-6/1", "200 200 200 200 200 200 200 200"],
    ["/results/shanghai-6/2", "404 404 404 404 404 404 404 404"],
    ["/results/hangzhou-6/1", "404 404 404 404 404 404 404 404"],
  ],
  "/results/:round/:version/standings.xlsx": [
    ["/results/shanghai-6/1/standings.xlsx", "200 200 200 200 200 200 200 200"],
    ["/results/shanghai-6/2/standings.xlsx", "404 404 404 404 404 404 404 404"],
  ],
  "/results/:round/:version/bundle.json": [
    ["/results/shanghai-6/1/bundle.json", "200 200 200 200 200 200 200 200"],
    ["/results/shanghai-6/2/bundle.json", "404 404 404 404 404 404 404 404"],
    ["/results/hangzhou-6/1/bundle.json", "404 404 404 404 404 404 404 404"],
  ],
  "/notices": ["/notices", "200 200 200 200 200 200 200 200"],
  "/notices/:round": [
    ["/notices/shanghai-6", "200 200 200 200 200 200 200 200"],
    ["/notices/hangzhou-6", "404 404 404 404 404 404 404 404"],
    ["/notices/nowhere", "404 404 404 404 404 404 404 404"],
  ],
  "/notices/:round/objection": [
    ["/notices/shanghai-6/objection", "200 200 200 200 200 200 200 200"],
    ["/notices/hangzhou-6/objection", "404 404 404 404 404 404 404 404"],
  ],
  // The demo's objections have receipts and links by chance; their pages and those of the desk are tested beside the routes and in notice.spec.ts
  "/objections/:link": ["/objections/nobodys-link", "404 404 404 404 404 404 404 404"],
  "/privacy": ["/privacy", "200 200 200 200 200 200 200 200"],
  "/r/:key": [
    ["/r/demo-incubator", "303 303 303 303 303 303 303 303"],
    ["/r/nobodys-link", "404 404 404 404 404 404 404 404"],
  ],
  "/robots.txt": ["/robots.txt", "200 200 200 200 200 200 200 200"],
  "/sitemap.xml": ["/sitemap.xml", "200 200 200 200 200 200 200 200"],
  "/verify": ["/verify", "200 200 200 200 200 200 200 200"],
  "/stage/:key": [
    ["/stage/demo-beijing-6", "200 200 200 200 200 200 200 200"],
    ["/stage/nobodys-link", "404 404 404 404 404 404 404 404"],
  ],
  "/apply": ["/apply", "302 200 200 200 200 200 200 200"],
  "/apply/new": ["/apply/new", "302 200 200 200 200 200 200 200"],
  "/apply/:code": ["/apply/WX6-MT87VY", "302 404 404 404 404 404 404 404"],
  "/apply/:code/attachments": ["/apply/WX6-MT87VY/attachments", "302 404 404 404 404 404 404 404"],
  "/apply/:code/certificates/:serial": ["/apply/WX6-MT87VY/certificates/0", "302 404 404 404 404 404 404 404"],
  "/apply/:code/draft": ["/apply/WX6-MT87VY/draft", "404 404 404 404 404 404 404 404"],
  "/apply/:code/invitation": ["/apply/WX6-MT87VY/invitation", "302 404 404 404 404 404 404 404"],
  "/apply/:code/preview": ["/apply/WX6-MT87VY/preview", "302 404 404 404 404 404 404 404"],
  "/apply/:code/receipt": ["/apply/WX6-MT87VY/receipt", "302 404 404 404 404 404 404 404"],
  "/recommend": ["/recommend", "302 404 404 404 404 404 404 200"],
  "/sign-in": ["/sign-in", "200 302 302 302 302 302 302 302"],
  "/sign-in/code": ["/sign-in/code", "200 200 200 200 200 200 200 200"],
  "/sign-in/demo": ["/sign-in/demo", "404 404 404 404 404 404 404 404"],
  "/sign-in/passkey": ["/sign-in/passkey", "200 200 200 200 200 200 200 200"],
  "/sign-out": ["/sign-out", "302 302 302 302 302 302 302 302"],
  "/account": ["/account", "302 200 200 200 200 200 200 200"],
  "/account/data": ["/account/data", "302 200 200 200 200 200 200 200"],
  "/account/active": ["/account/active", "204 204 204 204 204 204 204 204"],
  "/account/confirm": ["/account/confirm", "302 200 200 200 200 200 200 200"],
  "/account/data/export": ["/account/data/export", "302 302 302 302 302 302 302 302"],
  "/account/erased": ["/account/erased", "200 200 200 200 200 200 200 200"],
  "/account/passkeys": ["/account/passkeys", "302 200 200 200 200 200 200 200"],
  "/account/passkeys/challenge": ["/account/passkeys/challenge", "401 200 200 200 200 200 200 200"],
  "/account/second-factor": ["/account/second-factor", "302 200 200 200 200 200 200 200"],
  "/account/sessions": ["/account/sessions", "302 302 302 302 302 302 302 302"],
  "/invitation/:token": ["/invitation/x", "410 410 410 410 410 410 410 410"],
  "/outbox": ["/outbox", "200 200 200 200 200 200 200 200"],
  "/outbox/:id": [
    ["/outbox/1", "200 200 200 200 200 200 200 200"],
    ["/outbox/999999", "404 404 404 404 404 404 404 404"],
  ],
  "/outbox/:id/html": ["/outbox/1/html", "200 200 200 200 200 200 200 200"],
  "/organize": ["/organize", "302 404 404 200 200 200 200 404 200"],
  // Files 5 to 8 are those of a project in Beijing's heat: its plan, deck, proof of identity and patent
  "/files/:id": [
    ["/files/5", "302 404 200 200 404 404 200 404"],
    ["/files/7", "302 404 404 200 404 404 200 404"],
    ["/files/999999", "302 404 404 404 404 404 404 404"],
  ],
  "/files/:id/preview": [
    ["/files/6/preview", "302 404 200 200 404 404 200 404"],
    ["/files/7/preview", "302 404 404 200 404 404 200 404"],
  ],
  "/organize/attachments/:id/redacted": [
    ["/organize/attachments/1/redacted", "302 404 404 200 404 404 200 404"],
    ["/organize/attachments/999999/redacted", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/attachments.zip": [
    ["/organize/editions/6/attachments.zip", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/attachments.zip", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/landing": [
    ["/organize/editions/6/landing", "302 404 404 200 404 200 404 404"],
    ["/organize/editions/nowhere/landing", "302 404 404 404 404 404 404 404"],
  ],
  // The demo tracks no project; a landing's own page is tested beside its route and in landing.spec.ts
  "/organize/editions/:edition/landing/:number": ["/organize/editions/6/landing/1", "302 404 404 404 404 404 404 404"],
  "/organize/editions/:edition/landing/:number/files/:file": [
    "/organize/editions/6/landing/1/files/1",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/editions/:edition/advancement": [
    ["/organize/editions/6/advancement", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/advancement", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/awards": [
    ["/organize/editions/6/awards", "302 404 404 200 404 200 404 404"],
    ["/organize/editions/nowhere/awards", "302 404 404 404 404 404 404 404"],
  ],
  // The demo's final is not published: a finalist's page and files are tested beside the routes and in due-diligence.spec.ts
  "/organize/editions/:edition/diligence": [
    ["/organize/editions/6/diligence", "302 404 404 200 404 200 404 404"],
    ["/organize/editions/nowhere/diligence", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/diligence/:entry": [
    "/organize/editions/6/diligence/1",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/editions/:edition/diligence/:entry/files/:file": [
    "/organize/editions/6/diligence/1/files/1",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/diligence": [
    "/organize/editions/6/settings/diligence",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/applications": [
    ["/organize/editions/6/applications", "302 404 404 200 404 404 200 404"],
    ["/organize/editions/nowhere/applications", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/applications/:code": [
    ["/organize/applications/WX6-MT87VY", "302 404 404 200 404 404 200 404"],
    ["/organize/applications/WX6-222222", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/applications/:code/identity": [
    ["/organize/applications/WX6-MT87VY/identity", "302 404 404 200 404 404 200 404"],
    ["/organize/applications/WX6-222222/identity", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/reveals": [
    ["/organize/editions/6/reveals", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/reveals", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/applications/duplicates": [
    ["/organize/editions/6/applications/duplicates?of=1,2", "302 404 404 200 404 404 200 404"],
    ["/organize/editions/nowhere/applications/duplicates", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/applications/act": [
    ["/organize/editions/6/applications/act", "302 404 404 200 404 404 200 404"],
    ["/organize/editions/nowhere/applications/act", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/find-identity": [
    ["/organize/editions/6/find-identity", "302 404 404 200 404 404 200 404"],
    ["/organize/editions/nowhere/find-identity", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/batches": [
    ["/organize/editions/6/batches", "302 404 404 200 404 404 200 404"],
    ["/organize/editions/nowhere/batches", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/lists/:file": [
    ["/organize/editions/6/lists/batches.csv", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/lists/recommenders.xlsx", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/lists/bounces.csv", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/lists/waiting.csv?of=beijing-6", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/lists/waiting.csv?of=nowhere", "302 404 404 404 404 404 404 404"],
    ["/organize/editions/6/lists/batch.csv?of=999999", "302 404 404 404 404 404 404 404"],
    ["/organize/editions/6/lists/users.csv", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/batches/:id": [
    ["/organize/batches/999999", "302 404 404 404 404 404 404 404"],
    ["/organize/batches/x", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/applications.csv": [
    ["/organize/editions/6/applications.csv", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/applications.csv", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/applications.xlsx": [
    ["/organize/editions/6/applications.xlsx", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/applications.xlsx", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/export": ["/organize/editions/6/export", "302 404 404 200 404 404 404 404"],
  "/organize/editions/:edition/import": ["/organize/editions/6/import", "302 404 404 200 404 404 404 404"],
  "/organize/editions/:edition/import/template": [
    "/organize/editions/6/import/template",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/mail": [
    ["/organize/editions/6/mail", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/mail", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/mail/announce": [
    "/organize/editions/6/mail/announce",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/mail/bounces": ["/organize/editions/6/mail/bounces", "302 404 404 200 404 404 404 404"],
  "/organize/editions/:edition/mail/invite": ["/organize/editions/6/mail/invite", "302 404 404 200 404 404 404 404"],
  "/organize/editions/:edition/mail/mails/:mail": [
    ["/organize/editions/5/mail/mails/1", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/mail/mails/999999", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/mail/mails/:mail/html": [
    "/organize/editions/5/mail/mails/1/html",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/mail/preview": [
    ["/organize/editions/6/mail/preview?template=qualified", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/mail/preview?template=sign-in-code", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/mail/releases/:release": [
    "/organize/editions/6/mail/releases/999999",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/editions/:edition/mail/texts": ["/organize/editions/6/mail/texts", "302 404 404 200 404 404 404 404"],
  "/organize/editions/:edition/mail/texts/:template": [
    ["/organize/editions/6/mail/texts/qualified", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/6/mail/texts/sign-in-code", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/new-round": ["/organize/editions/6/new-round", "302 404 404 200 404 404 404 404"],
  "/organize/editions/:edition/settings": [
    ["/organize/editions/6/settings", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/settings", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/settings/landing": [
    "/organize/editions/6/settings/landing",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/advancement": [
    "/organize/editions/6/settings/advancement",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/choices": [
    "/organize/editions/6/settings/choices",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/eligibility": [
    "/organize/editions/6/settings/eligibility",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/files": [
    "/organize/editions/6/settings/files",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/page": [
    "/organize/editions/6/settings/page",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/people": [
    "/organize/editions/6/settings/people",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/recommenders": [
    "/organize/editions/6/settings/recommenders",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/overtime": [
    "/organize/editions/6/settings/overtime",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/notice": [
    "/organize/editions/6/settings/notice",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/appointments": ["/organize/appointments", "302 404 404 404 404 200 404 404 404"],
  "/organize/objections": [
    ["/organize/objections", "302 404 404 200 404 200 404 404 404"],
    ["/organize/objections?edition=nowhere", "302 404 404 200 404 200 404 404 404"],
  ],
  "/organize/objections/:receipt": ["/organize/objections/YY-222222", "302 404 404 404 404 404 404 404"],
  "/organize/objections/:receipt/files/:file": [
    "/organize/objections/YY-222222/files/1",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/editions/:edition/settings/webhooks": [
    "/organize/editions/6/settings/webhooks",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/new-edition": ["/organize/new-edition", "302 404 404 404 404 404 404 404"],
  "/organize/rounds/:round": [
    ["/organize/rounds/beijing-6", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/agreement": [
    ["/organize/rounds/beijing-6/agreement", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/beijing-6/agreement?criterion=tech", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/agreement", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/basics": ["/organize/rounds/beijing-6/basics", "302 404 404 200 404 404 404 404"],
  "/organize/health": ["/organize/health", "302 404 404 200 200 200 404 404 200"],
  "/organize/rounds/:round/health": [
    ["/organize/rounds/beijing-6/health", "302 404 404 200 200 200 404 404 200"],
    ["/organize/rounds/nowhere/health", "302 404 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/conduct": [
    ["/organize/rounds/beijing-6/conduct", "302 404 404 200 200 404 404 404 200"],
    ["/organize/rounds/nowhere/conduct", "302 404 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/conduct/step": [
    "/organize/rounds/beijing-6/conduct/step",
    "404 404 404 404 404 404 404 404 404",
  ],
  "/organize/rounds/:round/day": ["/organize/rounds/beijing-6/day", "302 404 404 200 404 404 404 404 404"],
  "/organize/rounds/:round/draw": ["/organize/rounds/beijing-6/draw", "302 404 404 200 404 404 404 404"],
  "/organize/rounds/:round/panel": ["/organize/rounds/beijing-6/panel", "302 404 404 200 404 404 404 404"],
  // The demo has no preliminary round: what a review answers to whom stands in app/routes/organize/review/review-pages.test.ts
  "/organize/rounds/:round/ceremony": [
    ["/organize/rounds/nanjing-6/ceremony", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/ceremony", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/cut": ["/organize/rounds/beijing-6/cut", "302 404 404 404 404 404 404 404"],
  "/organize/rounds/:round/review": ["/organize/rounds/beijing-6/review", "302 404 404 404 404 404 404 404"],
  "/organize/rounds/:round/review/assignment": [
    "/organize/rounds/beijing-6/review/assignment",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/rounds/:round/review/panel": [
    "/organize/rounds/beijing-6/review/panel",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/rounds/:round/review/progress": [
    "/organize/rounds/beijing-6/review/progress",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/rounds/:round/panel/places": [
    "/organize/rounds/beijing-6/panel/places",
    "302 404 404 200 404 404 404 404",
  ],
  "/organize/rounds/:round/rubric": ["/organize/rounds/beijing-6/rubric", "302 404 404 200 404 404 404 404"],
  "/organize/rounds/:round/rule": ["/organize/rounds/beijing-6/rule", "302 404 404 200 404 404 404 404"],
  "/organize/rounds/:round/signers": ["/organize/rounds/hangzhou-6/signers", "302 404 404 200 200 200 404 404"],
  "/organize/rounds/:round/release": ["/organize/rounds/hangzhou-6/release", "302 404 404 200 200 200 404 404"],
  "/organize/rounds/:round/releases/:version": [
    ["/organize/rounds/hangzhou-6/releases/1", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/beijing-6/releases/1", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/run-sheet": [
    ["/organize/rounds/beijing-6/run-sheet", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/beijing-6/run-sheet?ticket=nobodys", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/run-sheet", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/run-sheet/ceremony": [
    "/organize/rounds/beijing-6/run-sheet/ceremony",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/run-sheet/order": [
    "/organize/rounds/beijing-6/run-sheet/order",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/standings/changes": [
    ["/organize/rounds/beijing-6/standings/changes", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/standings/changes", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/standings/charts": [
    "/organize/rounds/beijing-6/standings/charts",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/standings/ties": [
    "/organize/rounds/beijing-6/standings/ties",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/standings/what-if": [
    ["/organize/rounds/beijing-6/standings/what-if?rule=median", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/standings/what-if", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/standings": ["/organize/rounds/beijing-6/standings", "302 404 404 200 200 200 404 404"],
  "/organize/rounds/:round/waiting": [
    ["/organize/rounds/chongqing-6/waiting", "302 404 404 200 404 404 200 404"],
    ["/organize/rounds/nowhere/waiting", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/confirmations": [
    ["/organize/rounds/beijing-6/confirmations", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/confirmations", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/confirmations/:entry": [
    ["/organize/rounds/nanjing-6/confirmations/1", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nanjing-6/confirmations/999", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/blank-sheets.pdf": [
    "/organize/rounds/nanjing-6/blank-sheets.pdf",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/sheets.pdf": ["/organize/rounds/nowhere/sheets.pdf", "302 404 404 404 404 404 404 404"],
  "/organize/rounds/:round/slips.pdf": ["/organize/rounds/nanjing-6/slips.pdf", "302 404 404 200 200 200 404 404"],
  "/organize/rounds/:round/summary.pdf": [
    ["/organize/rounds/nanjing-6/summary.pdf", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/summary.pdf", "302 404 404 404 404 404 404 404"],
  ],
  "/certificates/:serial": ["/certificates/0000-0000-0001", "404 404 404 404 404 404 404 404"],
  "/organize/applications/:code/portrait": [
    ["/organize/applications/WX6-MT87VY/portrait", "302 404 404 200 404 404 200 404"],
    ["/organize/applications/WX6-000000/portrait", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/portrait": [
    ["/organize/editions/6/portrait", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/portrait", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/chains": [
    ["/organize/editions/6/chains", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/chains", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/settings/chains": [
    ["/organize/editions/6/settings/chains", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/settings/chains", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/editions/:edition/settings/certificate": [
    ["/organize/editions/6/settings/certificate", "302 404 404 200 404 404 404 404"],
    ["/organize/editions/nowhere/settings/certificate", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/certificates": [
    ["/organize/rounds/hangzhou-6/certificates", "302 404 404 200 404 404 404 404"],
    ["/organize/rounds/nowhere/certificates", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/awards.pdf": [
    ["/organize/rounds/shanghai-6/awards.pdf", "302 404 404 200 404 404 404 404"],
    ["/organize/rounds/hangzhou-6/awards.pdf", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/certificates.pdf": [
    "/organize/rounds/hangzhou-6/certificates.pdf",
    "302 404 404 404 404 404 404 404",
  ],
  "/organize/rounds/:round/notice.pdf": [
    ["/organize/rounds/shanghai-6/notice.pdf", "302 404 404 200 404 404 404 404"],
    ["/organize/rounds/hangzhou-6/notice.pdf", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/standings.xlsx": [
    ["/organize/rounds/nanjing-6/standings.xlsx", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/standings.xlsx", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/marks.csv": [
    ["/organize/rounds/nanjing-6/marks.csv", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/marks.csv", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/parts": [
    ["/organize/rounds/beijing-6/parts", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/parts", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/practice": [
    ["/organize/rounds/shenzhen-6/practice", "302 404 404 200 404 404 404 404"],
    ["/organize/rounds/nowhere/practice", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/hall": [
    ["/organize/rounds/beijing-6/hall", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/hall", "302 404 404 404 404 404 404 404"],
  ],
  // Without the cards that this browser has just made it leads back to where they are made
  "/organize/rounds/:round/hall-cards.pdf": [
    ["/organize/rounds/beijing-6/hall-cards.pdf", "302 404 404 303 404 404 404 404"],
    ["/organize/rounds/nowhere/hall-cards.pdf", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/parts.csv": ["/organize/rounds/beijing-6/parts.csv", "302 404 404 404 200 404 404 404"],
  "/organize/rounds/:round/rehearsal": [
    ["/organize/rounds/beijing-6/rehearsal", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/nowhere/rehearsal", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/table": ["/organize/rounds/beijing-6/table", "302 404 404 200 200 200 404 404"],
  "/organize/rounds/:round/table/:entry/:judge": [
    ["/organize/rounds/beijing-6/table/9/J1", "302 404 404 200 200 200 404 404"],
    ["/organize/rounds/beijing-6/table/9/J99", "302 404 404 404 404 404 404 404"],
  ],
  // The demo has no sheet on paper; who may see one is tested beside the route
  "/organize/rounds/:round/papers/:paper/photo": [
    ["/organize/rounds/beijing-6/papers/999999/photo", "302 404 404 404 404 404 404 404"],
  ],
  "/organize/rounds/:round/standings/carried": [
    "/organize/rounds/beijing-6/standings/carried",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/deliberations": [
    "/organize/rounds/beijing-6/deliberations",
    "302 404 404 200 200 200 404 404",
  ],
  "/organize/rounds/:round/tablets": ["/organize/rounds/beijing-6/tablets", "302 404 404 200 200 200 404 404"],
  "/organize/trail": [
    ["/organize/trail", "302 404 404 200 404 200 404 404 404"],
    ["/organize/trail?edition=nowhere&after=999999999", "302 404 404 200 404 200 404 404 404"],
  ],
  "/organize/trail.csv": ["/organize/trail.csv?round=beijing-6", "302 404 404 200 404 200 404 404 404"],
  "/vote": [
    ["/vote", "200 200 200 200 200 200 200 200"],
    ["/vote?code=AAAA AAAA AAAA", "200 200 200 200 200 200 200 200"],
  ],
  "/pair": ["/pair", "200 200 200 200 200 200 200 200"],
  "/judge": ["/judge", "302 200 200 200 200 200 200 200"],
  "/judge/:round": [
    ["/judge/beijing-6", "302 404 200 404 404 404 404 404"],
    ["/judge/chongqing-6", "302 404 404 404 404 404 404 404"],
    ["/judge/nowhere", "302 404 404 404 404 404 404 404"],
  ],
  "/judge/:round/:entry": [
    ["/judge/beijing-6/9", "302 404 200 404 404 404 404 404"],
    ["/judge/beijing-6/999", "302 404 404 404 404 404 404 404"],
  ],
  "/judge/:round/:entry/application": ["/judge/beijing-6/9/application", "302 404 404 404 404 404 404 404"],
  "/judge/:round/practice": ["/judge/beijing-6/practice", "302 404 404 404 404 404 404 404"],
  "/judge/:round/conflicts": ["/judge/beijing-6/conflicts", "302 404 404 404 404 404 404 404"],
  "/judge/:round/:entry/check": ["/judge/beijing-6/9/check", "404 404 404 404 404 404 404 404"],
  "/judge/:round/:entry/deliberation": [
    ["/judge/beijing-6/9/deliberation", "302 404 404 404 404 404 404 404"],
    ["/judge/beijing-6/999/deliberation", "302 404 404 404 404 404 404 404"],
  ],
  "/judge/:round/:entry/signature": [
    ["/judge/beijing-6/9/signature", "302 404 200 404 404 404 404 404"],
    ["/judge/beijing-6/999/signature", "302 404 404 404 404 404 404 404"],
  ],
  "/judge/:round/beat": ["/judge/beijing-6/beat", "302 404 404 404 404 404 404 404"],
  "/judge/:round/:entry/send": ["/judge/beijing-6/9/send", "404 404 404 404 404 404 404 404"],
  "/judge/:round/:entry/draft": ["/judge/beijing-6/9/draft", "404 404 404 404 404 404 404 404"],
  "/api/health": ["/api/health", "200 200 200 200 200 200 200 200"],
  "/api/mail-events": ["/api/mail-events", "404 404 404 404 404 404 404 404"],
  "/api/ready": ["/api/ready", "200 200 200 200 200 200 200 200"],
  "/api/rounds/:round/standings": [
    ["/api/rounds/shanghai-6/standings", "200 200 200 200 200 200 200 200"],
    ["/api/rounds/hangzhou-6/standings", "404 404 404 404 404 404 404 404"],
    ["/api/rounds/nowhere/standings", "404 404 404 404 404 404 404 404"],
  ],
  "/api": ["/api", "200 200 200 200 200 200 200 200"],
  "/api/v1/*": ["/api/v1/judges", "404 404 404 404 404 404 404 404"],
  "/api/v1/editions": ["/api/v1/editions", "200 200 200 200 200 200 200 200"],
  "/api/v1/editions/:edition": [
    ["/api/v1/editions/6", "200 200 200 200 200 200 200 200"],
    ["/api/v1/editions/nowhere", "404 404 404 404 404 404 404 404"],
  ],
  "/api/v1/notices": ["/api/v1/notices", "200 200 200 200 200 200 200 200"],
  "/api/v1/openapi.json": ["/api/v1/openapi.json", "200 200 200 200 200 200 200 200"],
  "/api/v1/rounds": ["/api/v1/rounds", "200 200 200 200 200 200 200 200"],
  "/api/v1/rounds/:round": [
    ["/api/v1/rounds/shanghai-6", "200 200 200 200 200 200 200 200"],
    ["/api/v1/rounds/hangzhou-6", "200 200 200 200 200 200 200 200"],
    ["/api/v1/rounds/nowhere", "404 404 404 404 404 404 404 404"],
  ],
  "/api/v1/rounds/:round/standings": [
    ["/api/v1/rounds/shanghai-6/standings", "200 200 200 200 200 200 200 200"],
    ["/api/v1/rounds/hangzhou-6/standings", "404 404 404 404 404 404 404 404"],
    ["/api/v1/rounds/nowhere/standings", "404 404 404 404 404 404 404 404"],
  ],
  "/api/v1/rounds/:round/standings/:version": [
    ["/api/v1/rounds/shanghai-6/standings/1", "200 200 200 200 200 200 200 200"],
    ["/api/v1/rounds/shanghai-6/standings/2", "404 404 404 404 404 404 404 404"],
    ["/api/v1/rounds/hangzhou-6/standings/1", "404 404 404 404 404 404 404 404"],
  ],
  "/*": ["/nowhere/at/all", "404 404 404 404 404 404 404 404"],
};

export const columns = Object.keys(people);

/** What a row says of the person of that column. */
export function statusOf(statuses: string, column: number): number {
  const all = statuses.split(" ");
  return Number(all[column] ?? all[columns.indexOf("applicant")]);
}

/** Every row, one after the other. */
export function rows(): Row[] {
  return Object.values(matrix).flatMap((row) =>
    typeof row[0] === "string" ? [row as Row] : [...(row as readonly Row[])],
  );
}

/** The pattern of every route. */
export function patternsOf(entries: RouteConfigEntry[], base: string): string[] {
  return entries.flatMap((entry) => {
    const path = entry.index ? base || "/" : `${base}/${entry.path}`;
    return entry.children ? patternsOf(entry.children, path) : [path];
  });
}
