import { definePlugin, pluginApiVersion } from "sapa/plugin";
import { actions } from "./actions.ts";
import { configSchema } from "./config.ts";
import { createActions } from "./create-actions.ts";

/** JSON over https, to hosts that bot.yaml lists: `run: http.get`, `post`, `put` and `delete`. */
export default definePlugin({
  kind: "action",
  name: "action-http",
  apiVersion: pluginApiVersion,
  config: configSchema,
  actions,
  hosts: ({ hosts }) => hosts,
  create: (context, _name, config) => createActions(context, config),
});
