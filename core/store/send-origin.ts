import { eq } from "drizzle-orm";
import { parseJson } from "#core/lib/json.ts";
import { messageOutSchema } from "#core/model/message-out.ts";
import type { Records } from "#core/model/ports/records.ts";
import { runSchema } from "#core/model/run.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { rowNumber } from "./row-number.ts";
import { outboxTable, runTable } from "./schema-traffic.ts";

/** Where one send came from, found by its number: what a receipt needs that a flow listens to. */
export function createSendOrigins({ orm, group, codec }: RecordsDeps): Pick<Records, "sendOrigin"> {
  return {
    sendOrigin: (id) =>
      group.read(() => {
        const seq = rowNumber(id);
        if (!Number.isSafeInteger(seq)) return undefined;
        const row = orm
          .select({ send: outboxTable, run: runTable.body })
          .from(outboxTable)
          .leftJoin(runTable, eq(runTable.id, outboxTable.run))
          .where(eq(outboxTable.seq, seq))
          .get();
        if (row === undefined || row.send.id !== id) return undefined;
        const { conversation, attempt, message } = row.send;
        return {
          conversation,
          attempt,
          message: parseJson(messageOutSchema, codec.decode(message, `outbox/${id}`), `send ${id}`),
          run:
            row.run === null
              ? undefined
              : parseJson(runSchema, codec.decode(row.run, `run/${row.send.run}`), "run"),
        };
      }),
  };
}
