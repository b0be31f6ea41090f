import { parseJson } from "#core/lib/json.ts";
import type { Records } from "#core/model/ports/records.ts";
import { templateRecordSchema } from "#core/model/template.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { templateTable } from "./schema-shelf.ts";

type TemplateRecords = Pick<Records, "templates" | "putTemplate">;

/** What is known of templates; a few hundred rows that belong to nobody. */
export function createTemplateRecords({ orm, group }: RecordsDeps): TemplateRecords {
  return {
    templates: () =>
      group.read(() => {
        const { account, name, language } = templateTable;
        const rows = orm.select().from(templateTable).orderBy(account, name, language).all();
        return rows.map((row) => ({
          ...parseJson(templateRecordSchema, row.body, `template ${row.name}`),
          account: row.account,
        }));
      }),
    putTemplate: ({ account, ...record }) =>
      group.write(() => {
        const { name, language } = record;
        const body = JSON.stringify(record);
        orm
          .insert(templateTable)
          .values({ account, name, language, body })
          .onConflictDoUpdate({
            target: [templateTable.account, templateTable.name, templateTable.language],
            set: { body },
          })
          .run();
      }),
  };
}
