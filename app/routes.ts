import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every URL of the product, by audience. */
export default [
  // The public: no session, no script needed
  index("routes/public/home.tsx"),
  route("locale", "routes/public/locale.ts"),

  // For machines
  route("api/health", "routes/api/health.ts"),
  route("api/ready", "routes/api/ready.ts"),

  route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
