/** A refusal of the fake, in Meta's numbers. `details` is what goes into `error_data.details`. */
export interface GraphError {
  readonly code: number;
  readonly details: string;
}

interface ErrorShape {
  readonly status: number;
  readonly title: string;
}

/** HTTP status and title by code. Source: Cloud API error codes, reference part 4.7. */
const shapes: Readonly<Record<number, ErrorShape>> = {
  2: { status: 503, title: "Service temporarily unavailable" },
  4: { status: 400, title: "Application request limit reached" },
  33: { status: 400, title: "Parameter value is not valid" },
  100: { status: 400, title: "Invalid parameter" },
  190: { status: 401, title: "Invalid OAuth access token - Cannot parse access token" },
  130429: { status: 400, title: "Rate limit hit" },
  131000: { status: 500, title: "Something went wrong" },
  131008: { status: 400, title: "Required parameter is missing" },
  131009: { status: 400, title: "Parameter value is not valid" },
  131016: { status: 500, title: "Service unavailable" },
  131047: { status: 400, title: "Re-engagement message" },
  131051: { status: 400, title: "Unsupported message type" },
  131056: {
    status: 400,
    title: "(Business Account, Consumer Account) pair rate limit hit",
  },
  132000: { status: 400, title: "Number of parameters does not match the expected number" },
  132001: { status: 404, title: "Template name does not exist in the translation" },
};

/** HTTP status of an error code; 400 for one that has no entry. */
export function errorStatus(error: GraphError): number {
  return shapes[error.code]?.status ?? 400;
}

/** Meta's error JSON. */
export function errorBody(error: GraphError, trace: string): string {
  const title = shapes[error.code]?.title ?? "Unknown error";
  return JSON.stringify({
    error: {
      message: `(#${error.code}) ${title}`,
      type: "OAuthException",
      code: error.code,
      error_data: { messaging_product: "whatsapp", details: error.details },
      fbtrace_id: trace,
    },
  });
}
