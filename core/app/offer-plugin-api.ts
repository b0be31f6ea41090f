/**
 * Lets code that stands anywhere import `sapa/plugin` and get this program's own, the one instance
 * that its built-in plugins have: a bot's folder has no package of that name to find it by. Calling
 * it again changes nothing.
 */
export function offerPluginApi(): void {
  Bun.plugin({
    name: "sapa/plugin",
    setup(build) {
      build.module("sapa/plugin", async () => ({
        loader: "object",
        exports: { ...(await import("#core/plugin/index.ts")) },
      }));
    },
  });
}
