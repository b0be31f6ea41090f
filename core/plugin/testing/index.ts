/**
 * `sapa/plugin/testing`: virtual time, seeded chance and the conformance suites.
 * @module
 */
export * from "./quiet-log.ts";
export * from "./seeded-random.ts";
export * from "./virtual-clock.ts";
