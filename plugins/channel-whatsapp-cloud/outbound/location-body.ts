import type { JsonObject, MessageOut } from "sapa/plugin";

/** A place. Meta takes the degrees as text. Source: reference 3.2. */
export function locationBody(message: Extract<MessageOut, { kind: "location" }>): JsonObject {
  const { latitude, longitude, name, address } = message;
  return {
    latitude: degrees(latitude),
    longitude: degrees(longitude),
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
  };
}

/** Never in exponents; seven digits are a centimetre. */
function degrees(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(7) : text;
}
