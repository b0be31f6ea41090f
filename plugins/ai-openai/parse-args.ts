import { type Json, jsonSchema } from "sapa/plugin";

/** What a model wrote as arguments: JSON, or its text as it is, which no tool's schema takes. */
export function parseArgs(text: string): Json {
  try {
    return jsonSchema.parse(JSON.parse(text === "" ? "{}" : text));
  } catch {
    return text;
  }
}
