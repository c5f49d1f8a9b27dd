/** @type {import("@remix-run/dev").VitePluginConfig} */
export default {
  appDirectory: "app",
  // The start script builds each state of the sources into a folder of its own, so that a running server keeps its files.
  buildDirectory: `${process.env.BUILD_DIRECTORY ?? "build/current"}/pages`,
  serverModuleFormat: "esm",
  ignoredRouteFiles: ["**/*"],
  future: {
    v3_fetcherPersist: true,
    // The whole list of pages is one file of the build, which a tablet without a network keeps
    v3_lazyRouteDiscovery: false,
    v3_relativeSplatPath: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
  },
};
