import { and, desc, eq } from "drizzle-orm";
import { jsonSchema, parseJson } from "#core/lib/json.ts";
import type { AuditEntry } from "#core/model/ops.ts";
import type { Records } from "#core/model/ports/records.ts";
import { ownKey } from "./codec.ts";
import type { OpsTable } from "./ops-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { auditTable, pluginValueTable } from "./schema-shelf.ts";

type Shelf = Pick<
  Records,
  | "pluginValue"
  | "setPluginValue"
  | "appendAudit"
  | "audit"
  | "changeOps"
  | "settingOverrides"
  | "pendingCommand"
>;

/** What belongs to nobody: the plugins' own values, the audit, what operators set. */
export function createShelfRecords({ orm, group, codec }: RecordsDeps, ops: OpsTable): Shelf {
  return {
    pluginValue: (plugin, key) =>
      group.read(() => {
        const row = orm.select().from(pluginValueTable).where(isValue(plugin, key)).get();
        if (row === undefined) return undefined;
        return parseJson(
          jsonSchema,
          codec.decode(row.value, placeOf(plugin, key)),
          `value of plugin ${plugin}`,
        );
      }),
    setPluginValue: (plugin, key, value) =>
      group.write(() => {
        if (value === undefined) {
          orm.delete(pluginValueTable).where(isValue(plugin, key)).run();
          return;
        }
        const text = codec.encode(JSON.stringify(value), placeOf(plugin, key), ownKey);
        orm
          .insert(pluginValueTable)
          .values({ plugin, key, value: text })
          .onConflictDoUpdate({
            target: [pluginValueTable.plugin, pluginValueTable.key],
            set: { value: text },
          })
          .run();
      }),
    appendAudit: (entry) => group.write(() => ops.appendAudit(entry)),
    audit: (limit) =>
      group.read(() => {
        const rows = orm.select().from(auditTable).orderBy(desc(auditTable.seq)).limit(limit).all();
        return rows.map(({ at, who, what, data }): AuditEntry => {
          if (data === null) return { at, who, what };
          return {
            at,
            who,
            what,
            data: parseJson(jsonSchema, codec.decode(data, "audit"), "audit"),
          };
        });
      }),
    changeOps: (change) => group.write(() => ops.write(change)),
    settingOverrides: () => group.read(() => ops.overrides()),
    pendingCommand: (owner) => group.read(() => ops.pending(owner)),
  };
}

function placeOf(plugin: string, key: string): string {
  return `plugin/${plugin}/${key}`;
}

function isValue(plugin: string, key: string) {
  return and(eq(pluginValueTable.plugin, plugin), eq(pluginValueTable.key, key));
}
