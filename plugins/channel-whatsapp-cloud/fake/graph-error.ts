import type { JsonObject } from "sapa/plugin";
import { errorShape } from "./error-table.ts";

/** A refusal of the fake, in Meta's numbers. `details` is what goes into `error_data.details`. */
export interface GraphError {
  readonly code: number;
  readonly details: string;
}

/** Meta's refusal for an id that names nothing, or nothing any more. */
export function unknownObject(id: string): GraphError {
  const details = `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`;
  return { code: 33, details };
}

/** HTTP status of an error code; 400 for one that has no entry. */
export function errorStatus(error: GraphError): number {
  return errorShape(error.code).status;
}

/** Meta's error JSON as an answer. */
export function errorBody(error: GraphError, trace: string): JsonObject {
  return {
    error: {
      message: `(#${error.code}) ${errorShape(error.code).title}`,
      type: "OAuthException",
      code: error.code,
      error_data: { messaging_product: "whatsapp", details: error.details },
      fbtrace_id: trace,
    },
  };
}

/** Meta's error JSON inside a webhook: of a status, a message, or the account. */
export function webhookError({ code, details }: GraphError): JsonObject {
  const { title } = errorShape(code);
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
  };
}
