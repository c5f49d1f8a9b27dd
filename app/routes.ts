import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every URL of the product, by audience. */
export default [
  // The public: no session, no script needed
  index("routes/public/home.tsx"),
  route("editions/:edition", "routes/public/edition.tsx"),
  route("locale", "routes/public/locale.ts"),

  // Everybody's own account
  route("sign-in", "routes/account/sign-in.tsx"),
  route("sign-in/code", "routes/account/sign-in-code.tsx"),
  route("sign-in/demo", "routes/account/sign-in-demo.ts"),
  route("sign-out", "routes/account/sign-out.ts"),
  route("account", "routes/account/account.tsx"),
  route("account/sessions", "routes/account/sessions.ts"),
  route("invitation/:token", "routes/account/invitation.tsx"),
  route("outbox", "routes/account/outbox.tsx"),
  route("outbox/:id", "routes/account/outbox-mail.tsx"),
  route("outbox/:id/html", "routes/account/outbox-html.ts"),

  // For machines
  route("api/health", "routes/api/health.ts"),
  route("api/ready", "routes/api/ready.ts"),

  route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
